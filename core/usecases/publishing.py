"""Put a policy in force: at once where it hardens nothing, else after two votes and a delay."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from core.domain.approvals import valid_approvals
from core.domain.events import PolicyPublished, PolicyScheduled, Route, Stamp
from core.domain.plans import Action, Plan, PlanState
from core.domain.policy import Policy
from core.domain.policy_changes import DELAY
from core.domain.policy_file import PolicyRefused
from core.gathering import gather
from core.ports.engine import Job
from core.ports.office import Office
from core.ports.policies import Publication
from core.ports.store import Work
from core.recording import COLLECT, REVIEW, advance_at, end_plan, record
from core.usecases.held_letters import go_on

WAITS = "policy_delay"


def schedule(work: Work, plan: Plan, stamp: Stamp) -> Plan:
    """The last vote is given: the policy comes into force after the delay, unless somebody rejects
    or withdraws the plan meanwhile."""
    moment = stamp.at + DELAY
    plan = replace(plan, waiting_for=WAITS, waiting_until=moment)
    work.plans.update(plan)
    advance_at(work, plan, moment)
    version = plan.content.subject
    name = work.policies.get(version).name
    event = PolicyScheduled(plan_id=plan.plan_id, version=version, name=name, since=moment)
    record(work, event, stamp)
    return plan


def take_effect(plan_id: str, *, office: Office) -> None:
    """Put the policy of a decided plan in force once its moment has come. A plan that was made for
    another policy than the one in force, lost its votes, or cannot be read ends instead. Nothing
    for any other plan."""
    with office.store.reading() as work:
        if not work.plans.get(plan_id).is_scheduled():
            return
    now = office.clock()
    with office.store() as work:
        plan = work.plans.hold(plan_id)
        if not plan.is_scheduled() or plan.waiting_until is None or now < plan.waiting_until:
            return
        stamp = office.stamp(now, "", Route.AUTOMATION)
        if why := _why_not(work, plan, now, office):
            end_plan(work, plan, PlanState.WITHDRAWN, why, stamp)
        else:
            policy = work.policies.get(plan.content.subject)
            end_plan(work, plan, PlanState.FINISHED, "policy_changed", stamp)
            publish(work, policy, stamp, plan)
        work.commit()


def _why_not(work: Work, plan: Plan, now: datetime, office: Office) -> str:
    if plan.content.policy != work.policies.version():
        return "policy_stale"
    facts = gather(work, plan, now=now, office=office)
    approvals = valid_approvals(plan, facts.voters, facts.ballot)
    if not (plan.intact() and facts.ballot.carried(approvals)):
        return "votes_gone"
    try:
        work.policies.get(plan.content.subject)
    except PolicyRefused:
        return "policy_gone"
    return ""


def publish(work: Work, policy: Policy, stamp: Stamp, plan: Plan | None = None) -> None:
    """From this transaction on, by the plan that decided on it where it hardens something. Whoever
    asked for it is behind what it does by itself. Whatever else was proposed was made for the
    policy before, so it ends; plans that the new one forbids are looked for at once, and everybody
    is judged by it."""
    plan_id, hardened = plan.plan_id if plan else "", plan is not None
    event = PolicyPublished(
        plan_id=plan_id,
        version=policy.version,
        name=policy.name,
        before=work.policies.version(),
        hardened=hardened,
    )
    seq = record(work, event, stamp)
    person_id = plan.content.requester if plan else stamp.person_id
    publication = Publication(policy.version, policy.name, stamp.at, hardened, person_id, plan_id)
    work.policies.put_in_force(publication)
    for other in work.plans.open_of(Action.CHANGE_POLICY):
        automatic = replace(stamp, person_id="", route=Route.AUTOMATION)
        end_plan(work, other, PlanState.WITHDRAWN, "policy_stale", automatic)
    work.jobs.enqueue(Job(REVIEW, f"review:policy:{seq}"))
    work.jobs.enqueue(Job(COLLECT, f"{COLLECT}:policy:{seq}", lane=COLLECT))
    go_on(work, policy.version, stamp.at)
