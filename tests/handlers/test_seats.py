"""Seats in words: none where something is in Azure, whatever Partner Center counts there."""

from __future__ import annotations

import pytest

from core.domain.customers import Generation
from handlers.messages.seats import GENERATIONS, and_seats, seats_of, with_seats
from handlers.messages.text import Words
from tests.builders import a_subscription

WORDS = Words("en-US", "Europe/Berlin")


@pytest.mark.parametrize(
    ("generation", "counted", "seats"),
    [
        (Generation.NEW_COMMERCE, 10, 10),
        (Generation.LEGACY, 1, 1),
        (Generation.SOFTWARE, 2, 2),
        (Generation.AZURE_PLAN, 1, 0),
        (Generation.AZURE, 0, 0),
    ],
)
def test_how_many_seats_there_are(generation: Generation, counted: int, seats: int) -> None:
    assert seats_of(a_subscription(generation=generation, quantity=counted)) == seats


@pytest.mark.parametrize(("seats", "said"), [(0, ""), (1, ", 1 seat"), (1200, ", 1,200 seats")])
def test_they_stand_behind_a_name(seats: int, said: str) -> None:
    assert and_seats(seats, WORDS) == said
    assert with_seats("Teams <b>", seats, WORDS) == f"Teams &lt;b&gt;{said}"


def test_every_kind_has_its_word() -> None:
    assert set(GENERATIONS) == set(Generation)
