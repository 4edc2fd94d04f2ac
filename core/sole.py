"""Reads what is known of a plan that goes without votes."""

from __future__ import annotations

from datetime import datetime

from core.domain.alone import Alone
from core.domain.containment import ALONE_LAPSES, State
from core.domain.plans import Action, Content, Plan
from core.domain.sole import NOBODY, Sole, about, rolls_back
from core.domain.step_up import Purpose
from core.ports.office import Office
from core.ports.store import Work
from core.proofs import holds


def sole_of(work: Work, plan: Plan, *, now: datetime, office: Office) -> Sole:
    """Of any other plan nothing, since votes carry it or nobody does."""
    content = plan.content
    if content.alone is not None:
        return _alone(work, plan, content.alone, now, office=office)
    if rolls_back(content):
        return Sole(undoes=_undone(work, content))
    return NOBODY


def _alone(work: Work, plan: Plan, alone: Alone, now: datetime, *, office: Office) -> Sole:
    """It has its row from the transaction in which it was filed, and its own proof, which is good
    for no longer than the plan is, and while nobody has refused to ratify it."""
    content = plan.content
    mine = work.containments.of_plan(plan.plan_id)
    proof = work.step_ups.proof(alone.proof)
    wanted = about(
        content.customer,
        requester=content.requester,
        reason=content.reason,
        note_digest=content.note_digest,
        lines=content.lines,
        alert=alone.alert,
        link=alone.link,
    )
    proved = (
        mine is not None
        and (mine.state is State.RUNNING or _is_asked_about(work, plan))
        and proof is not None
        and mine.proof == proof.proof_id
        and proof.is_for(Purpose.BREAK_GLASS, content.requester, wanted)
        and now < proof.at + ALONE_LAPSES
        and holds(work, proof, office=office)
    )
    other = work.containments.unratified_of(content.requester)
    return Sole(
        requester=work.people.get(content.requester),
        proved=proved,
        another=other is not None and other.plan_id != plan.plan_id,
    )


def _is_asked_about(work: Work, plan: Plan) -> bool:
    """Can a second person still agree? Whoever refuses stops the next step, whenever it is seen
    what comes of that."""
    asked = work.plans.open_of(Action.RATIFY)
    return any(one.content.subject == plan.plan_id for one in asked)


def _undone(work: Work, content: Content) -> frozenset[str]:
    """What the plan that nobody ratified changed itself; nothing unless it is to be rolled back."""
    one, key = work.containments.of_plan(content.subject), content.customer
    if one is None or key is None or one.state is not State.UNDOING:
        return frozenset()
    found = (work.customers.last_suspension(key, n.subscription_id) for n in content.lines)
    ours = (last for last in found if last is not None and last.plan_id == one.plan_id)
    return frozenset(last.subscription_id for last in ours)
