"""The private card of credit, and the form that asks for a decision, for whoever opens them."""

from __future__ import annotations

from core.domain.people import AccountKey
from core.ports.records import Button
from core.usecases import credit_view
from handlers.messages.blocks import Block, Message
from handlers.messages.credit_card import credit_card, retractable
from handlers.messages.credit_forms import ask_form
from handlers.request import Services


def card_for(text: str, account: AccountKey, services: Services) -> Message:
    """Raises as `look_up` does."""
    view = credit_view.look_up(text, account, office=services.office)
    with services.office.store.reading() as work:
        person = work.people.by_account(account)
    mine = retractable(view, person.person_id if person else "")
    token = services.mint(Button("customer", str(view.customer.key)))
    tokens = {one: services.mint(Button("credit", one)) for one in mine}
    return credit_card(view, token, tokens, services.words(account))


def form_for(text: str, account: AccountKey, token: str, services: Services) -> Block:
    """`token` stands for the customer. Currencies are those used here, then those of the policy.
    Raises as `look_up` does."""
    view = credit_view.look_up(text, account, office=services.office)
    with services.office.store.reading() as work:
        floors = work.policies.current().floors
    used = [line.currency for line in view.lines]
    codes = [*used, *(code for code in sorted(floors) if code not in used)]
    return ask_form(view, codes, token, services.words(account))
