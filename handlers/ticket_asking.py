"""The form that asks for a service request, for whoever opens it."""

from __future__ import annotations

from core.domain.people import AccountKey
from core.usecases import ticket_asking
from handlers.messages.blocks import Block
from handlers.messages.ticket_forms import ask_form
from handlers.request import Services


def form_for(text: str, account: AccountKey, token: str, services: Services) -> Block:
    """The form that asks for one; `token` stands for the customer. Raises as `draft` does."""
    draft = ticket_asking.draft(text, account, office=services.office)
    with services.office.store.reading() as work:
        person = work.people.by_account(account)
    return ask_form(draft, person.name if person else "", token, services.words(account))
