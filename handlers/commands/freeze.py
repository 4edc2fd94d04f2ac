"""/freeze: one person stops every change at once; two people lift it."""

from __future__ import annotations

from core.usecases import freezing
from handlers.messages.blocks import Message, plain
from handlers.request import Command, Services, Typed


def answer(typed: Typed, services: Services) -> Message:
    freezing.freeze(typed.text, typed.account, office=services.once(typed.delivery))
    words = services.words(typed.account)
    return plain(
        words("Everything is frozen: nothing is sent to Partner Center until two people lift it.")
    )


COMMAND = Command(
    "/freeze",
    "/freeze wrong invoices",
    "Stop every change at once; two people lift it",
    answer,
    anywhere=True,
)
