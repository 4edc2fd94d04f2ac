"""How many seats there are, in words. In Azure there are none, whatever Partner Center counts."""

from __future__ import annotations

from core.domain.customers import Generation, Subscription
from handlers.messages.text import N_, Words

SEATLESS = frozenset({Generation.AZURE, Generation.AZURE_PLAN})
GENERATIONS = {
    Generation.NEW_COMMERCE: N_("new commerce"),
    Generation.LEGACY: N_("legacy licence"),
    Generation.AZURE_PLAN: N_("Azure plan with all beneath it"),
    Generation.AZURE: N_("Azure subscription"),
    Generation.SOFTWARE: N_("software"),
    Generation.UNKNOWN: N_("of an unknown kind"),
}


def seats_of(found: Subscription) -> int:
    return 0 if found.generation in SEATLESS else found.quantity


def and_seats(seats: int, words: Words) -> str:
    """Behind a name or a number of subscriptions; nothing where there are none."""
    return words.many(", {count} seat", ", {count} seats", seats) if seats else ""


def with_seats(name: str, seats: int, words: Words) -> str:
    return words.value(name) + and_seats(seats, words)
