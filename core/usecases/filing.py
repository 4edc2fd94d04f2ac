"""File a plan: the immutable proposal, its case and its card, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from core.domain.alone import Alone
from core.domain.calendar import add_business_hours
from core.domain.cases import AT_FIRST, Case, CaseState, Severity
from core.domain.customers import Customer, CustomerKey
from core.domain.errors import Cap, CapExceeded, LostRace, PlanAlreadyOpen
from core.domain.events import CaseOpened, PlanFiled, Route
from core.domain.exposure import Exposure
from core.domain.plans import (
    CUTS,
    Action,
    Basis,
    Content,
    Line,
    Plan,
    PlanState,
    Reason,
    Step,
    StepState,
    digest,
    plan_hash,
)
from core.domain.sole import rolls_back
from core.gate import Why, judge
from core.gathering import cut_of, gather
from core.load import fits_under
from core.ports.engine import Job
from core.ports.office import Office
from core.ports.store import Work
from core.recording import EXPIRE, ask_soon, end_plan, halt_plan, record
from core.usecases.case_course import wind

# What never stands in the way of a containment.
HARMLESS = frozenset({Action.REINSTATE, Action.STOP_RENEWAL, Action.ADOPT})


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for. `requester` is a person id: for an automation the human behind it, while
    `filed_by` says who acted (the same person, or `automatic`). `about` names the customer of a
    plan that changes nothing at one, and `case` may be its case; after `latest` it would no longer
    be what was agreed to; `lapses_at` says when it lapses, whatever the policy says. `alone`: one
    person carries it out."""

    action: Action
    requester: str
    filed_by: str
    route: Route
    customer: Customer | None = None
    reason: Reason | None = None
    note: str = ""
    lines: tuple[Line, ...] = ()
    left_out: tuple[str, ...] = ()
    exposure: Exposure | None = None
    basis: tuple[Basis, ...] = ()
    subject: str = ""
    about: str = ""
    case: Case | None = None
    roles: dict[str, tuple[str, ...]] | None = None
    latest: datetime | None = None
    lapses_at: datetime | None = None
    alone: Alone | None = None


def file_plan(work: Work, request: Request, *, now: datetime, office: Office) -> Plan:
    """Write the plan with its steps, case and card. Raises PlanAlreadyOpen, CapExceeded."""
    case = _case(work, request, now=now, office=office) if request.customer else request.case
    plan = _plan(work, request, case, now=now, office=office)
    if request.customer:
        _make_room(work, request, now=now, office=office)
    try:
        work.plans.add(plan, _steps(plan))
    except LostRace:
        raise _already_open(work, request) from None
    _check_caps(work, plan, now=now, office=office)
    event = PlanFiled(
        plan_id=plan.plan_id,
        case_id=case.case_id if case else "",
        customer=str(request.customer.key) if request.customer else "",
        action=request.action.value,
        reason=request.reason.value if request.reason else "",
        requester=request.requester,
        hash=plan.hash,
        note_digest=plan.content.note_digest,
    )
    record(work, event, office.stamp(now, request.requester, request.route))
    expiry = Job(
        EXPIRE, f"expire:{plan.plan_id}", {"plan_id": plan.plan_id}, run_at=plan.content.expires_at
    )
    work.jobs.enqueue(expiry)
    ask_soon(work, plan)
    return plan


def _note_digest(work: Work, request: Request, now: datetime) -> str:
    whose = request.customer.key if request.customer else None
    return work.text_keys.seal(digest(request.note), whose, now)


def _plan(
    work: Work, request: Request, case: Case | None, *, now: datetime, office: Office
) -> Plan:
    policy = work.policies.current()
    hours = policy.approvals.lapse_business_hours
    overdue = request.exposure.overdue() if request.exposure else {}
    content = Content(
        action=request.action,
        customer=request.customer.key if request.customer else None,
        customer_name=request.customer.name if request.customer else request.about,
        reason=request.reason,
        note_digest=_note_digest(work, request, now),
        lines=request.lines,
        left_out=request.left_out,
        basis=request.basis,
        overdue=tuple(overdue.values()),
        requester=request.requester,
        filed_by=request.filed_by,
        filed_at=now,
        expires_at=_lapses(work, request, now, hours, office),
        quorum=policy.approvals.quorum_of(request.action, request.reason, overdue.values()),
        policy=policy.version,
        case_id=case.case_id if case else None,
        subject=request.subject,
        roles=request.roles,
        alone=request.alone,
    )
    plan_id = str(uuid4())
    return Plan(plan_id, plan_id, content, plan_hash(content), PlanState.PENDING, note=request.note)


def _lapses(work: Work, request: Request, now: datetime, hours: int, office: Office) -> datetime:
    """What waits for its hour has its time from then on."""
    if request.lapses_at is not None:
        return request.lapses_at
    lapses = add_business_hours(_first_hour(work, request, now, office), hours, office.own)
    return min(lapses, request.latest) if request.latest else lapses


