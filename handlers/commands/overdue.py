"""/overdue: who owes what, by age and currency, worst first."""

from __future__ import annotations

from core.usecases import overdue
from handlers.messages.blocks import Message
from handlers.messages.overdue import overdue_card
from handlers.request import Command, Services, Typed


def answer(typed: Typed, services: Services) -> Message:
    found = overdue.overview(typed.account, office=services.office, matching=typed.text)
    return overdue_card(found, services.words(typed.account), typed.text)


COMMAND = Command("/overdue", "/overdue contoso", "Who owes what, worst first", answer)
