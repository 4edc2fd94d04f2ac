"""Whether something is proposed once more, by what became of it before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.domain.asking_again import Again, Past, again
from core.domain.plans import PlanState

ENDED = date(2026, 10, 12)  # A Monday.
P = PlanState


def past(state: PlanState, why: str = "", ask_again_on: date | None = None) -> Past:
    return Past(state, why, None if state is P.PENDING else ENDED, ask_again_on)


@pytest.mark.parametrize(
    ("history", "after", "expected"),
    [
        ([], 0, Again.FILE),
        ([past(P.PENDING)], 9, Again.REST),
        ([past(P.EXECUTING)], 9, Again.REST),
        ([past(P.FINISHED)], 99, Again.REST),
        ([past(P.PARTIAL)], 99, Again.REST),
        ([past(P.NEEDS_HUMAN)], 99, Again.REST),
        ([past(P.REJECTED)], 6, Again.REST),
        ([past(P.REJECTED)], 7, Again.FILE),
        ([past(P.REJECTED, ask_again_on=ENDED + timedelta(days=20))], 19, Again.REST),
        ([past(P.REJECTED, ask_again_on=ENDED + timedelta(days=20))], 20, Again.FILE),
        ([past(P.REJECTED, ask_again_on=ENDED + timedelta(days=90))], 30, Again.FILE),
        ([past(P.WITHDRAWN, "by_requester")], 6, Again.REST),
        ([past(P.WITHDRAWN, "by_requester")], 7, Again.FILE),
        ([past(P.WITHDRAWN, "paid")], 0, Again.FILE),
        ([past(P.SUPERSEDED, "containment")], 0, Again.FILE),
        ([past(P.EXPIRED)], 0, Again.FILE),
        ([past(P.EXPIRED), past(P.EXPIRED)], 0, Again.LEAVE),
        ([past(P.EXPIRED), past(P.WITHDRAWN, "paid"), past(P.EXPIRED)], 0, Again.LEAVE),
        ([past(P.EXPIRED), past(P.EXPIRED), past(P.PENDING)], 0, Again.REST),
    ],
    ids=lambda value: None if isinstance(value, list) else str(value),
)
def test_what_was_decided_is_heeded(history: list[Past], after: int, expected: Again) -> None:
    assert again(history, ENDED + timedelta(days=after), "DE") is expected
