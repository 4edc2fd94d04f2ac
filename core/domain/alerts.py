"""What Microsoft sees: one alert for each incident, whichever of its sources told of it.

Sources: Microsoft, "Get fraud events", "Update fraud event status", "List securityAlerts"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from core.domain.clouds import Capability
from core.domain.customers import CustomerKey

# An abuse that rested for less than that is the same one.
PAUSE = timedelta(days=1)
# No reading takes as long.
LONGEST_READING = timedelta(minutes=10)
# Names of a kind, at most so long: they are Microsoft's, and new ones come with little notice.
LONGEST_KIND = 80


class Source(StrEnum):
    """Which of Microsoft's two interfaces told of it."""

    FRAUD_EVENTS = "fraud_events"
    SECURITY_ALERTS = "security_alerts"


NEEDS = {
    Source.FRAUD_EVENTS: Capability.FRAUD_EVENTS,
    Source.SECURITY_ALERTS: Capability.SECURITY_ALERTS,
}


class AlertStatus(StrEnum):
    """Where it stands at Microsoft. A word that we do not know counts as ACTIVE: it is open."""

    ACTIVE = "active"
    INVESTIGATING = "investigating"
    RESOLVED = "resolved"


OPEN = frozenset({AlertStatus.ACTIVE, AlertStatus.INVESTIGATING})
FURTHER = (AlertStatus.ACTIVE, AlertStatus.INVESTIGATING, AlertStatus.RESOLVED)


class Level(StrEnum):
    """Microsoft's severity, and how sure it is. UNKNOWN: it did not say, or in a new word."""

    UNKNOWN = "unknown"
    INFORMATIONAL = "informational"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


LEVELS = tuple(Level)


class Resolution(StrEnum):
    """Why an alert is over, in the words that Microsoft takes."""

    FRAUD = "fraud"
    LEGITIMATE = "legitimate"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody set a status at Microsoft; `by` is Microsoft's name for them."""

    at: datetime | None
    status: AlertStatus
    by: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """One row of one source. `kind` is snake case, empty in the legacy model; `count` is how often
    it was hit; `resolution` is Microsoft's word, empty while it is open; `course` is who set which
    status there, oldest first; `read_at` is when Microsoft was asked for it, whatever it said."""

    source: Source
    report_id: str
    tenant_id: str
    subscription_id: str
    kind: str
    status: AlertStatus
    severity: Level = Level.UNKNOWN
    confidence: Level = Level.UNKNOWN
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    count: int = 0
    resources: tuple[str, ...] = ()
    resolution: str = ""
    is_test: bool = False
    course: tuple[Told, ...] = ()
    read_at: datetime | None = field(default=None, compare=False)

    @property
    def name(self) -> tuple[Source, str]:
        return self.source, self.report_id


