"""What we answer Microsoft about an alert: that somebody looks into it, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.domain.alerts import FURTHER, Alert, AlertStatus, Report, Resolution, Source
from core.domain.cases import Case, CaseState, Outcome

MOST_ATTEMPTS = 8
# What the occasion of an answer begins with that follows the course of a case.
OF_A_CASE = "case"


@dataclass(frozen=True, slots=True)
class ReportIds:
    """Which reports a change is about: at least one, each named. Microsoft takes an empty list for
    every fraud event of the subscription, so there is no way to write one down.

    Raises ValueError for a name that is empty."""

    first: str
    others: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not all(one.strip() for one in self):
            raise ValueError("a report without a name")

    def __iter__(self) -> Iterator[str]:
        yield self.first
        yield from self.others

    @classmethod
    def of(cls, ids: Iterable[str]) -> ReportIds:
        """Each once, in their order. Raises ValueError where there is none."""
        named = tuple(dict.fromkeys(ids))
        if not named:
            raise ValueError("no report is named")
        return cls(named[0], named[1:])


@dataclass(frozen=True, slots=True)
class Wanted:
    """What Microsoft shall show. Only what is resolved has a resolution, and it has one.

    Raises ValueError for anything else."""

    status: AlertStatus
    resolution: Resolution | None = None

    def __post_init__(self) -> None:
        is_over = self.status is AlertStatus.RESOLVED
        if self.status is AlertStatus.ACTIVE or is_over is not (self.resolution is not None):
            raise ValueError(f"nobody can set {self.status} {self.resolution}")


INVESTIGATING = Wanted(AlertStatus.INVESTIGATING)
# What a case turned out to be, as Microsoft is told. Where a case goes on in another one, so does
# the alert.
RESOLUTIONS = {
    Outcome.CONFIRMED_FRAUD: Resolution.FRAUD,
    Outcome.MISUSE_CONFIRMED: Resolution.FRAUD,
    Outcome.FALSE_ALARM: Resolution.LEGITIMATE,
}


def wanted_by(case: Case) -> Wanted | None:
    """What a case has us tell Microsoft: that somebody took it, and how it ended."""
    if case.state is CaseState.OPEN:
        return INVESTIGATING if case.owner or case.responded_at else None
    if case.outcome is Outcome.MERGED or case.outcome is None:
        return None
    return Wanted(AlertStatus.RESOLVED, RESOLUTIONS.get(case.outcome, Resolution.IGNORE))


class AnswerState(StrEnum):
    """TODO was written down and not sent; SENT may have arrived; OVERTAKEN was no longer to be
    said, as Microsoft shows something that goes further; UNSURE was tried as often as it may be."""

    TODO = "todo"
    SENT = "sent"
    DONE = "done"
    REFUSED = "refused"
    OVERTAKEN = "overtaken"
    UNSURE = "unsure"


A = AnswerState
ANSWER_MOVES: dict[AnswerState, frozenset[AnswerState]] = {
    A.TODO: frozenset({A.SENT, A.DONE, A.OVERTAKEN, A.REFUSED}),
    # Back to TODO only by an answer, or a read, which says that nothing was changed.
    A.SENT: frozenset({A.TODO, A.DONE, A.REFUSED, A.OVERTAKEN, A.UNSURE}),
    A.DONE: frozenset(),
    A.REFUSED: frozenset(),
    A.OVERTAKEN: frozenset(),
    A.UNSURE: frozenset(),
}
UNDER_WAY = frozenset({A.TODO, A.SENT})


@dataclass(frozen=True, slots=True)
class AlertAnswer:
    """One change of one source's reports. `occasion` says what it was written for, once: a case and
    its state, or a person's click; `attempts` counts how often it left."""

    answer_id: str
    alert_id: str
    source: Source
    ids: ReportIds
    wanted: Wanted
    occasion: str
    person_id: str
    asked_at: datetime
    state: AnswerState = AnswerState.TODO
    attempts: int = 0
    sent_at: datetime | None = None
    request_id: str = ""
    correlation_id: str = ""
    why: str = ""

    def is_of_another_case(self, alert: Alert) -> bool:
        """Was it to say how a case ended that the alert is not in any more?"""
        course, _, rest = self.occasion.partition(":")
        ended = course == OF_A_CASE and self.wanted.status is AlertStatus.RESOLVED
        return ended and rest.partition(":")[0] != alert.case_id


class Shown(StrEnum):
    """What a fresh read says of an answer."""

    APPLIED = "applied"
    NOT_YET = "not_yet"
    FURTHER = "further"


def shown(wanted: Wanted, reports: Iterable[Report]) -> Shown:
    """Applied once all of them stand where we want them, further where none of them is left that
    has to be moved. How one was resolved by others is theirs to say."""
    there = [_is_there(one, wanted) for one in reports]
    if not there:
        return Shown.NOT_YET
    if all(one is Shown.APPLIED for one in there):
        return Shown.APPLIED
    return Shown.NOT_YET if Shown.NOT_YET in there else Shown.FURTHER


def _is_there(report: Report, wanted: Wanted) -> Shown:
    ahead = FURTHER.index(report.status) - FURTHER.index(wanted.status)
    if ahead:
        return Shown.FURTHER if ahead > 0 else Shown.NOT_YET
    if wanted.resolution is None or report.resolution in ACCEPTED[report.source, wanted.resolution]:
        return Shown.APPLIED
    return Shown.FURTHER


# Whose reports are told of several at once; the others one by one.
TAKES_MANY = frozenset({Source.FRAUD_EVENTS})
# The page on fraud events knows two reasons; what turned out to be legitimate is ignored there.
SAID = {(source, resolution): resolution for source in Source for resolution in Resolution} | {
    (Source.FRAUD_EVENTS, Resolution.LEGITIMATE): Resolution.IGNORE
}
ACCEPTED = {key: frozenset({key[1].value, said.value}) for key, said in SAID.items()}


def to_move(alert: Alert, wanted: Wanted) -> list[tuple[Source, ReportIds]]:
    """The reports that are not as far as we want them, as they are told of."""
    goal, found = FURTHER.index(wanted.status), list[tuple[Source, ReportIds]]()
    for source in alert.sources:
        behind = [one.report_id for one in alert.of(source) if FURTHER.index(one.status) < goal]
        if source not in TAKES_MANY:
            found += [(source, ReportIds(one)) for one in behind]
        elif behind:
            found.append((source, ReportIds.of(behind)))
    return found
