"""A slot between its claim and its post, on both databases: what nobody wants now is skipped."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.domain.digests import Schedule, SlotState
from core.domain.events import DigestSkipped
from core.usecases import digest_posting, schedules
from storage.unit_of_work import SqlStore
from tests.office import MONDAY, Desk

NINE = datetime(2026, 10, 13, 7, tzinfo=UTC)
SLOT = "2026-10-13T09:00"
DAILY = Schedule(
    "s1", 1, "0 9 * * *", "Europe/Berlin", "C0GENERAL", "p1", MONDAY, next_slot=SLOT, next_at=NINE
)


@pytest.fixture
def office(store: SqlStore) -> Desk:
    """Nine o'clock: one slot is claimed."""
    with store() as work:
        work.schedules.add(DAILY)
        work.commit()
    office = Desk(store, now=NINE)
    schedules.tick(office=office.office)
    return office


def change(office: Desk, **fields: Any) -> None:
    with office.store() as work:
        work.schedules.update(replace(work.schedules.get("s1"), **fields))
        work.commit()


def begin(office: Desk, *, asked: bool = False) -> SlotState:
    """Draw it up, let somebody change the schedule, and see whether it may leave."""
    begun = digest_posting.begin(DAILY, SLOT, office=office.office, asked=asked)
    with office.store.reading() as work:
        found = work.schedules.posting("s1", SLOT).state
    assert begun is (found is SlotState.POSTING)
    return found


def skipped(office: Desk) -> list[str]:
    with office.store.reading() as work:
        found = [r.event for r in work.events.since(DigestSkipped, MONDAY)]
    return [event.why for event in found if isinstance(event, DigestSkipped)]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"removed_at": NINE}, "removed"),
        ({"muted_until": NINE + timedelta(days=1)}, "muted"),
        ({"channel": "C0OTHER"}, "moved"),
    ],
    ids=["removed", "muted", "moved"],
)
def test_what_nobody_wants_any_more_is_skipped(
    office: Desk, fields: dict[str, Any], why: str
) -> None:
    change(office, **fields)
    assert begin(office) is SlotState.SKIPPED
    # The job may come again.
    assert begin(office) is SlotState.SKIPPED
    assert skipped(office) == [why]


@pytest.mark.parametrize("until", [None, NINE], ids=["loud", "a_mute_that_ended"])
def test_what_is_wanted_leaves(office: Desk, until: datetime | None) -> None:
    change(office, muted_until=until)
    assert begin(office) is SlotState.POSTING and skipped(office) == []


def test_a_person_who_asks_is_heard_over_a_mute_and_not_after_the_end(office: Desk) -> None:
    change(office, muted_until=NINE + timedelta(days=1))
    assert begin(office, asked=True) is SlotState.POSTING
    digest_posting.not_posted("s1", SLOT, office=office.office)
    change(office, removed_at=NINE)
    assert begin(office, asked=True) is SlotState.SKIPPED
