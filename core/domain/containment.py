"""Containments: cut off for fraud or misuse until a day, and what happens when it comes; what one
person did alone, and when others must have agreed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.domain.alone import BreakGlass
from core.domain.calendar import OFFICE_OPENS, ONE_DAY, Place, add_business_hours, next_business_day
from core.domain.customers import CustomerKey
from core.domain.plans import Action, Content, Reason
from core.domain.spending import Spending, ToDate

LONGEST = timedelta(days=30)
# Between two questions that nobody answered, and between two calls about what nobody ratified.
ASK_AGAIN = timedelta(hours=4)
CALL_AGAIN = timedelta(hours=1)
# Its owner alone is asked so often; then the administrators and who is on call are, too.
OWNER_ALONE = 2
# A plan that one person filed alone is carried out soon or not at all.
ALONE_LAPSES = timedelta(hours=4)
# For these reasons what is suspended, or taken over as such, is contained.
CONTAINED = frozenset({Reason.FRAUD, Reason.MISUSE})
CONTAINING = frozenset({Action.SUSPEND, Action.ADOPT})


class State(StrEnum):
    """`unratified`: one person's, no other has agreed yet; `undoing`: being rolled back, because
    none did; where that comes to no end it is decided anew."""

    UNRATIFIED = "unratified"
    RUNNING = "running"
    UNDOING = "undoing"
    OVER = "over"


S = State
MOVES: dict[State, frozenset[State]] = {
    S.UNRATIFIED: frozenset({S.RUNNING, S.UNDOING, S.OVER}),
    S.RUNNING: frozenset({S.OVER}),
    S.UNDOING: frozenset({S.UNRATIFIED, S.OVER}),
    S.OVER: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Containment:
    """What one plan contains. `owner` is asked at `until`; `asked` counts how often it was said,
    and at `next_at` it is looked at again. `spending` is how far Azure had counted when one person
    alone began; `ratify_by` and `decide_by` are theirs."""

    containment_id: str
    plan_id: str
    customer: CustomerKey
    case_id: str
    reason: Reason
    requester: str
    since: datetime
    until: datetime
    state: State
    next_at: datetime | None
    asked: int = 0
    kept: int = 0
    proof: str = ""
    ratify_by: datetime | None = None
    decide_by: datetime | None = None
    ratified_by: str = ""
    refused_by: str = ""
    spending: Spending | None = None
    ended_at: datetime | None = None
    ended_why: str = ""

    @property
    def is_alone(self) -> bool:
        """Did one person begin it?"""
        return self.ratify_by is not None

    def is_open(self) -> bool:
        return self.state is not State.OVER

    def overdue(self, now: datetime) -> bool:
        """Should others have agreed by now?"""
        late = self.ratify_by is not None and self.ratify_by <= now
        return self.state is State.UNRATIFIED and late

    def asks(self, now: datetime) -> bool:
        """Does it wait for its owner's answer?"""
        return self.state is State.RUNNING and self.until <= now


def concerns(content: Content) -> bool:
    """Does the end of such a plan begin a containment, or end one?"""
    if content.action is Action.RATIFY:
        return True
    return content.reason in CONTAINED and content.action in CONTAINING | {Action.REINSTATE}


class Act(StrEnum):
    """`ask` its owner; `escalate` the same question; `call` for a second person; `decide` without
    one; `look` whether what was begun is done."""

    ASK = "ask"
    ESCALATE = "escalate"
    CALL = "call"
    DECIDE = "decide"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be done now, if anything, and when it is looked at again."""

    act: Act | None
    next_at: datetime | None


def due(one: Containment, now: datetime) -> Due:
    """Whatever was missed while nothing ran is said once."""
    match one.state:
        case State.RUNNING if now < one.until:
            return Due(None, one.until)
        case State.RUNNING:
            return Due(Act.ASK if one.asked < OWNER_ALONE else Act.ESCALATE, now + ASK_AGAIN)
        case State.UNDOING:
            return Due(Act.LOOK, now + CALL_AGAIN)
        case State.UNRATIFIED:
            return _unratified(one, now)
    return Due(None, None)


def _unratified(one: Containment, now: datetime) -> Due:
    """Whoever refuses to ratify does not have others wait for the deadlines."""
    assert one.ratify_by is not None and one.decide_by is not None
    if one.refused_by or one.decide_by <= now:
        return Due(Act.DECIDE, now + CALL_AGAIN)
    if now < one.ratify_by:
        return Due(None, one.ratify_by)
    return Due(None if one.asked else Act.CALL, one.decide_by)


def deadlines(now: datetime, terms: BreakGlass, own: Place) -> tuple[datetime, datetime]:
    """Until when a second person has to ratify what one does now, and when it is decided without:
    business hours after 09:00 of the next business morning here, which is today's where that is
    still to come."""
    local = own.local(now)
    day = local.date() if local.time() < OFFICE_OPENS else local.date() + ONE_DAY
    day = next_business_day(day, own.calendar, own.decreed)
    morning = datetime.combine(day, time(), tzinfo=ZoneInfo(own.zone)).astimezone(UTC)
    ratify_by = add_business_hours(morning, terms.ratify_business_hours, own)
    return ratify_by, ratify_by + timedelta(hours=terms.second_deadline_hours)


@dataclass(frozen=True, slots=True)
class Attack:
    """What is known when nobody ratified: does an alert of this customer stand, or one that the
    desk cannot see; and has spending fallen, where there is any (`fell` is empty where there is
    none to fall)."""

    alert_active: bool
    fell: bool | None

    def goes_on(self) -> bool:
        return self.alert_active or self.fell is False


def fell(
    before: Spending | None,
    after: Spending | None,
    since: datetime,
    counted: Mapping[str, Sequence[ToDate]],
) -> bool:
    """Is less spent by the hour after `since` than in the month before? What is not known has not
    fallen. An amount is month to date, and Microsoft counts about once a day; `counted` are the
    days since, by currency."""
    if before is None or after is None or before.spent is None or after.spent is None:
        return False
    if before.counted_at is None or after.counted_at is None:
        return False
    if before.spent.currency != after.spent.currency:
        return False
    begun = _month(before.counted_at)
    if begun == before.counted_at or after.counted_at <= max(since, before.counted_at):
        return False
    counts = [(before.counted_at, before.spent.amount)]
    counts += _ends(counted.get(after.spent.currency, ()), since)
    from_then, spent = _last_before(after.counted_at, counts)
    grown = after.spent.amount - spent
    if grown < 0 or after.counted_at <= from_then:
        return False
    was = before.spent.amount * _seconds(after.counted_at - from_then)
    return grown * _seconds(before.counted_at - begun) < was


def _ends(days: Iterable[ToDate], since: datetime) -> Iterator[tuple[datetime, Decimal]]:
    """A day may have been counted before its end; taken for later it makes what came after more."""
    for one in days:
        if one.day >= since.astimezone(UTC).date():
            yield datetime.combine(one.day + ONE_DAY, time(), tzinfo=UTC), one.total


def _last_before(
    moment: datetime, counts: Iterable[tuple[datetime, Decimal]]
) -> tuple[datetime, Decimal]:
    """The newest of the same month, so that what an attack cost while it lasted does not count for
    what is spent since; else the beginning of that month."""
    month = _month(moment)
    return max([(month, Decimal()), *(one for one in counts if month < one[0] < moment)])


def _month(moment: datetime) -> datetime:
    return moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _seconds(passed: timedelta) -> int:
    """Whole ones, since amounts are exact."""
    return passed // timedelta(seconds=1)