@dataclass(frozen=True, slots=True)
class Alert:
    """One incident. `reports` are as last read, oldest first; `tenant_id` may be a customer whom
    nobody here knows; `signal_id` is empty until it counted as a sign of fraud, `case_id` until it
    has a case."""

    alert_id: str
    customer: CustomerKey
    subscription_id: str
    found_at: datetime
    reports: tuple[Report, ...]
    signal_id: str = ""
    case_id: str = ""

    @property
    def kind(self) -> str:
        return next((one.kind for one in self.reports if one.kind), "")

    @property
    def sources(self) -> tuple[Source, ...]:
        """In the order in which they told of it."""
        return tuple(dict.fromkeys(one.source for one in self.reports))

    @property
    def is_test(self) -> bool:
        return self.reports[0].is_test

    @property
    def status(self) -> AlertStatus:
        """As open as the most open of its reports."""
        return min((one.status for one in self.reports), key=FURTHER.index)

    @property
    def severity(self) -> Level:
        return max((one.severity for one in self.reports), key=LEVELS.index)

    @property
    def confidence(self) -> Level:
        return max((one.confidence for one in self.reports), key=LEVELS.index)

    @property
    def first_seen(self) -> datetime | None:
        return min(filter(None, (one.first_seen for one in self.reports)), default=None)

    @property
    def last_seen(self) -> datetime | None:
        return max(filter(None, (one.last_seen for one in self.reports)), default=None)

    @property
    def count(self) -> int:
        """The sources count the same hits, the reports of one source each their own."""
        return max(sum(one.count for one in self.of(source)) for source in self.sources)

    @property
    def resources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for one in self.reports for name in one.resources))

    @property
    def resolution(self) -> str:
        return next((one.resolution for one in self.reports if one.resolution), "")

    def of(self, source: Source) -> tuple[Report, ...]:
        return tuple(one for one in self.reports if one.source is source)

    def is_open(self) -> bool:
        return self.status in OPEN

    def is_to_act_on(self) -> bool:
        """Whatever Microsoft calls a test is shown and no more."""
        return self.is_open() and not self.is_test

    def has(self, report: Report) -> bool:
        return any(one.name == report.name for one in self.reports)

    def stands(self) -> bool:
        """Is it open, or was it fraud, as somebody said? To say so stops nothing."""
        return self.is_to_act_on() or (not self.is_test and self.resolution == Resolution.FRAUD)

    def with_report(self, report: Report) -> Alert:
        """As it is now read, in the place of what was read before; what was asked for earlier than
        that changes nothing."""
        if not self.has(report):
            return replace(self, reports=(*self.reports, report))
        now = tuple(
            report if one.name == report.name and not _is_older(report, one) else one
            for one in self.reports
        )
        return replace(self, reports=now)


def _is_older(report: Report, known: Report) -> bool:
    """Of two readings the one that was begun first may end last. Where they are further apart than
    a reading lasts, the clock was set back."""
    if report.read_at is None or known.read_at is None:
        return False
    return timedelta() < known.read_at - report.read_at < LONGEST_READING


def same_incident(report: Report, known: Iterable[Alert]) -> Alert | None:
    """The alert that a report belongs to: the one that has it already, else the oldest of this
    subscription and kind that was seen within a day of it. A report without a kind, as the legacy
    model has it, fits any; a test is never one with what is no test."""
    alerts = sorted(known, key=lambda one: (one.found_at, one.alert_id))
    mine = next((one for one in alerts if one.has(report)), None)
    return mine or next((one for one in alerts if _fits(report, one)), None)


def _fits(report: Report, alert: Alert) -> bool:
    if not report.subscription_id or report.subscription_id != alert.subscription_id:
        return False
    if report.is_test is not alert.is_test:
        return False
    same_kind = report.kind == alert.kind or not report.kind or not alert.kind
    return same_kind and _meet(report, alert)


def _meet(report: Report, alert: Alert) -> bool:
    """Without a time nobody can say so."""
    first, last = window(report.first_seen, report.last_seen)
    begun, ended = window(alert.first_seen, alert.last_seen)
    if first is None or last is None or begun is None or ended is None:
        return False
    return first <= ended + PAUSE and begun <= last + PAUSE


def window(
    first: datetime | None, last: datetime | None
) -> tuple[datetime | None, datetime | None]:
    """From when to when, in order, with the one that is known in the place of one that is not."""
    known = sorted(filter(None, (first, last)))
    return (known[0], known[-1]) if known else (None, None)


# In percent: how bad, times how sure. What says neither is the legacy model, which tells only of
# what Microsoft is sure of.
WEIGHT = {
    Level.INFORMATIONAL: 20,
    Level.LOW: 40,
    Level.MEDIUM: 70,
    Level.HIGH: 100,
    Level.UNKNOWN: 90,
}
SURE = {
    Level.INFORMATIONAL: 60,
    Level.LOW: 60,
    Level.MEDIUM: 90,
    Level.HIGH: 100,
    Level.UNKNOWN: 100,
}


def strength(alert: Alert) -> int:
    """How strong a sign of fraud it is, 0 to 100."""
    return (WEIGHT[alert.severity] * SURE[alert.confidence] + 50) // 100
