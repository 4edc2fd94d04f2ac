"""/overdue: who owes what, by age and currency, worst first."""

from __future__ import annotations

from core.usecases import overdue
from handlers.messages.blocks import Message
from handlers.messages.overdue import overdue_card
from handlers.request import Command, Services, Typed


def answer(typed: Typed, services: Services) -> Message:
    found = overdue.overview(typed.account, office=services.office, matching=typed.text)
    return overdue_card(found, services.words(typed.account))


COMMAND = Command("/overdue", "/overdue [name]", "Who owes what, worst first", answer)
