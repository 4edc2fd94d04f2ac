"""/credit: limit, terms, what is used of it, the file, and what can be decided."""

from __future__ import annotations

from handlers.credit_asking import card_for
from handlers.messages.blocks import Message
from handlers.request import Command, Services, Typed


def answer(typed: Typed, services: Services) -> Message:
    return card_for(typed.text, typed.account, services)


COMMAND = Command(
    "/credit",
    "/credit contoso",
    "Credit of one customer: limit and terms, what is used, the file; decide on it",
    answer,
    which="customer_credit",
)
