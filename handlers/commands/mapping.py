"""/mapping: accounts in the books, and whose they are."""

from __future__ import annotations

from core.usecases import mapping_view
from handlers.mapping_asking import rows_of
from handlers.messages.blocks import Message
from handlers.messages.mapping_forms import MOST_SHOWN, found_card, unmapped_card
from handlers.request import Command, Services, Typed


def answer(typed: Typed, services: Services) -> Message:
    """Without a text, those that owe something and are nobody's."""
    words, office = services.words(typed.account), services.office
    if typed.text:
        found = mapping_view.find(typed.text, typed.account, office=office)
        return found_card(rows_of(found, services), words)
    waiting = mapping_view.unmapped(typed.account, office=office)
    return unmapped_card(waiting, rows_of(waiting.entries[:MOST_SHOWN], services), words)


COMMAND = Command(
    "/mapping",
    "/mapping nordwind",
    "Whose an account in the books is; without a name, those that nobody confirmed",
    answer,
)
