"""What the run proposes, for people to decide; and what it takes back when the verdict changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.domain.agreement_errors import HeldBack, VoterAsks
from core.domain.asking_again import Again
from core.domain.collecting import Course, Filing
from core.domain.collection_events import ProposalStopped
from core.domain.customers import Subscription
from core.domain.errors import (
    BooksUnfit,
    CalendarUnknown,
    CapExceeded,
    LostRace,
    MappingUnconfirmed,
    NothingOwed,
    PlanAlreadyOpen,
    Refusal,
)
from core.domain.event import Route
from core.domain.ladder import Stage
from core.domain.planning import ending_renewal, suspending
from core.domain.plans import AUTOMATIC, CUTS, Action, Line, Plan, PlanState, Reason
from core.domain.renewals import renewal_day
from core.domain.verdicts import State
from core.domain.waiting import UNREAD_REPLY, What
from core.dossiers import course
from core.gate import Ruling, Verdict, Why
from core.gathering import exposure_of
from core.ledger import withdraw_open
from core.ports.office import Office
from core.ports.policies import NoPolicy
from core.ports.store import Work
from core.recording import record
from core.usecases.collecting_letters import case_id_of, owner_of
from core.usecases.collecting_looks import (
    Look,
    history,
    left_key,
    renewal_key,
    renewing,
    suspend_key,
    to_suspend,
)
from core.usecases.filing import Request, file_plan
from core.usecases.finding import customer_of
from core.usecases.letter_moves import first_administrator
from core.usecases.suspension import basis_of, check_unpaid

# Why a proposal was not filed, by what refused it. Others are asked again the next day.
STOPS: dict[type[Refusal], str] = {
    MappingUnconfirmed: "unmapped",
    BooksUnfit: "books",
    CalendarUnknown: "calendar",
    CapExceeded: "caps",
    VoterAsks: "voter",
}
PASSING = (NothingOwed, HeldBack, PlanAlreadyOpen, LostRace)
ON_THEIR_OWN = frozenset({Action.SUSPEND, Action.STOP_RENEWAL})


def behind(work: Work) -> str:
    """The human behind the automation: whoever published the policy in force, else the first
    administrator (a person id)."""
    try:
        publisher = work.policies.in_force().person_id
    except NoPolicy:
        publisher = ""
    return publisher or first_administrator(work)


def propose_suspension(work: Work, seen: Look, stage: Stage, *, office: Office) -> Plan | None:
    """File it for two people to decide, once; None where it is somebody else's turn, who is told
    once."""
    prefix = suspend_key(seen, stage)
    if "reseller" in seen.facts.tags:
        _leave(work, seen, stage, "reseller", office)
        return None
    if history(work, seen, prefix, office=office) is Again.LEAVE:
        _leave(work, seen, stage, "lapsed", office)
        return None
    chosen = _fitting(work, seen, to_suspend(seen, office=office), office)
    lines = suspending(
        chosen,
        work.customers.subscriptions(seen.customer),
        Reason.NON_PAYMENT,
        office.partner(seen.customer),
    )
    plan = _file(work, seen, stage, _request(work, seen, Action.SUSPEND, lines, office), office)
    if plan is not None:
        number = len(seen.filed(prefix)) + 1
        _note(work, seen, [f"{prefix}{number}"], plan)
    return plan


def propose_stop(work: Work, seen: Look, stage: Stage, *, office: Office) -> Plan | None:
    """For renewals that come soon, once in each term; not beside what was filed by now."""
    if work.plans.open_for(seen.customer) is not None:
        return None
    chosen = renewing(work, seen, office=office)[: seen.policy.caps.per_plan]
    lines = ending_renewal(chosen, office.partner(seen.customer))
    request = _request(work, seen, Action.STOP_RENEWAL, lines, office)
    first = min(day for one in chosen if (day := renewal_day(one)) is not None)
    ends = [one.commitment_ends for one in chosen if one.commitment_ends is not None]
    latest = min((end for end in ends if end.date() >= first and end > seen.at), default=None)
    plan = _file(work, seen, stage, replace(request, latest=latest), office)
    if plan is not None:
        _note(work, seen, [renewal_key(one) for one in chosen], plan)
    return plan


def _fitting(
    work: Work, seen: Look, able: Sequence[Subscription], office: Office
) -> list[Subscription]:
    """Fewest seats first, as many as one plan may hold with all that runs beneath them."""
    known = work.customers.subscriptions(seen.customer)
    partner, chosen = office.partner(seen.customer), list[Subscription]()
    for one in sorted(able, key=lambda one: (one.quantity, one.subscription_id)):
        lines = suspending([*chosen, one], known, Reason.NON_PAYMENT, partner)
        if len(lines) <= seen.policy.caps.per_plan:
            chosen.append(one)
    return chosen


def _request(
    work: Work, seen: Look, action: Action, lines: tuple[Line, ...], office: Office
) -> Request:
    customer = customer_of(work, seen.customer)
    exposure = exposure_of(work, seen.customer, office.today(seen.at))
    named = {line.subscription_id for line in lines}
    left = (
        one.subscription_id
        for one in work.customers.subscriptions(seen.customer)
        if one.status == "active" and not one.is_addon() and one.subscription_id not in named
    )
    return Request(
        action=action,
        requester=behind(work),
        filed_by=AUTOMATIC,
        route=Route.AUTOMATION,
        customer=customer,
        reason=Reason.NON_PAYMENT,
        lines=lines,
        left_out=tuple(left) if action in CUTS else (),
        exposure=exposure,
        basis=basis_of(work, customer, exposure),
    )


def _file(work: Work, seen: Look, stage: Stage, request: Request, office: Office) -> Plan | None:
    """Nothing that the gate would withdraw at once."""
    if not request.requester:
        _leave(work, seen, stage, "nobody", office)
        return None
    if not request.lines:
        return None
    try:
        check_unpaid(work, request, office=office)
        return file_plan(work, request, now=seen.at, office=office)
    except tuple(STOPS) as refusal:
        _leave(work, seen, stage, STOPS[type(refusal)], office)
        return None
    except PASSING:
        return None


def _note(work: Work, seen: Look, keys: Sequence[str], plan: Plan) -> None:
    """Raises LostRace where another run was faster: then this plan is not filed, either."""
    for key in keys:
        filing = Filing(key, seen.customer, seen.at, seen.scope, plan.plan_id)
        if not work.episodes.first(filing):
            raise LostRace(state=plan.state)


def _leave(work: Work, seen: Look, stage: Stage, why: str, office: Office) -> None:
    """An administrator decides; said once in an episode."""
    for_good = why in {"lapsed", "reseller"}
    key = f"{left_key(seen, stage)}{why}" if for_good else f"left:{seen.scope}:{stage.name}:{why}"
    if not work.episodes.first(Filing(key, seen.customer, seen.at, seen.scope)):
        return
    event = ProposalStopped(
        case_id=case_id_of(work, seen.customer),
        customer=str(seen.customer),
        stage=stage.name,
        why=why,
        owner=first_administrator(work) if why != "caps" else owner_of(work, seen.customer),
    )
    record(work, event, office.stamp(seen.at, "", Route.AUTOMATION))


# What no longer holds


def take_back(work: Work, seen: Look, *, office: Office) -> None:
    """Withdraw what the run filed and the verdict no longer carries, under the name of what came in
    between; what is under way ends by the gate. Where nobody knows what is owed the plan waits, as
    the gate has it."""
    for plan in _ours(seen):
        why = _gone(work, seen, plan, office)
        if why is not None:
            held = work.plans.hold(plan.plan_id)
            if held.is_open() and held.state is not PlanState.EXECUTING:
                stamp = office.stamp(seen.at, "", Route.AUTOMATION)
                withdraw_open(work, held, Ruling(Verdict.END, why), stamp)


def _ours(seen: Look) -> list[Plan]:
    plan = seen.dossier.plan
    if plan is None or plan.content.filed_by != AUTOMATIC:
        return []
    non_payment = plan.content.reason is Reason.NON_PAYMENT
    return [plan] if non_payment and plan.content.action in ON_THEIR_OWN else []


def _gone(work: Work, seen: Look, plan: Plan, office: Office) -> Why | None:
    match seen.verdict.state:
        case State.STALE | State.UNKNOWN:
            return None
        case State.SILENCED:
            return _silenced(seen)
        case State.CLEAR:
            # Whether it was paid is for the gate to say, from the documents of the plan.
            return None
    left = course(work, plan, seen.at, office=office) is Course.LEFT
    return Why.STAGE_LEFT if left else None


def _silenced(seen: Look) -> Why:
    first = seen.verdict.waiting_for[0]
    if first.name == UNREAD_REPLY:
        return Why.UNREAD_REPLY
    return Why.PROMISED if first.what is What.PROMISE else Why(first.name)
