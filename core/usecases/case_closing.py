"""A case is closed with what it was, once all is done that this takes and the customer was told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from core import containments
from core.domain.case_errors import CaseContained, ItemsUndone, OutcomeMissing, SignalsCameIn
from core.domain.cases import OUTCOMES, Case, CaseState, Outcome
from core.domain.containment import Containment, State
from core.domain.errors import (
    BadInput,
    CaseHasOpenPlan,
    CaseHasOpenTicket,
    CustomerNotTold,
)
from core.domain.events import CaseClosed, Route, Stamp
from core.domain.people import AccountKey
from core.domain.plans import digest
from core.domain.playbook import undone
from core.domain.signals import Label, Signal
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record
from core.usecases.case_course import family, ticks_of
from core.usecases.case_items import look, tickets_in
from core.usecases.cases import LONGEST_NOTE, open_case_of
from core.usecases.finding import person_with
from core.usecases.paging import end_all
from core.usecases.signals import label_case

# What the signals of a case were, as its outcome says.
LABELS: Mapping[Outcome, Label] = {
    Outcome.CONFIRMED_FRAUD: Label.TRUE,
    Outcome.MISUSE_CONFIRMED: Label.TRUE,
    Outcome.FALSE_ALARM: Label.FALSE,
}


@dataclass(frozen=True, slots=True)
class Ending:
    """How a case is to be closed. `told` is what the customer was told, and how; `labels` judge
    single signals by their ids, where one was not what the outcome says; `seen` are those that
    stood before whoever closes it, None where nothing was asked."""

    outcome: str
    told: str
    labels: Mapping[str, Label] = field(default_factory=dict)
    seen: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Closable:
    """A case of which only its outcome and the last word to the customer are missing; its signals,
    the newest first."""

    case: Case
    outcomes: tuple[Outcome, ...]
    signals: tuple[Signal, ...]
    # Some of it is cut off, and stays so.
    contained: bool = False


def closable(text: str, account: AccountKey, *, office: Office) -> Closable:
    """Raises as `close` does for what is still open; what the outcome asks for comes later."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        case = _closable(work, text)
        contained = bool(_contained_in(work, case))
        newest = sorted(signals_in(work, case), key=lambda one: one.first_seen, reverse=True)
        return Closable(case, OUTCOMES[case.kind], tuple(newest), contained)


def outcome_of(case: Case, text: str) -> Outcome:
    """As it is typed: false_alarm, or false-alarm. Raises OutcomeMissing."""
    name = text.strip().lower().replace("-", "_")
    found = next((one for one in OUTCOMES[case.kind] if one.value == name), None)
    if found is None:
        fitting = [one.value for one in OUTCOMES[case.kind]]
        raise OutcomeMissing(case=case.number, text=text.strip(), outcomes=fitting)
    return found


def close(text: str, ending: Ending, account: AccountKey, *, office: Office) -> Case:
    """Raises CaseHasOpenPlan, CaseHasOpenTicket, CaseContained, OutcomeMissing, ItemsUndone,
    CustomerNotTold, SignalsCameIn, BadInput for too long a text, CaseOver where it is closed
    already, UnknownCase, NoRole."""
    now, told = office.clock(), ending.told.strip()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        case = _closable(work, text)
        outcome = outcome_of(case, ending.outcome)
        look(work, case, office=office)
        case = work.cases.get(case.case_id)
        _check(work, case, outcome, told)
        _check_seen(work, case, ending.seen)
        stamp = office.stamp(now, person.person_id, Route.SLACK)
        answered = case.responded_at or now
        ended = replace(case, outcome=outcome, told=told, responded_at=answered)
        closed = _end(work, ended, stamp, office=office)
        for one in _contained_in(work, case):
            containments.end(work, one, "case_closed", stamp)
        _label(work, case, outcome, ending.labels, stamp)
        work.commit()
    return closed


def _check(work: Work, case: Case, outcome: Outcome, told: str) -> None:
    items = undone(case.kind, ticks_of(work, case), outcome)
    if items:
        raise ItemsUndone(case=case.number, items=items)
    if not told:
        raise CustomerNotTold(case=case.number)
    if len(told) > LONGEST_NOTE:
        raise BadInput(problem="what was told has at most {most} characters", most=LONGEST_NOTE)


def _check_seen(work: Work, case: Case, seen: frozenset[str] | None) -> None:
    """What came in while a form was open would be judged with the rest."""
    if seen is None:
        return
    found = signals_in(work, case)
    newest = max((one.first_seen for one in found if one.signal_id in seen), default=None)
    unseen = [one for one in found if one.signal_id not in seen and not one.is_judged()]
    late = [one for one in unseen if newest is None or one.first_seen > newest]
    if late:
        raise SignalsCameIn(case=case.number)


def _end(work: Work, case: Case, stamp: Stamp, *, office: Office) -> Case:
    """Write it down as closed, with the outcome that it has. Raises LostRace."""
    closed = replace(case, state=CaseState.CLOSED, closed_at=stamp.at)
    work.cases.update(closed, CaseState.OPEN)
    event = CaseClosed(
        case_id=case.case_id,
        told_digest=digest(closed.told),
        outcome=closed.outcome.value if closed.outcome else "",
    )
    record(work, event, stamp)
    end_all(work, case.case_id, stamp.at, office=office)
    return closed


def _label(
    work: Work, case: Case, outcome: Outcome, given: Mapping[str, Label], stamp: Stamp
) -> None:
    """Each signal is what somebody said of it, else what the outcome says."""
    usual = LABELS.get(outcome, Label.UNKNOWN)
    labels = {one.signal_id: given.get(one.signal_id, usual) for one in signals_in(work, case)}
    for part in family(work, case):
        label_case(work, part.case_id, labels, stamp)


def signals_in(work: Work, case: Case) -> list[Signal]:
    return [one for part in family(work, case) for one in work.signals.of_case(part.case_id)]


def _closable(work: Work, text: str) -> Case:
    """Raises CaseHasOpenPlan, CaseHasOpenTicket, CaseContained: what is open, or is being halted,
    still means something for the customer, and so does what Microsoft has yet to answer, and what
    one person did alone. Whatever else is cut off stays so: to close says that."""
    case = open_case_of(work, text)
    cases = {one.case_id for one in family(work, case)}
    plan = work.plans.open_for(case.customer)
    plans = [*work.plans.halted(case.customer), *([plan] if plan else [])]
    if any(one.content.case_id in cases for one in plans):
        raise CaseHasOpenPlan(case=case.number)
    tickets = [one.name for one in tickets_in(work, case) if one.is_open()]
    if tickets:
        raise CaseHasOpenTicket(case=case.number, tickets=tickets, ticket=tickets[0])
    if any(one.state is not State.RUNNING for one in _contained_in(work, case)):
        raise CaseContained(case=case.number)
    return case


def _contained_in(work: Work, case: Case) -> list[Containment]:
    found = [one for part in family(work, case) for one in work.containments.of_case(part.case_id)]
    return [one for one in found if one.is_open()]
