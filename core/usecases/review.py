"""After new books: withdraw what lost its reason, wake what waited, propose reinstatement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from core.accounts import documents_of
from core.domain.calendar import OFFICE_OPENS
from core.domain.customers import CustomerKey, Suspension
from core.domain.errors import CapExceeded, LostRace, PlanAlreadyOpen
from core.domain.events import Route
from core.domain.people import Role
from core.domain.plans import AUTOMATIC, CUTS, Action, Basis, PlanState, Reason
from core.domain.release import Debt, Payment, cleared_on
from core.gate import Verdict, judge
from core.gathering import gather, ledger_of
from core.ledger import withdraw_open
from core.ports.engine import Job
from core.ports.office import Office
from core.ports.store import Work
from core.recording import REVIEW, advance_soon
from core.usecases.filing import file_plan
from core.usecases.finding import customer_of
from core.usecases.promise_course import settle_all
from core.usecases.reinstatement import release_of

ON_DEBT = (*sorted(CUTS), Action.STOP_RENEWAL)
WAITING = frozenset({PlanState.APPROVED, PlanState.EXECUTING})
MOST_LAPSED = 2


def review(*, office: Office) -> None:
    """One short transaction for each open promise, open plan and suspended customer."""
    settle_all(office=office)
    with office.store.reading() as work:
        plans = [plan.plan_id for plan in work.plans.open_of(*ON_DEBT)]
        suspended = sorted(work.customers.suspended_customers())
    for plan_id in plans:
        review_plan(plan_id, office=office)
    for key in suspended:
        propose_release(key, office=office)


def review_plan(plan_id: str, *, office: Office) -> None:
    """Withdraw a plan whose reason is gone; let an approved one that waits look again."""
    now = office.clock()
    with office.store() as work:
        plan = work.plans.hold(plan_id)
        if not plan.is_open():
            return
        ruling = judge(gather(work, plan, now=now, office=office))
        stamp = office.stamp(now, "", Route.AUTOMATION)
        if ruling.verdict is Verdict.END and plan.state is not PlanState.EXECUTING:
            withdraw_open(work, plan, ruling, stamp)
        elif plan.state in WAITING:
            advance_soon(work, plan)
        work.commit()


def propose_release(key: CustomerKey, *, office: Office) -> None:
    """File a reinstatement where every suspension for non-payment rests on a debt that is paid.
    Nothing is filed while another plan is open, before a rejecting approver wants to be asked
    again, or once two proposals lapsed."""
    now = office.clock()
    with office.store() as work:
        unpaid = [
            s
            for s in work.customers.open_suspensions(key)
            if s.reason == Reason.NON_PAYMENT and _paid(work, s, now=now, office=office)
        ]
        administrators = work.people.with_role(Role.ADMINISTRATOR)
        if not unpaid or not administrators or not _may_propose(work, key, now, office, unpaid):
            work.commit()
            return
        request = release_of(
            work,
            customer_of(work, key),
            unpaid,
            requester=_first_administrator(work, administrators[0].person_id),
            filed_by=AUTOMATIC,
            route=Route.AUTOMATION,
            note="",
            office=office,
        )
        try:
            file_plan(work, request, now=now, office=office)
        except (PlanAlreadyOpen, CapExceeded, LostRace):
            return
        work.commit()


def _first_administrator(work: Work, otherwise: str) -> str:
    """The first of ADMINISTRATORS answers for everything automatic, and so cannot vote on it."""
    return work.desk.get("first_administrator") or otherwise


def _paid(work: Work, suspension: Suspension, *, now: datetime, office: Office) -> bool:
    """Paid, and by payments that cannot come back any more; else it is looked at again then."""
    content, policy = work.plans.get(suspension.plan_id).content, work.policies.current()
    basis, releasing = content.basis, policy.releasing(content.overdue)
    ledger = ledger_of(work, suspension.customer, basis, releasing, now=now, office=office)
    if ledger.debt is not Debt.PAID:
        return False
    payments = _payments(work, suspension.customer, basis, office.today(now))
    cleared = cleared_on(payments, policy.rules.timing, office.own)
    if cleared is None or cleared <= office.today(now):
        return True
    _look_again(work, suspension.customer, cleared, office)
    return False


def _payments(
    work: Work, key: CustomerKey, basis: tuple[Basis, ...], on: date
) -> Iterator[Payment]:
    """How the documents were paid that a suspension rests on, whole or in part. Where the books
    name no day, it was at the latest on the one on which a document was seen closed."""
    rested_on = {(b.source, b.document_id) for b in basis}
    for paid in work.payments.of(key):
        if (paid.source, paid.document_id) in rested_on:
            yield Payment(paid.paid_on, paid.payment_method)
    for doc in documents_of(work, key, on):
        if (doc.source, doc.document_id) in rested_on and doc.last_payment_on is not None:
            yield Payment(doc.last_payment_on, doc.payment_method)


def _look_again(work: Work, key: CustomerKey, on: date, office: Office) -> None:
    opens = datetime.combine(on, OFFICE_OPENS, tzinfo=ZoneInfo(office.own.zone))
    work.jobs.enqueue(Job(REVIEW, f"review:{key}:{on}", run_at=opens.astimezone(UTC)))


def _may_propose(
    work: Work, key: CustomerKey, now: datetime, office: Office, ours: list[Suspension]
) -> bool:
    if work.plans.open_for(key) is not None:
        return False
    since = min(suspension.since for suspension in ours)
    earlier = [
        plan
        for plan in work.plans.of_customer(key, Action.REINSTATE)
        if plan.content.filed_at >= since
    ]
    today = office.today(now)
    asked_later = [p.ask_again_on for p in earlier if p.ask_again_on and p.ask_again_on > today]
    if asked_later:
        _look_again(work, key, asked_later[0], office)
        return False
    return sum(plan.state is PlanState.EXPIRED for plan in earlier) < MOST_LAPSED
