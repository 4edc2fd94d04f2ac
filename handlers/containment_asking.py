"""Opens the forms by which something is contained, from wherever somebody asks for them."""

from __future__ import annotations

from core.domain.people import AccountKey
from core.ports.records import Button
from core.usecases import break_glass, picking
from core.usecases import containment_answers as answers
from handlers.messages.containment_forms import alone_form, contain_form
from handlers.request import Services


def open_contain(number: str, account: AccountKey, trigger_id: str, services: Services) -> None:
    """For the case of this number."""
    offer = answers.offer(number, account, office=services.office)
    token = services.mint(Button("case", offer.case.case_id, revision=str(offer.case.number)))
    services.open_view(trigger_id, contain_form(offer, token, services.words(account)))


def open_alone(text: str, account: AccountKey, trigger_id: str, services: Services) -> None:
    """For a case, a customer, or the key of one."""
    offer = break_glass.offer(text, account, office=services.office)
    token = services.mint(Button("customer", str(offer.customer.key)))
    key = offer.customer.key
    codes = picking.offered_for(key, str(key), account, office=services.office)
    form = alone_form(offer, token, services.words(account), codes=codes)
    services.open_view(trigger_id, form)
