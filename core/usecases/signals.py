"""Signs of fraud: each is written down once, opens or feeds a case, wakes somebody where it is
strong, and is judged with its case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from core.domain.cases import Case
from core.domain.customers import CustomerKey
from core.domain.event import Route, Stamp
from core.domain.paging import Why
from core.domain.plans import Reason, digest
from core.domain.signal_events import SignalLabelled, SignalSeen, SignalsTogether
from core.domain.signals import (
    OF_MICROSOFT,
    SERIOUS,
    KindPrecision,
    Label,
    Observed,
    Signal,
    Together,
    Weights,
    tally,
    together,
)
from core.ports.office import Office
from core.ports.store import Work
from core.recording import note, record
from core.usecases.case_course import goes_on_in
from core.usecases.case_opening import date_abuse, open_for_signal, set_pace
from core.usecases.paging import page

# What lay about for longer does not belong to a case that is opened now.
BELONGS = timedelta(days=90)


def observe(
    work: Work, found: Observed, *, office: Office, route: Route = Route.AUTOMATION
) -> Signal:
    """Write down a sign, inside the caller's transaction. The same one seen again is the same row,
    and one that was judged stays judged. A score that reaches `open_case` opens a case, be it that
    of all that was seen lately; any feeds the case that is open, and one that reaches `page` calls
    whoever is on call. Of a test nothing comes."""
    now = office.clock()
    stamp = office.stamp(now, "", route)
    known = work.signals.find(found.customer, found.kind, found.key)
    if known is None:
        signal = _new(found, now)
        work.signals.add(signal)
        return _place(work, signal, found, stamp, office)
    signal = _seen_again(known, found, now)
    work.signals.update(signal)
    if known.is_judged() or signal.is_test:
        return signal
    if signal.strength == known.strength and (known.case_id or not _open(work, known.customer)):
        _date(work, signal, stamp, office)
        return signal
    return _place(work, signal, found, stamp, office)


def _new(found: Observed, now: datetime) -> Signal:
    return Signal(
        signal_id=str(uuid4()),
        key=found.key,
        customer=found.customer,
        kind=found.kind,
        strength=found.strength,
        facts=found.facts,
        first_seen=now,
        last_seen=now,
        subscription_id=found.subscription_id,
        source=found.source,
        is_test=found.is_test,
        began_at=found.began_at,
    )


def _seen_again(known: Signal, found: Observed, now: datetime) -> Signal:
    """The facts are those of when it was strongest."""
    began = min(filter(None, (known.began_at, found.began_at)), default=None)
    seen = replace(known, last_seen=now, began_at=began)
    if known.is_judged() or found.strength < known.strength:
        return seen
    return replace(seen, strength=found.strength, facts=found.facts)


def _place(work: Work, signal: Signal, found: Observed, stamp: Stamp, office: Office) -> Signal:
    """Into its case, where it has one; others of this customer follow into a new one."""
    weights = Weights(work.policies.current().signals)
    score = weights.score(signal.kind, signal.strength)
    if signal.is_test:
        return _write(work, signal, "", score, stamp)
    cases = _open(work, signal.customer)
    case = _case_for(work, signal, found.reason, cases, stamp, office)
    if case is None:
        return _write(work, signal, "", score, stamp)
    if found.per_hour is not None:
        set_pace(work, case, found.per_hour, now=stamp.at, office=office)
    placed = _write(work, signal, case.case_id, score, stamp)
    if not cases:
        _gather(work, case, weights, stamp, office)
    if score >= weights.page:
        page(
            work, case_id=case.case_id, why=Why.SIGNAL, facts=dict(signal.facts),
            occasion=f"signal:{signal.signal_id}", now=stamp.at, office=office,
        )  # fmt: skip
    return placed


def _open(work: Work, key: CustomerKey) -> list[Case]:
    return [one for one in work.cases.open_for(key) if one.kind in SERIOUS]


def _case_for(
    work: Work, signal: Signal, reason: Reason, cases: list[Case], stamp: Stamp, office: Office
) -> Case | None:
    """The one that it is in, or comes into; a new one where its score opens one, or the score of
    all that was seen lately."""
    weights = Weights(work.policies.current().signals)
    score, case = weights.score(signal.kind, signal.strength), _case_of(work, signal, cases)
    if score >= weights.open_case:
        return _opened(work, signal, case.kind if case else reason, score, stamp, office)
    if case is not None:
        return case
    all_of_it = together(_recent(work, signal, weights, stamp), weights)
    if all_of_it.score < weights.open_case:
        return None
    opened = _opened(work, signal, reason, all_of_it.score, stamp, office)
    _say_together(work, opened, all_of_it, stamp)
    return opened


def _opened(
    work: Work, signal: Signal, kind: Reason, score: int, stamp: Stamp, office: Office
) -> Case:
    """The case that a score opens, or makes worse."""
    weights = Weights(work.policies.current().signals)
    return open_for_signal(
        work,
        signal.customer,
        kind,
        severity=weights.severity(score),
        first_abuse=signal.began_at,
        now=stamp.at,
        office=office,
    )


def _case_of(work: Work, signal: Signal, cases: list[Case]) -> Case | None:
    """The open one that it is in, else the newest."""
    if signal.case_id:
        mine = goes_on_in(work, work.cases.get(signal.case_id))
        cases = [*cases, *(one for one in cases if one.case_id == mine.case_id)]
    return cases[-1] if cases else None


def _recent(work: Work, signal: Signal, weights: Weights, stamp: Stamp) -> list[Signal]:
    """What counts together with it."""
    since = stamp.at - timedelta(days=weights.together_days)
    return _loose(work, signal.customer, since) if weights.together_days else [signal]


def _loose(work: Work, key: CustomerKey, since: datetime) -> list[Signal]:
    """What was seen of a customer since, and was too little for a case by itself."""
    return [
        one
        for one in work.signals.of_customer(key)
        if not one.case_id and not one.is_judged() and not one.is_test and one.last_seen >= since
    ]


def _gather(work: Work, case: Case, weights: Weights, stamp: Stamp, office: Office) -> None:
    for one in _loose(work, case.customer, stamp.at - BELONGS):
        score = weights.score(one.kind, one.strength)
        placed = _write(work, one, case.case_id, score, stamp)
        if placed.kind in OF_MICROSOFT:
            _date(work, placed, stamp, office)


def _date(work: Work, signal: Signal, stamp: Stamp, office: Office) -> None:
    """The abuse of its case began no later than the sign says."""
    case = goes_on_in(work, work.cases.get(signal.case_id)) if signal.case_id else None
    if case is not None and case.is_open():
        date_abuse(work, case, signal.began_at, now=stamp.at, office=office)


def _say_together(work: Work, case: Case, found: Together, stamp: Stamp) -> None:
    event = SignalsTogether(
        case_id=case.case_id,
        customer=str(case.customer),
        kinds=tuple(signal.kind.value for signal, _ in found.parts),
        scores=tuple(score for _, score in found.parts),
        score=found.score,
    )
    record(work, event, stamp)


def _write(work: Work, signal: Signal, case_id: str, score: int, stamp: Stamp) -> Signal:
    """What is in no case is told to nobody: it is on the list."""
    placed = replace(signal, case_id=case_id)
    work.signals.update(placed)
    event = SignalSeen(
        case_id=case_id,
        signal_id=signal.signal_id,
        customer=str(signal.customer),
        kind=signal.kind.value,
        strength=signal.strength,
        score=score,
        facts_digest=digest("\n".join(f"{name}: {value}" for name, value in signal.facts)),
    )
    (record if case_id else note)(work, event, stamp)
    return placed


# What became of them


def label_case(work: Work, case_id: str, labels: Mapping[str, Label], stamp: Stamp) -> None:
    """Judge every sign of a case that ends, by signal id; of what is not named nobody knows. To be
    called in the transaction that closes the case."""
    for signal in work.signals.of_case(case_id):
        if not signal.is_judged():
            _label(work, signal, labels.get(signal.signal_id, Label.UNKNOWN), stamp)


def _label(work: Work, signal: Signal, label: Label, stamp: Stamp) -> None:
    work.signals.update(replace(signal, label=label, labelled_at=stamp.at))
    event = SignalLabelled(
        case_id=signal.case_id,
        signal_id=signal.signal_id,
        customer=str(signal.customer),
        kind=signal.kind.value,
        label=label.value,
    )
    note(work, event, stamp)


def precision(work: Work, since: datetime) -> list[KindPrecision]:
    """How often each kind was right, of what was judged since; in the order of the kinds."""
    return tally(work.signals.judged_since(since))
