"""What people said of rows, what channels chose and their languages, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.domain.digest_choices import Choices, Column, Grouping, Only
from core.domain.digests import Schedule
from core.domain.exposure import Standing
from core.domain.follow_ups import FollowUp, Snooze
from core.domain.languages import Language
from core.domain.money import Money
from storage.unit_of_work import SqlStore
from tests.office import MONDAY

SNOOZE = Snooze(
    date(2026, 10, 20),
    "p2",
    MONDAY,
    Standing.AT_RISK,
    (Money(Decimal("3000.10"), "EUR"), Money(Decimal(5), "JPY")),
)
CHOICES = Choices(
    Only(Standing.AT_RISK, 5, ("EUR",), "p1", ("east",), ("CN",)),
    (Column.OWNER, Column.AGES),
    Grouping.OWNER,
    "DE-BY",
)


@pytest.mark.parametrize(
    "follow_up",
    [
        FollowUp("a", "p1", MONDAY),
        FollowUp("a", snooze=SNOOZE),
        FollowUp("a", "p1", MONDAY, SNOOZE),
    ],
    ids=["owned", "snoozed", "both"],
)
def test_what_was_said_last_of_a_row_is_kept(store: SqlStore, follow_up: FollowUp) -> None:
    with store() as work:
        assert work.follow_ups.get("a") == FollowUp("a")
        work.follow_ups.put(FollowUp("a", "p9", MONDAY, SNOOZE))
        work.follow_ups.put(follow_up)
        work.follow_ups.put(FollowUp("b"))
        work.commit()
    with store.reading() as work:
        assert work.follow_ups.get("a") == follow_up
        assert work.follow_ups.all() == {"a": follow_up, "b": FollowUp("b")}


def test_a_schedule_keeps_what_was_chosen(store: SqlStore) -> None:
    usual = Schedule(
        "s1", 1, "0 9 * * *", "Europe/Berlin", "C0", "p1", MONDAY, "2026-10-13T09:00", MONDAY
    )
    chosen = replace(usual, choices=CHOICES)
    with store() as work:
        work.schedules.add(usual)
        assert work.schedules.get("s1") == usual
        work.schedules.update(chosen)
        work.commit()
    with store.reading() as work:
        assert work.schedules.all() == [chosen]


def test_a_channel_has_the_language_that_was_chosen_last_or_none(store: SqlStore) -> None:
    with store() as work:
        work.channel_languages.put("C1", Language.KOREAN)
        work.channel_languages.put("C1", Language.CHINESE)
        work.channel_languages.put("C2", Language.ENGLISH)
        work.channel_languages.put("C2", None)
        work.commit()
    with store.reading() as work:
        assert work.channel_languages.all() == {"C1": Language.CHINESE}
        assert work.channel_languages.of("C1") is Language.CHINESE
        assert work.channel_languages.of("C2") is None
