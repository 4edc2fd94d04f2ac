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
from core.domain.plans import digest
from core.domain.signal_events import SignalLabelled, SignalSeen
from core.domain.signals import SERIOUS, KindPrecision, Label, Observed, Signal, Weights, tally
from core.ports.office import Office
from core.ports.store import Work
from core.recording import note, record
from core.usecases.case_opening import open_for_signal, set_pace
from core.usecases.paging import page

# What lay about for longer does not belong to a case that is opened now.
BELONGS = timedelta(days=90)


def observe(
    work: Work, found: Observed, *, office: Office, route: Route = Route.AUTOMATION
) -> Signal:
    """Write down a sign, inside the caller's transaction. The same one seen again is the same row,
    and one that was judged stays judged. A score that reaches `open_case` opens a case, any feeds
    the case that is open, and one that reaches `page` calls whoever is on call. Of a test nothing
    comes."""
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
    )


def _seen_again(known: Signal, found: Observed, now: datetime) -> Signal:
    """The facts are those of when it was strongest."""
    seen = replace(known, last_seen=now)
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
    mine = [one for one in cases if one.case_id == signal.case_id]
    case = next(iter((*mine, *reversed(cases))), None)
    if score >= weights.open_case:
        kind, severity = case.kind if case else found.reason, weights.severity(score)
        case = open_for_signal(
            work, signal.customer, kind, severity=severity, first_abuse=found.began_at,
            now=stamp.at, office=office,
        )  # fmt: skip
    if case is None:
        return _write(work, signal, "", score, stamp)
    if found.per_hour is not None:
        set_pace(work, case, found.per_hour, now=stamp.at, office=office)
    placed = _write(work, signal, case.case_id, score, stamp)
    if not cases:
        _gather(work, case, weights, stamp)
    if score >= weights.page:
        page(
            work, case_id=case.case_id, why=Why.SIGNAL, facts=dict(signal.facts),
            occasion=f"signal:{signal.signal_id}", now=stamp.at, office=office,
        )  # fmt: skip
    return placed


def _open(work: Work, key: CustomerKey) -> list[Case]:
    return [one for one in work.cases.open_for(key) if one.kind in SERIOUS]


def _gather(work: Work, case: Case, weights: Weights, stamp: Stamp) -> None:
    """What was seen of this customer before, and was too little for a case by itself."""
    since = stamp.at - BELONGS
    for one in work.signals.of_customer(case.customer):
        loose = not one.case_id and not one.is_judged() and not one.is_test
        if loose and one.last_seen >= since:
            _write(work, one, case.case_id, weights.score(one.kind, one.strength), stamp)


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