def _first_hour(work: Work, request: Request, now: datetime, office: Office) -> datetime:
    """Of a cut for money: the first moment of a window, on the day that was printed or later."""
    if request.customer is None or request.action not in CUTS:
        return now
    if request.reason is not Reason.NON_PAYMENT:
        return now
    moment, key = now, request.customer.key
    while (until := cut_of(work, key, moment, office=office).until) is not None:
        moment = until
    return moment


def _steps(plan: Plan) -> list[Step]:
    key = plan.content.customer
    if key is None:
        return []
    return [
        Step(str(uuid4()), plan.plan_id, position, key, line, StepState.TODO)
        for position, line in enumerate(plan.content.lines, start=1)
    ]


def _make_room(work: Work, request: Request, *, now: datetime, office: Office) -> None:
    """One open change per customer; whatever cuts for fraud or misuse supersedes one that has sent
    nothing yet, and halts one that is being sent; who acts alone waits for no votes on another; any
    cut supersedes the end of a renewal of which nothing was sent. A roll-back gives way to a new
    attack only. Raises PlanAlreadyOpen."""
    assert request.customer is not None
    other = work.plans.open_for(request.customer.key)
    if other is None:
        return
    why = _supersedes(request, other)
    if not why or (rolls_back(other.content) and not _is_attacked(work, request)):
        raise _already_open(work, request)
    stamp = office.stamp(now, request.requester, request.route)
    if other.state is PlanState.EXECUTING:
        halt_plan(work, other, stamp)
    else:
        end_plan(work, other, PlanState.SUPERSEDED, why, stamp)


def _is_attacked(work: Work, request: Request) -> bool:
    """Is an alert active, or does one person answer for acting alone? Else a request without votes
    would put off what the second deadline decided."""
    assert request.customer is not None
    known = work.alerts.of_customer(request.customer.key)
    return request.alone is not None or any(alert.is_to_act_on() for alert in known)


def _supersedes(request: Request, other: Plan) -> str:
    """Why it takes the place of an open plan; empty where it does not."""
    if request.action not in CUTS:
        return ""
    if request.alone is not None and other.state is PlanState.PENDING:
        return "containment"
    if request.reason in {Reason.FRAUD, Reason.MISUSE}:
        lesser = other.content.reason is Reason.NON_PAYMENT or other.content.action in HARMLESS
        return "containment" if lesser else ""
    stops = other.content.action is Action.STOP_RENEWAL and other.state is not PlanState.EXECUTING
    return "suspension" if stops else ""


def _already_open(work: Work, request: Request) -> PlanAlreadyOpen:
    """Names the open plan, so that whoever asked for it can take it back."""
    other = work.plans.open_for(request.customer.key) if request.customer else None
    return PlanAlreadyOpen(
        plan_id=other.plan_id if other else "",
        action=other.content.action if other else request.action,
        mine=other is not None and other.content.requester == request.requester,
    )


def _check_caps(work: Work, plan: Plan, *, now: datetime, office: Office) -> None:
    """The whole plan must fit already when it is filed; what is rolled back waits for its room.
    Raises CapExceeded."""
    if not plan.content.lines or rolls_back(plan.content):
        return
    facts = gather(work, plan, now=now, office=office)
    caps = facts.policy.caps_of(plan.content.lines[0].verb)
    if judge(facts).why is Why.TOO_LARGE or len(plan.content.lines) > caps.per_plan:
        raise CapExceeded(cap=Cap.PLAN, limit=caps.per_plan, asked=len(plan.content.lines))
    if facts.load is not None and not fits_under(caps, facts.load, plan, now):
        raise CapExceeded(cap=Cap.DAY, limit=caps.per_day, asked=len(plan.content.lines))


def _case(work: Work, request: Request, *, now: datetime, office: Office) -> Case | None:
    """The open case of this customer and kind, opened if there is none."""
    assert request.customer is not None
    kind = request.reason or Reason.NON_PAYMENT
    return open_case(
        work, request.customer.key, kind, opener=request.requester, now=now, office=office,
        route=request.route,
    )  # fmt: skip


def open_case(
    work: Work,
    key: CustomerKey,
    kind: Reason,
    *,
    opener: str,
    now: datetime,
    office: Office,
    route: Route,
    severity: Severity | None = None,
) -> Case:
    """One open case per customer and kind: the one there is, or a new one with its own thread, as
    bad as is said or as its kind is at first."""
    existing = work.cases.open_for(key, kind)
    if existing:
        return existing[0]
    number = work.cases.next_number()
    rated = severity or AT_FIRST[kind]
    case = Case(str(uuid4()), number, key, kind, CaseState.OPEN, opener, now, severity=rated)
    work.cases.add(case)
    event = CaseOpened(
        case_id=case.case_id, customer=str(key), kind=kind.value, severity=rated.value
    )
    record(work, event, office.stamp(now, opener, route))
    wind(work, case, now=now)
    return case
