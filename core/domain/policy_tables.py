"""The tables of a policy file as pydantic reads them; unknown keys are refused everywhere."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, WithJsonSchema, field_validator, model_validator

from core.domain.decision_tables import (
    ApprovalsTable,
    BreakGlassTable,
    CapsTables,
    ContainmentTable,
    StepUpTable,
)
from core.domain.ladder import DueShift, NotOn, ReleaseWhen, Task
from core.domain.signal_tables import SIGNALS
from core.domain.table_types import DAYS, ONE_OR_MORE, Strict, readable_amounts

NAME = Annotated[str, Field(min_length=1, max_length=60)]
COUNTRY = Annotated[str, Field(pattern="^[A-Z]{2}$")]
TAG = Annotated[str, Field(pattern="^[a-z0-9_:.-]{1,60}$")]
TENANT = Annotated[str, Field(min_length=1, max_length=64)]


def hours_of(text: str) -> tuple[time, time]:
    """`09:00-15:00`. Raises ValueError."""
    parts = text.split("-")
    if len(parts) != 2:
        raise ValueError('write two times as in "09:00-15:00"')
    try:
        start, end = (time.fromisoformat(part.strip()) for part in parts)
    except ValueError:
        raise ValueError('write two times as in "09:00-15:00"') from None
    if start >= end:
        raise ValueError('the end must be later than the start, as in "09:00-15:00"')
    return start, end


def _own_days(given: object) -> int | Literal[False]:
    """Days since the due date, or `false`: this stage is not for them. Raises ValueError."""
    if given is False:
        return False
    if isinstance(given, bool) or not isinstance(given, int) or not -90 <= given <= 3650:
        raise ValueError("write days as a whole number, or false where the stage is not for them")
    return given


OWN_DAYS = Annotated[
    Any,
    PlainValidator(_own_days),
    WithJsonSchema({"anyOf": [{"type": "integer"}, {"const": False}]}),
]


class QuietTable(Strict):
    """One period of `timing.quiet`; without a country it holds everywhere."""

    country: Annotated[str, Field(pattern="^([A-Z]{2})?$")] = ""
    since: Annotated[date, Field(alias="from")]
    until: date

    @model_validator(mode="after")
    def _ordered(self) -> QuietTable:
        if self.until < self.since:
            raise ValueError("`until` must not be before `from`")
        return self


class DecreedDay(Strict):
    """One day of `timing.calendar`: a business day or none, whatever the calendar says."""

    country: COUNTRY
    day: date
    business: bool


class TimingTable(Strict):
    """`[timing]`: how days are counted, and the hours, in the customer's time, of a cut."""

    due_shift: Annotated[DueShift, Field(strict=False)] = DueShift.NONE
    grace_days: dict[str, DAYS] = {}
    settle_business_days: Annotated[int, Field(ge=0, le=30)] = 2
    clears_after: dict[str, DAYS] = {}
    cut_hours: str = "09:00-15:00"
    quiet: list[QuietTable] = []
    calendar: list[DecreedDay] = []

    @field_validator("cut_hours")
    @classmethod
    def _readable(cls, text: str) -> str:
        hours_of(text)
        return text


class WhenTable(Strict):
    """`when`: at least one condition; those that are given must all hold."""

    days_overdue: Annotated[int, Field(ge=-90, le=3650)] | None = None
    overdue_amount: dict[str, str] = {}
    open_invoices: ONE_OR_MORE | None = None
    tags: list[TAG] = []
    not_tags: list[TAG] = []
    suspended_days: DAYS | None = None
    days_to_deletion: DAYS | None = None

    _amounts = field_validator("overdue_amount")(readable_amounts)

    @model_validator(mode="after")
    def _something(self) -> WhenTable:
        if not self.model_dump(exclude_defaults=True):
            raise ValueError("name at least one condition, such as days_overdue = 10")
        return self


class AfterNoticeTable(Strict):
    """`after_notice`: a delivered notice, so many days and business days old."""

    name: NAME
    days: DAYS = 0
    business_days: DAYS = 0


class StageTable(Strict):
    """One `[[stage]]`; the mildest is written first."""

    name: NAME
    when: WhenTable
    after_notice: AfterNoticeTable | None = None
    notice: NAME | None = None
    to: Annotated[list[Literal["billing", "escalation"]], Field(min_length=1)] = ["billing"]
    repeat_days: ONE_OR_MORE | None = None
    task: Annotated[Task, Field(strict=False)] | None = None
    stop_selling: bool = False
    propose: Literal["suspend", "stop_renewal"] | None = None
    not_on: list[Annotated[NotOn, Field(strict=False)]] = []


class ReleaseTable(Strict):
    """`[release]`: what is enough to propose a reinstatement."""

    when: Annotated[ReleaseWhen, Field(strict=False)] = ReleaseWhen.BELOW_FLOOR


class SegmentTable(Strict):
    """One `[[segment]]`: days by stage name, `false` takes the stage away."""

    name: NAME
    tags: list[TAG] = []
    customers: list[TENANT] = []
    days: dict[str, OWN_DAYS] = {}
    reason: str = ""
    until: date | None = None

    @model_validator(mode="after")
    def _agreement(self) -> SegmentTable:
        if not self.tags and not self.customers:
            raise ValueError("say for whom it is: tags or customers")
        if self.customers and not self.reason.strip():
            raise ValueError("an agreement with single customers needs a reason")
        if self.customers and self.until is None:
            raise ValueError("an agreement with single customers needs an end: until = 2027-06-30")
        return self


class LetterTable(Strict):
    """One of the partner's own letters, `[texts.en.letters.final]`."""

    subject: Annotated[str, Field(min_length=1, max_length=200)]
    body: Annotated[str, Field(min_length=1, max_length=20_000)]


class TextsTable(Strict):
    """`[texts.<language>]`: what the partner says of himself to customers."""

    seller: str = ""
    pay: str = ""
    dispute: str = ""
    help: str = ""
    letters: dict[str, LetterTable] = {}


LANGUAGE = Literal["en", "ko", "zh-Hans"]


class PolicyTable(Strict):
    """The whole file. Without approvals and caps it can be explained and simulated, not run."""

    name: NAME = "policy"
    floors: dict[str, str] = {}
    keep: list[Annotated[str, Field(min_length=2)]] = []
    timing: TimingTable = TimingTable()
    stage: list[StageTable] = []
    release: ReleaseTable = ReleaseTable()
    segment: list[SegmentTable] = []
    approvals: ApprovalsTable | None = None
    caps: CapsTables | None = None
    containment: ContainmentTable = ContainmentTable()
    break_glass: BreakGlassTable = BreakGlassTable()
    step_up: StepUpTable = StepUpTable()
    signals: SIGNALS = {}
    texts: dict[LANGUAGE, TextsTable] = {}

    _amounts = field_validator("floors")(readable_amounts)
