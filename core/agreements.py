"""What two people, or one, decided about an agreement is done where it is written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from core.accounts import documents_of, promises_of
from core.domain.agreement_errors import DocumentsChanged, PromiseOpen
from core.domain.customers import CustomerKey
from core.domain.errors import LostRace
from core.domain.event import Stamp
from core.domain.events import DebtWrittenOff, HoldEnded, PromiseMade
from core.domain.holds import Ending, Hold
from core.domain.money import Money
from core.domain.plans import Action, Content, Plan, digest
from core.domain.promises import Promise, PromiseState, terms_hash
from core.ports.engine import Job
from core.ports.office import Office
from core.ports.store import Work
from core.recording import REVIEW, record

DECIDED_HERE = frozenset({Action.PROMISE, Action.WRITE_OFF, Action.RELEASE_HOLD})


def carry_out(work: Work, plan: Plan, stamp: Stamp, *, office: Office) -> str:
    """Do what the plan's last vote decided; why it ends. Raises LostRace where it cannot be done
    any more."""
    today = office.today(stamp.at)
    match plan.content.action:
        case Action.PROMISE:
            _take_promise(work, plan, stamp, today)
            return "promise_taken"
        case Action.RELEASE_HOLD:
            release(work, work.holds.get(plan.content.subject), stamp, today)
            return "released"
    _write_off(work, plan, stamp, today)
    return "debt_written_off"


def look_again(work: Work, occasion: str) -> None:
    """Plans that rest on a debt may have lost their reason."""
    work.jobs.enqueue(Job(REVIEW, f"review:{occasion}"))


# Promises


def accept(work: Work, promises: Sequence[Promise], case_id: str, stamp: Stamp) -> None:
    """Say that a payment plan is agreed on."""
    first = promises[0]
    event = PromiseMade(
        case_id=case_id,
        customer=str(first.customer),
        series=first.series,
        terms=tuple(term_of(one) for one in promises),
        note_digest=digest(first.note),
    )
    record(work, event, stamp)
    look_again(work, first.series)


def term_of(promise: Promise) -> str:
    """An instalment as the record names it: `2026-12-01 EUR 500.00`."""
    return f"{promise.by} {plainly(promise.amount)}"


def plainly(money: Money) -> str:
    return f"{money.currency} {money.plain()}"


def _take_promise(work: Work, plan: Plan, stamp: Stamp, today: date) -> None:
    """Raises PromiseOpen where another one was taken meanwhile."""
    asked = work.promises.by_terms(plan.content.subject)
    waits = bool(asked) and all(one.state is PromiseState.ASKED for one in asked)
    if not waits or terms_hash(asked) != plan.content.subject:
        raise LostRace(state=plan.state)
    for one in promises_of(work, asked[0].customer, today):
        if one.left.currency == asked[0].amount.currency:
            raise PromiseOpen(amount=one.left, day=one.promise.by)
    taken = [replace(one, state=PromiseState.OPEN) for one in asked]
    for before, now in zip(asked, taken, strict=True):
        work.promises.update(now, before)
    accept(work, taken, plan.content.case_id or "", stamp)


# Holds


def release(work: Work, hold: Hold, stamp: Stamp, today: date) -> Hold:
    """End a hold before its time. Raises LostRace where it has ended."""
    ended = replace(hold, ended_on=today, ended_by=stamp.person_id, ended_why=Ending.RELEASED.value)
    work.holds.update(ended)
    say_ended(work, [ended], Ending.RELEASED, stamp)
    return ended


def say_ended(work: Work, holds: Sequence[Hold], why: Ending, stamp: Stamp) -> None:
    """One event for all that were placed, and end, together."""
    record(work, ending(work, holds, why), stamp)


def ending(work: Work, holds: Sequence[Hold], why: Ending) -> HoldEnded:
    first, alone = holds[0], len(holds) == 1
    return HoldEnded(
        case_id=case_of(work, first.customer) if alone else "",
        customer=str(first.customer) if alone else "",
        batch=first.batch,
        kind=first.kind.value,
        scope=first.scope,
        customers=len(holds),
        owner=first.owner,
        why=why.value,
    )


def case_of(work: Work, key: CustomerKey) -> str:
    """In whose thread it is told: the newest open case of the customer; empty where there is
    none."""
    return next((case.case_id for case in reversed(work.cases.open_for(key))), "")


# Write-offs


def _write_off(work: Work, plan: Plan, stamp: Stamp, today: date) -> None:
    """Raises DocumentsChanged where something was paid meanwhile, or came back: that was not what
    people agreed to."""
    content = plan.content
    _check_unchanged(work, content, today)
    for one in content.basis:
        work.marks.write_off((one.source, one.document_id), today, plan.plan_id)
    case = work.cases.get(content.case_id) if content.case_id else None
    event = DebtWrittenOff(
        plan_id=plan.plan_id,
        case_id=content.case_id or "",
        customer=str(case.customer) if case else "",
        numbers=tuple(one.number for one in content.basis),
        amounts=tuple(plainly(one.open) for one in content.basis),
    )
    record(work, event, stamp)
    look_again(work, plan.plan_id)


def _check_unchanged(work: Work, content: Content, today: date) -> None:
    case = work.cases.get(content.case_id) if content.case_id else None
    known = documents_of(work, case.customer, today) if case else []
    owed = {(doc.source, doc.document_id): doc.open for doc in known if doc.counts()}
    changed = [b.number for b in content.basis if owed.get((b.source, b.document_id)) != b.open]
    if changed:
        raise DocumentsChanged(numbers=changed)
