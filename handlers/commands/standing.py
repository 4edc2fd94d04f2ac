"""/standing: everything about one customer, for whoever has to answer the telephone."""

from __future__ import annotations

from core.ports.records import Button
from core.usecases import billing, standing
from handlers.messages.billing_lines import own_card
from handlers.messages.blocks import Message
from handlers.messages.cards import standing_card
from handlers.request import Command, Services, Typed

# How we stand with Microsoft: for administrators.
OURSELVES = "partner"


def answer(typed: Typed, services: Services) -> Message:
    if typed.text.strip().lower() == OURSELVES:
        own = billing.own_standing(typed.account, office=services.office)
        return own_card(own, services.words(typed.account))
    view = standing.look_up(typed.text, typed.account, office=services.office)
    token = services.mint(Button("customer", str(view.customer.key)))
    return standing_card(view, token, services.words(typed.account))


COMMAND = Command(
    "/standing",
    "/standing contoso",
    "One customer: what is owed and open, and what can be done",
    answer,
    which="customer_standing",
)
