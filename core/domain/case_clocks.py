"""The clocks of a case of fraud or misuse, and who hears when one of them runs out.

Three of them: a first answer, a word on how it stands every 24 hours, and the 60 days in which
Microsoft takes a request for a refund. A case of non-payment has none: the ladder of the policy has
days of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.domain.cases import OF_ABUSE, Case, Severity, Wait

# Within which somebody takes a case up, counted from its opening.
FIRST_RESPONSE: Mapping[Severity, timedelta] = {
    Severity.CRITICAL: timedelta(minutes=15),
    Severity.HIGH: timedelta(minutes=60),
    Severity.MEDIUM: timedelta(hours=4),
    Severity.LOW: timedelta(hours=24),
}
STATUS_EVERY = timedelta(hours=24)
# Counted by Microsoft from the first abuse, whenever it was found out.
REFUND_WITHIN = timedelta(days=60)
A_DAY = timedelta(days=1)
# From this on a page is worth waking somebody.
LOUD = Severity.HIGH


class ClockName(StrEnum):
    RESPONSE = "response"
    STATUS = "status"
    REFUND = "refund"


class Rung(StrEnum):
    """Who hears: whoever looks after the case, whoever is on call, the administrators."""

    OWNER = "owner"
    ON_CALL = "on_call"
    ADMINISTRATORS = "administrators"


@dataclass(frozen=True, slots=True)
class CaseClock:
    """`stands`: it waits for information. `assumed`: nobody said yet when the abuse began, so that
    it counts from the opening, and may run out sooner."""

    name: ClockName
    due: datetime
    allowed: timedelta
    stands: bool = False
    assumed: bool = False

    def left(self, now: datetime) -> timedelta:
        """Negative where it ran out."""
        return self.due - now

    def is_over(self, now: datetime) -> bool:
        return self.due <= now


@dataclass(frozen=True, slots=True)
class Alarm:
    """At a moment somebody hears of a clock; named so that it is heard once."""

    clock: ClockName
    rung: Rung
    at: datetime
    due: datetime

    @property
    def key(self) -> str:
        return f"{self.clock}:{self.rung}:{self.due.isoformat()}:{self.at.isoformat()}"


def has_clocks(case: Case) -> bool:
    """Do any run as long as it is open?"""
    return case.is_open() and case.kind in OF_ABUSE


def clocks_of(
    case: Case, waits: Sequence[Wait], now: datetime, *, refund_asked: bool = False
) -> tuple[CaseClock, ...]:
    """Those that run, the next to run out first."""
    if not has_clocks(case):
        return ()
    running = [_status(case, waits, now)]
    if case.responded_at is None:
        allowed = FIRST_RESPONSE[case.severity]
        running.append(CaseClock(ClockName.RESPONSE, case.opened_at + allowed, allowed))
    if not refund_asked:
        due = case.begun_by + REFUND_WITHIN
        assumed = case.first_abuse is None
        running.append(CaseClock(ClockName.REFUND, due, REFUND_WITHIN, assumed=assumed))
    return tuple(sorted(running, key=lambda clock: clock.due))


def _status(case: Case, waits: Sequence[Wait], now: datetime) -> CaseClock:
    """Waiting for information puts it off by as long as is waited, unless it had run out before."""
    since = case.status_at or case.opened_at
    due = since + STATUS_EVERY
    for wait in sorted(waits, key=lambda wait: wait.since):
        began = max(wait.since, since)
        if began >= due:
            break
        due += max(wait.over_at() - began, timedelta())
    stands = any(is_waiting(wait, now) for wait in waits)
    return CaseClock(ClockName.STATUS, due, STATUS_EVERY, stands=stands)


def is_waiting(wait: Wait, now: datetime) -> bool:
    return wait.since <= now < wait.over_at()


def alarms_of(clocks: Iterable[CaseClock], now: datetime, *, costly: bool) -> list[Alarm]:
    """What is still to be heard: of each clock what comes, and of what is past the last, in case
    nobody heard it. Where the abuse costs much an hour, everybody hears one step sooner."""
    return [alarm for clock in clocks for alarm in _still_to_hear(clock, now, costly)]


def _still_to_hear(clock: CaseClock, now: datetime, costly: bool) -> Iterator[Alarm]:
    all_of_it = list(_steps(clock, now, costly))
    past = [alarm for alarm in all_of_it if alarm.at <= now]
    yield from past[-1:]
    yield from (alarm for alarm in all_of_it if alarm.at > now)


def _steps(clock: CaseClock, now: datetime, costly: bool) -> Iterator[Alarm]:
    """Each rung once, the last one again every day: until the refund is lost, or somebody acts."""
    moments = [clock.due + offset for offset in _offsets(clock)]
    heard = moments[:-1] if costly else moments[1:]
    for rung, at in zip(Rung, heard, strict=True):
        yield Alarm(clock.name, rung, at, clock.due)
    last, days = heard[-1], max((now - heard[-1]) // A_DAY, 0)
    if clock.name is ClockName.REFUND:
        # Once it is lost nobody can do anything about it.
        days = min(days, (clock.due - last) // A_DAY)
    for again in (last + A_DAY * days, last + A_DAY * (days + 1)):
        lost = clock.name is ClockName.REFUND and again > clock.due
        if again > last and not lost:
            yield Alarm(clock.name, Rung.ADMINISTRATORS, again, clock.due)


def _offsets(clock: CaseClock) -> tuple[timedelta, ...]:
    """From when it is due: one step more than there are rungs."""
    match clock.name:
        case ClockName.RESPONSE:
            half = clock.allowed / 2
            return (-clock.allowed, -half, timedelta(), half)
        case ClockName.STATUS:
            return tuple(timedelta(hours=hours) for hours in (-8, -4, 0, 4))
        case ClockName.REFUND:
            return tuple(timedelta(days=days) for days in (-21, -14, -7, -2))
