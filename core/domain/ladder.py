"""The collections rules as they are read from a policy: stages, timing and who has other days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from enum import StrEnum

from core.domain.calendar import Decreed
from core.domain.money import Money, zero
from core.domain.plans import Action


class DueShift(StrEnum):
    """What becomes of a due date on a day that is no business day of the customer's."""

    NONE = "none"
    NEXT_BUSINESS_DAY = "next_business_day"


class NotOn(StrEnum):
    """Days on which nothing is sent, filed or cut, though the stage holds."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    EVE = "eve"


class ReleaseWhen(StrEnum):
    """What is enough to propose a reinstatement."""

    BELOW_FLOOR = "below_floor"
    BELOW_STAGE = "below_stage"


class Task(StrEnum):
    """What a person is asked to do when a stage is reached."""

    CALL = "call"


@dataclass(frozen=True, slots=True)
class When:
    """Conditions of a stage; those that are given must all hold, inclusive. `days_overdue` below
    zero: nothing is overdue, and a document falls due within so many days. A currency that
    `overdue_amount` leaves out is measured with its floor. `days_to_deletion`: at most so many."""

    days_overdue: int | None = None
    overdue_amount: Mapping[str, Money] = field(default_factory=dict)
    open_invoices: int | None = None
    tags: frozenset[str] = frozenset()
    not_tags: frozenset[str] = frozenset()
    suspended_days: int | None = None
    days_to_deletion: int | None = None

    def is_upcoming(self) -> bool:
        """Does it speak of what is not overdue yet?"""
        return self.days_overdue is not None and self.days_overdue < 0


@dataclass(frozen=True, slots=True)
class AfterNotice:
    """The notice that must have been delivered, so many days and business days ago (both)."""

    name: str
    days: int = 0
    business_days: int = 0


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the ladder: when it holds, and what it sends, asks for or proposes."""

    name: str
    when: When
    after_notice: AfterNotice | None = None
    notice: str = ""
    to: tuple[str, ...] = ("billing",)
    repeat_days: int | None = None
    task: Task | None = None
    stop_selling: bool = False
    propose: Action | None = None
    not_on: frozenset[NotOn] = frozenset()

    def only_tells(self) -> bool:
        """May it hold while nothing is overdue?"""
        return not (self.propose or self.stop_selling or self.after_notice)


@dataclass(frozen=True, slots=True)
class Quiet:
    """From one day until another (inclusive) no letters above the first reminder and no cuts, in
    one country (ISO 3166 alpha-2) or in all of them; days still count."""

    country: str
    since: date
    until: date

    def holds(self, country: str, on: date) -> bool:
        return self.since <= on <= self.until and self.country in {"", country}


@dataclass(frozen=True, slots=True)
class Timing:
    """How days are counted. `grace_days` and `clears_after` are by payment method; `decreed` are
    days that are business days, or none, whatever the calendar says."""

    due_shift: DueShift = DueShift.NONE
    grace_days: Mapping[str, int] = field(default_factory=dict)
    settle_business_days: int = 2
    clears_after: Mapping[str, int] = field(default_factory=dict)
    cut_from: time = time(9)
    cut_until: time = time(15)
    quiet: tuple[Quiet, ...] = ()
    decreed: Decreed = field(default_factory=dict)

    def quiet_on(self, country: str, on: date) -> Quiet | None:
        return next((one for one in self.quiet if one.holds(country, on)), None)


@dataclass(frozen=True, slots=True)
class Segment:
    """Customers with days of their own; None takes a stage away. An agreement with single
    customers (tenant ids) has a reason and ends (the last day on which it holds)."""

    name: str
    days: Mapping[str, int | None]
    tags: frozenset[str] = frozenset()
    customers: frozenset[str] = frozenset()
    reason: str = ""
    until: date | None = None

    def holds(self, customer: str, tags: frozenset[str], on: date) -> bool:
        is_named = not self.customers or customer in self.customers
        return is_named and self.tags <= tags and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class LetterText:
    """The partner's own words for one letter."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Texts:
    """What the partner says of himself in one language: his name, how to pay, how to dispute, where
    to get help, and whole letters in place of ours."""

    seller: str = ""
    pay: str = ""
    dispute: str = ""
    help: str = ""
    letters: Mapping[str, LetterText] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The stages that hold for one customer, mildest first, and the segment they come from."""

    segment: str
    stages: tuple[Stage, ...]

    def place(self, stage: str) -> int:
        """How severe: 0 for the mildest, -1 for none of these."""
        return next((i for i, one in enumerate(self.stages) if one.name == stage), -1)


@dataclass(frozen=True, slots=True)
class Rules:
    """The part of a policy by which verdicts are found. Without floors every currency has one of
    zero; with floors, a currency that has none is an error."""

    name: str
    floors: Mapping[str, Money]
    keep: tuple[str, ...] = ()
    timing: Timing = Timing()
    stages: tuple[Stage, ...] = ()
    segments: tuple[Segment, ...] = ()
    release: ReleaseWhen = ReleaseWhen.BELOW_FLOOR
    texts: Mapping[str, Texts] = field(default_factory=dict)

    def floor(self, currency: str) -> Money | None:
        """The sum from which net overdue counts; None where the policy does not say."""
        return self.floors.get(currency) if self.floors else zero(currency)

    def release_floors(self) -> Mapping[str, Money]:
        """The sums below which a suspension for money has done its work: the floors, or what the
        stages that suspend begin with."""
        if self.release is ReleaseWhen.BELOW_FLOOR:
            return self.floors
        amounts = [s.when.overdue_amount for s in self.stages if s.propose is Action.SUSPEND]
        return {
            code: min([one[code] for one in amounts if one.get(code)], default=floor)
            for code, floor in self.floors.items()
        }

    def looks_ahead(self) -> int:
        """How many days before a document is due somebody may be told, on any ladder."""
        ladders = (self.stages, *(self.ladder_of(one).stages for one in self.segments))
        days = (one.when.days_overdue or 0 for stages in ladders for one in stages)
        return max(0, -min(days, default=0))

    def ladder(self, customer: str, tags: frozenset[str], on: date) -> Ladder:
        """The stages of the first segment that holds, else the ladder as written."""
        for segment in self.segments:
            if segment.holds(customer, tags, on):
                return self.ladder_of(segment)
        return Ladder("", self.stages)

    def ladder_of(self, segment: Segment) -> Ladder:
        """The ladder with a segment's own days."""
        stages = (_with_days(stage, segment.days) for stage in self.stages)
        return Ladder(segment.name, tuple(stage for stage in stages if stage is not None))


def _with_days(stage: Stage, days: Mapping[str, int | None]) -> Stage | None:
    if stage.name not in days:
        return stage
    own = days[stage.name]
    return None if own is None else replace(stage, when=replace(stage.when, days_overdue=own))
