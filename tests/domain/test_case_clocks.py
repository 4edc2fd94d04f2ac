"""The clocks of a case: when each runs out, what stands still, and who hears in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.domain.case_clocks import (
    REFUND_WITHIN,
    Alarm,
    CaseClock,
    ClockName,
    Rung,
    alarms_of,
    clocks_of,
)
from core.domain.cases import Case, CaseState, Severity, Wait
from core.domain.plans import Reason
from tests.builders import NOW, a_case

H, D = timedelta(hours=1), timedelta(days=1)
SINCE = NOW - 10 * H


def a_fraud(**changes: Any) -> Case:
    return replace(a_case(kind=Reason.FRAUD, opened_at=SINCE, severity=Severity.HIGH), **changes)


def a_wait(since: timedelta, until: timedelta, ended: timedelta | None = None) -> Wait:
    """In hours from the opening."""
    ended_at = SINCE + ended if ended is not None else None
    return Wait("w", "case", "kang", SINCE + since, SINCE + until, "asked them", ended_at)


def due(case: Case, name: ClockName, waits: tuple[Wait, ...] = ()) -> timedelta | None:
    """From the opening; None where it does not run."""
    found = {clock.name: clock for clock in clocks_of(case, waits, NOW)}
    return found[name].due - SINCE if name in found else None


@pytest.mark.parametrize(
    ("severity", "minutes"),
    [("critical", 15), ("high", 60), ("medium", 240), ("low", 1440)],
    ids=["critical", "high", "medium", "low"],
)
def test_the_worse_the_sooner_somebody_answers(severity: str, minutes: int) -> None:
    case = a_fraud(severity=Severity(severity))
    assert due(case, ClockName.RESPONSE) == timedelta(minutes=minutes)
    assert due(replace(case, responded_at=NOW), ClockName.RESPONSE) is None


@pytest.mark.parametrize(
    ("first_abuse", "days"),
    [(None, 60), (SINCE - 9 * D, 51), (SINCE + 5 * D, 60)],
    ids=["not known", "earlier", "seen later"],
)
def test_a_refund_counts_from_the_first_abuse_and_never_from_after_the_opening(
    first_abuse: datetime | None, days: int
) -> None:
    assert due(a_fraud(first_abuse=first_abuse), ClockName.REFUND) == days * D


@pytest.mark.parametrize(
    ("waits", "hours"),
    [
        pytest.param((), 24, id="nothing is waited for"),
        pytest.param((a_wait(2 * H, 12 * H),), 34, id="it waits: put off by as long as planned"),
        pytest.param((a_wait(2 * H, 12 * H, 5 * H),), 27, id="it went on before that"),
        pytest.param((a_wait(2 * H, 4 * H), a_wait(6 * H, 9 * H)), 29, id="twice"),
        pytest.param((a_wait(-9 * H, -1 * H),), 24, id="before it began"),
        pytest.param((a_wait(-2 * H, 3 * H),), 27, id="since before it began"),
        pytest.param((a_wait(30 * H, 90 * H),), 24, id="when it had run out"),
        pytest.param((a_wait(5 * H, 9 * H, 2 * H),), 24, id="ended before it began"),
    ],
)
def test_waiting_puts_off_the_status(waits: tuple[Wait, ...], hours: int) -> None:
    assert due(a_fraud(), ClockName.STATUS, waits) == hours * H


def test_a_note_starts_the_status_anew() -> None:
    assert due(a_fraud(status_at=SINCE + 7 * H), ClockName.STATUS) == 31 * H


def test_waiting_stops_neither_the_answer_nor_the_refund() -> None:
    waits = (a_wait(0 * H, 90 * D),)
    case = a_fraud(first_abuse=SINCE - 3 * D)
    for name in (ClockName.RESPONSE, ClockName.REFUND):
        assert due(case, name, waits) == due(case, name)
    standing = [clock.name for clock in clocks_of(case, waits, NOW) if clock.stands]
    assert standing == [ClockName.STATUS]


def test_a_refund_counts_from_the_first_abuse_or_is_assumed() -> None:
    known = a_fraud(first_abuse=SINCE - 20 * D)
    assert due(known, ClockName.REFUND) == 40 * D
    (assumed,) = [c for c in clocks_of(a_fraud(), (), NOW) if c.name is ClockName.REFUND]
    assert (assumed.assumed, assumed.due) == (True, SINCE + 60 * D)
    names = [clock.name for clock in clocks_of(known, (), NOW, refund_asked=True)]
    assert ClockName.REFUND not in names


@pytest.mark.parametrize(
    "changes", [{"kind": Reason.NON_PAYMENT}, {"state": CaseState.CLOSED}], ids=["money", "closed"]
)
def test_there_are_cases_without_clocks(changes: dict[str, Any]) -> None:
    assert clocks_of(a_fraud(**changes), (), NOW) == ()


def test_the_next_to_run_out_comes_first() -> None:
    names = [clock.name for clock in clocks_of(a_fraud(), (), NOW)]
    assert names == [ClockName.RESPONSE, ClockName.STATUS, ClockName.REFUND]


def heard(clock: CaseClock, at: datetime, *, costly: bool = False) -> list[tuple[str, timedelta]]:
    alarms = alarms_of([clock], at, costly=costly)
    return [(alarm.rung.value, alarm.at - clock.due) for alarm in alarms]


ANSWER = CaseClock(ClockName.RESPONSE, NOW + H, H)
REFUND = CaseClock(ClockName.REFUND, NOW, REFUND_WITHIN)
OWNER, ON_CALL, ADMINISTRATORS = Rung.OWNER, Rung.ON_CALL, Rung.ADMINISTRATORS


@pytest.mark.parametrize(
    ("clock", "at", "costly", "expected"),
    [
        pytest.param(
            ANSWER, NOW, False,
            [(OWNER, -H / 2), (ON_CALL, 0 * H), (ADMINISTRATORS, H / 2),
             (ADMINISTRATORS, H / 2 + D)],
            id="an answer: half way, when due, half as late again",
        ),
        pytest.param(
            ANSWER, NOW, True,
            [(OWNER, -H), (ON_CALL, -H / 2), (ADMINISTRATORS, 0 * H), (ADMINISTRATORS, D)],
            id="where it costs much: one step sooner",
        ),
        pytest.param(
            ANSWER, NOW + 3 * D, False,
            [(ADMINISTRATORS, H / 2 + 2 * D), (ADMINISTRATORS, H / 2 + 3 * D)],
            id="found late: the last only, then every day",
        ),
        pytest.param(
            REFUND, NOW - 10 * D, False,
            [(OWNER, -14 * D), (ON_CALL, -7 * D), (ADMINISTRATORS, -2 * D),
             (ADMINISTRATORS, -1 * D)],
            id="a refund: the last that is past, and what comes",
        ),
        pytest.param(
            REFUND, NOW + 9 * D, False, [(ADMINISTRATORS, 0 * D)], id="lost: nothing new"
        ),
    ],
)  # fmt: skip
def test_who_hears_when(
    clock: CaseClock, at: datetime, costly: bool, expected: list[tuple[Rung, timedelta]]
) -> None:
    assert heard(clock, at, costly=costly) == expected


MOMENTS = some.integers(0, 80 * 24 * 60).map(lambda minutes: SINCE + timedelta(minutes=minutes))


@given(
    abuse=some.integers(0, 90).map(lambda days: SINCE - timedelta(days=days)),
    waits=some.lists(some.tuples(MOMENTS, MOMENTS), max_size=4),
    now=MOMENTS,
    severity=some.sampled_from(Severity),
)
def test_a_refund_is_never_due_later_than_sixty_days_after_the_first_abuse(
    abuse: datetime, waits: list[tuple[datetime, datetime]], now: datetime, severity: Severity
) -> None:
    case = a_fraud(first_abuse=abuse, severity=severity)
    paused = tuple(Wait(str(n), "c", "p", min(w), max(w), "why") for n, w in enumerate(waits))
    found = {clock.name: clock.due for clock in clocks_of(case, paused, now)}
    assert found[ClockName.REFUND] <= abuse + timedelta(days=60)
    assert found[ClockName.STATUS] >= SINCE + timedelta(hours=24)


@given(
    at=some.integers(-70 * 24, 10 * 24).map(lambda hours: NOW + timedelta(hours=hours)),
    later=some.integers(1, 30 * 24).map(lambda hours: timedelta(hours=hours)),
    costly=some.booleans(),
)
def test_nothing_that_is_to_be_heard_is_lost(at: datetime, later: timedelta, costly: bool) -> None:
    """Whoever looks at any two moments has the alarms of between: at the first as what comes, or at
    the second as the last that is past."""
    first = {alarm.key for alarm in alarms_of([REFUND], at, costly=costly)}
    second = alarms_of([REFUND], at + later, costly=costly)
    past = [alarm for alarm in second if at < alarm.at <= at + later]
    repeated = [alarm for alarm in past if is_again(alarm)]
    assert all(alarm.key in first for alarm in past if alarm not in repeated)


def is_again(alarm: Alarm) -> bool:
    """One of the daily ones, of which only the next is known at a time."""
    return alarm.rung is Rung.ADMINISTRATORS
