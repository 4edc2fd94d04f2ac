"""What the fraud desk was worth: sums over cases, each as it is defined here and printed with it.

Money is by currency and never added up over currencies. Days are UTC days, as Azure counts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from core.domain.anomalies import median
from core.domain.cases import OF_ABUSE, Case, Outcome, Severity
from core.domain.containment import Containment, State
from core.domain.money import Money, by_currency
from core.domain.paging import Over, Page
from core.domain.signals import KindPrecision

A_DAY = timedelta(days=1)
# What a weekday costs is known from the same weekday of so many weeks before the abuse, or from all
# days of them where there are not three such days; from fewer days nothing is known.
WEEKS, LIKE, LEAST_DAYS = 8, 3, 14


class Age(StrEnum):
    """Of an open case."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    OLDER = "older"


UP_TO = ((Age.DAY, A_DAY), (Age.WEEK, 7 * A_DAY), (Age.MONTH, 30 * A_DAY))
Days = Mapping[date, Decimal]


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case of abuse with what the sums need. `signal_at` is when its first sign of something
    that happened was seen, or the case opened where there is none; `contained_at` when the first
    suspension for it was confirmed; `spend` what each day cost on Azure, by currency."""

    case: Case
    signal_at: datetime
    contained_at: datetime | None = None
    spend: Mapping[str, Days] = field(default_factory=dict)
    containments: tuple[Containment, ...] = ()


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took: of so many, the middle, and what nine of ten were not above.
    `missing`: so many of which it did not happen yet."""

    count: int
    missing: int
    median: timedelta | None = None
    p90: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Loss:
    """By currency. `unknown`: so many cases of which no usual spend is known."""

    suffered: tuple[Money, ...]
    avoided: tuple[Money, ...]
    unknown: int


@dataclass(frozen=True, slots=True)
class PageSums:
    """`to_take` is from the first call to the click; `by_itself` ended without one."""

    to_take: Spread
    open: int
    by_itself: int


@dataclass(frozen=True, slots=True)
class Report:
    """Of a stretch of time: `open` are the cases that are open still, all else is of cases that
    were opened in it, or of what happened in it."""

    begins: datetime
    ends: datetime
    cases: int
    open: Mapping[tuple[Severity, Age], int]
    to_response: Spread
    to_contain: Spread
    loss: Loss
    precision: tuple[KindPrecision, ...]
    containments: Mapping[str, int]
    alone: int
    pages: PageSums


def ages(cases: Iterable[Case], now: datetime) -> dict[tuple[Severity, Age], int]:
    """How many are open, the worst first and the oldest first."""
    counts = Counter((case.severity, age_of(now - case.opened_at)) for case in cases)
    worst, oldest = list(reversed(Severity)), list(reversed(Age))
    return {(s, a): counts[s, a] for s in worst for a in oldest if counts[s, a]}


def age_of(passed: timedelta) -> Age:
    return next((age for age, most in UP_TO if passed < most), Age.OLDER)


def spread(taken: Sequence[timedelta], missing: int = 0) -> Spread:
    """The middle one, or the mean of the two in the middle; and the smallest that nine of ten are
    not above."""
    if not taken:
        return Spread(0, missing)
    ordered = sorted(taken)
    half, count = len(ordered) // 2, len(ordered)
    middle = ordered[half] if count % 2 else (ordered[half - 1] + ordered[half]) / 2
    return Spread(count, missing, middle, ordered[-(-9 * count // 10) - 1])


def to_response(found: Sequence[CaseFacts]) -> Spread:
    """From the opening of a case until somebody took it up."""
    taken = [f.case.responded_at - f.case.opened_at for f in found if f.case.responded_at]
    return spread(taken, len(found) - len(taken))


def to_contain(found: Sequence[CaseFacts]) -> Spread:
    """From the first sign until the first suspension was confirmed; of false alarms nothing."""
    real = [one for one in found if one.case.outcome is not Outcome.FALSE_ALARM]
    taken = [one.contained_at - one.signal_at for one in real if one.contained_at]
    return spread(taken, len(real) - len(taken))


def losses(found: Iterable[CaseFacts], ends: datetime) -> Loss:
    """Suffered: what each day cost above the usual, from the first abuse until it was contained, or
    until the case or the report ends. Avoided: one more day like the worse of the day of the
    containment and the day before it. Nobody knows how long it would have gone on; a day is what
    passes until somebody sees it in the numbers. Of false alarms nothing."""
    suffered: list[Money] = []
    avoided: list[Money] = []
    unknown = 0
    for one in found:
        if one.case.outcome is Outcome.FALSE_ALARM:
            continue
        above = _above_by_currency(one, ends)
        unknown += not above
        for currency, days in above.items():
            suffered.append(Money(sum(days.values(), Decimal()), currency))
            if one.contained_at is not None:
                last = one.contained_at.date()
                worse = max(days.get(day, Decimal()) for day in (last, last - A_DAY))
                avoided.append(Money(worse, currency))
    return Loss(_sums(suffered), _sums(avoided), unknown)


def _above_by_currency(one: CaseFacts, ends: datetime) -> dict[str, Days]:
    """Where something is usual."""
    first = (one.case.first_abuse or one.signal_at).date()
    last = (one.contained_at or one.case.closed_at or ends).date()
    found = {currency: _above(days, first, last) for currency, days in one.spend.items()}
    return {currency: days for currency, days in found.items() if days is not None}


def _above(days: Days, first: date, last: date) -> Days | None:
    """What each day cost above the usual; None where nothing is usual yet."""
    before = [first - A_DAY * back for back in range(1, WEEKS * 7 + 1)]
    known = [day for day in before if day in days]
    if len(known) < LEAST_DAYS:
        return None
    abused = [first + A_DAY * n for n in range((last - first).days + 1)]
    return {
        day: max(days[day] - _usual(days, known, day), Decimal()) for day in abused if day in days
    }


def _usual(days: Days, known: Sequence[date], day: date) -> Decimal:
    like = [one for one in known if one.weekday() == day.weekday()]
    return median([days[one] for one in (like if len(like) >= LIKE else known)])


def _sums(amounts: Iterable[Money]) -> tuple[Money, ...]:
    return tuple(by_currency(amounts).values())


def contained(found: Iterable[CaseFacts]) -> tuple[dict[str, int], int]:
    """Containments by what became of them, and how many one person began alone."""
    every = [one for facts in found for one in facts.containments]
    ends = (one.ended_why if one.state is State.OVER else one.state.value for one in every)
    return dict(sorted(Counter(ends).items())), sum(one.is_alone for one in every)


def paged(pages: Iterable[Page]) -> PageSums:
    """One that joined another was not called for."""
    called = [one for one in pages if one.ended_why is not Over.JOINED]
    taken = [p.ended_at - p.starts_at for p in called if p.ended_why is Over.TAKEN and p.ended_at]
    still = sum(one.is_open() for one in called)
    return PageSums(spread(taken), still, len(called) - len(taken) - still)


def is_counted(case: Case) -> bool:
    """Cases of abuse; one that was merged goes on in another."""
    return case.kind in OF_ABUSE and case.outcome is not Outcome.MERGED
