"""Write an event and, in the same transaction, the jobs that make people hear of it."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from uuid import uuid4

from core.domain.containment import concerns
from core.domain.customers import CustomerKey
from core.domain.errors import LostRace
from core.domain.events import Event, Frozen, PersonNeeded, PlanEnded, PlanHalted, Stamp
from core.domain.notifying import is_asked_about
from core.domain.plans import DONE_STEPS, Action, Plan, PlanState, digest
from core.homes import draw_homes, is_shown
from core.ports.engine import Job, Priority
from core.ports.records import Freeze, Scope
from core.ports.store import Work

TELL, CARD, ADVANCE, EXPIRE = "tell", "card", "advance", "expire"
REVIEW, LIFTING, DIGEST = "review", "lifting", "digest"
STILL_FROZEN = "still_frozen"
EXPORT, DIGEST_FILE, HUSH = "export", "digest_file", "hush"
DIGEST_CHARTS, DIGEST_MAIL = "digest_charts", "digest_mail"
EVENT_LETTER = "event_letter"
COLLECT = "collect"
CONTAINED = "contained"
CASE_CARD = "case_card"
ASK_VOTERS, COPIES, OUTCOME = "ask_voters", "copies", "outcome"
A_DAY = timedelta(days=1)
UNFINISHED = frozenset({PlanState.PARTIAL, PlanState.NEEDS_HUMAN})
CARRIED_OUT = frozenset({PlanState.APPROVED, PlanState.EXECUTING})


def note(work: Work, event: Event, stamp: Stamp) -> int:
    """Append to the audit trail and tell nobody: another event says it for many."""
    return work.events.add(_sealed(work, event, stamp.at), stamp)


def _sealed(work: Work, event: Event, at: datetime) -> Event:
    """The same, with digests that nobody can find a text for by guessing."""
    names = [one.name for one in fields(event) if one.name.endswith("_digest")]
    plain = {name: value for name in names if (value := getattr(event, name))}
    if not plain:
        return event
    whose = _customer_of(work, event)
    found = {name: work.text_keys.seal(one, whose, at) for name, one in plain.items()}
    return replace(event, **found)


def _customer_of(work: Work, event: Event) -> CustomerKey | None:
    named = getattr(event, "customer", "")
    if named:
        return CustomerKey.parse(named)
    if event.plan_id:
        return work.plans.get(event.plan_id).content.customer
    return work.cases.get(event.case_id).customer if event.case_id else None


def record(work: Work, event: Event, stamp: Stamp) -> int:
    """Append to the audit trail. What belongs to a case is told in its thread, in order, anything
    else in the alerts channel; the cards of its case and its plan are repainted; a letter to the
    customer is written."""
    seq = note(work, event, stamp)
    if event.tells:
        lane = f"case:{event.case_id}" if event.case_id else "alerts"
        work.jobs.enqueue(Job(TELL, f"tell:{seq}", {"seq": seq}, lane=lane, priority=Priority.CARD))
        if event.case_id:
            repaint_case(work, event.case_id, str(seq), seq)
    if event.plan_id:
        repaint(work, event.plan_id, str(seq), seq)
    if is_shown(event):
        draw_homes(work, stamp.at)
    if event.writes:
        work.jobs.enqueue(Job(EVENT_LETTER, f"{EVENT_LETTER}:{seq}", {"seq": seq}))
    return seq


def repaint(work: Work, plan_id: str, occasion: str, seq: int = 0) -> None:
    """Have the plan's card drawn again from the store, for the event of this number or for
    something that no event of the plan tells; and the copies in which somebody is asked."""
    payload: dict[str, str | int] = {"plan_id": plan_id, "seq": seq}
    key, lane = f"card:{plan_id}:{occasion}", f"card:{plan_id}"
    work.jobs.enqueue(Job(CARD, key, payload, lane=lane, priority=Priority.CARD))
    if work.vote_asks.of_plan(plan_id):
        repaint_copies(work, plan_id, occasion, seq)


def repaint_copies(work: Work, plan_id: str, occasion: str, seq: int = 0) -> None:
    """Only the copies, as `repaint` does."""
    payload: dict[str, str | int] = {"plan_id": plan_id, "seq": seq}
    key, lane = f"{COPIES}:{plan_id}:{occasion}", f"{COPIES}:{plan_id}"
    work.jobs.enqueue(Job(COPIES, key, payload, lane=lane, priority=Priority.CARD))


def ask_soon(work: Work, plan: Plan) -> None:
    """Have those who may vote on a new plan asked in private."""
    if is_asked_about(plan.content):
        key = f"{ASK_VOTERS}:{plan.plan_id}"
        work.jobs.enqueue(Job(ASK_VOTERS, key, {"plan_id": plan.plan_id}))


def repaint_case(work: Work, case_id: str, occasion: str, seq: int = 0) -> None:
    """Have the first message of a case's thread drawn again, after what was told there before."""
    payload: dict[str, str | int] = {"case_id": case_id, "seq": seq}
    key, lane = f"{CASE_CARD}:{case_id}:{occasion}", f"case:{case_id}"
    work.jobs.enqueue(Job(CASE_CARD, key, payload, lane=lane, priority=Priority.CARD))


def advance_soon(work: Work, plan: Plan) -> Plan:
    """Have the executor look at this plan now. Returns the plan with its turn counted up."""
    plan = replace(plan, turn=plan.turn + 1)
    work.plans.update(plan)
    work.jobs.enqueue(
        Job(
            ADVANCE,
            f"advance:{plan.plan_id}:{plan.turn}",
            {"plan_id": plan.plan_id},
            lane=f"plan:{plan.plan_id}",
        )
    )
    return plan


def advance_at(work: Work, plan: Plan, moment: datetime) -> None:
    """Have the executor look at this plan again at a moment."""
    key = f"advance:{plan.plan_id}:at:{moment.isoformat()}"
    work.jobs.enqueue(Job(ADVANCE, key, {"plan_id": plan.plan_id}, run_at=moment))


def end_plan(
    work: Work,
    plan: Plan,
    state: PlanState,
    why: str,
    stamp: Stamp,
    *,
    ask_again_on: date | None = None,
) -> Plan:
    """Move a plan to a terminal state and say so. Raises LostRace if it moved meanwhile."""
    steps = work.plans.steps(plan.plan_id)
    done = sum(1 for step in steps if step.state in DONE_STEPS)
    ended = work.plans.move(plan, state, why)
    if ask_again_on is not None:
        ended = replace(ended, ask_again_on=ask_again_on)
        work.plans.update(ended)
    event = PlanEnded(
        plan_id=plan.plan_id,
        case_id=plan.content.case_id or "",
        state=state.value,
        why=why,
        done=done,
        not_done=len(steps) - done,
    )
    record(work, event, stamp)
    if state in UNFINISHED:
        record(work, PersonNeeded(plan_id=plan.plan_id, state=state.value, why=why), stamp)
    _tell_requester(work, plan, stamp.person_id)
    _let_follow(work, plan)
    return ended


def _tell_requester(work: Work, plan: Plan, ended_by: str) -> None:
    """Whoever asked for it by hand hears how it ended, where it was not by their own act."""
    content = plan.content
    by_hand = content.filed_by == content.requester and content.action is not Action.LIFT_FREEZE
    if by_hand and content.requester != ended_by:
        work.jobs.enqueue(Job(OUTCOME, f"{OUTCOME}:{plan.plan_id}", {"plan_id": plan.plan_id}))


def _let_follow(work: Work, plan: Plan) -> None:
    """What its end means for containments, and the one that waited for it."""
    if concerns(plan.content):
        named = {"plan_id": plan.plan_id}
        work.jobs.enqueue(Job(CONTAINED, f"{CONTAINED}:{plan.plan_id}", named))
    if not plan.halted:
        return
    follower = work.plans.open_for(plan.content.customer) if plan.content.customer else None
    if follower is not None and follower.state in CARRIED_OUT:
        advance_soon(work, follower)


def halt_plan(work: Work, plan: Plan, stamp: Stamp) -> None:
    """End an executing plan at its next step: what is in flight is still settled, no more is
    sent."""
    halted = replace(plan, halted=True)
    work.plans.update(halted)
    event = PlanHalted(plan_id=plan.plan_id, case_id=plan.content.case_id or "")
    record(work, event, stamp)
    advance_soon(work, halted)


def freeze_now(
    work: Work, why: str, reason: str, stamp: Stamp, scope: Scope = Scope.ALL, of: str = ""
) -> Freeze:
    """Stop every send from this transaction on, or those of a customer or an action; the card that
    lifts it follows as a job. Raises LostRace."""
    frozen = Freeze(str(uuid4()), why, reason, stamp.person_id, stamp.at, scope, of)
    work.freezes.add(frozen)
    event = Frozen(
        freeze_id=frozen.freeze_id, why=why, reason_digest=digest(reason), scope=scope.value, of=of
    )
    record(work, event, stamp)
    lifting = Job(LIFTING, f"lifting:{frozen.freeze_id}", lane="lifting", priority=Priority.VOTE)
    work.jobs.enqueue(lifting)
    remind_later(work, frozen, stamp.at)
    repaint_open(work, frozen.freeze_id)
    return frozen


def remind_later(work: Work, frozen: Freeze, now: datetime) -> None:
    """Whoever froze is asked a day later, and each day, whether it is still needed."""
    days = max(0, (now - frozen.since) // A_DAY) + 1
    named: dict[str, str | int] = {"freeze_id": frozen.freeze_id, "days": days}
    key = f"{STILL_FROZEN}:{frozen.freeze_id}:{days}"
    work.jobs.enqueue(Job(STILL_FROZEN, key, named, run_at=frozen.since + days * A_DAY))


def repaint_open(work: Work, occasion: str) -> None:
    """Every open card says whether all is frozen."""
    for plan in work.plans.open():
        repaint(work, plan.plan_id, occasion)


def hold_open(work: Work, plan_id: str) -> Plan:
    """The plan, locked, while it is open. Raises LostRace when it is over."""
    plan = work.plans.hold(plan_id)
    if not plan.is_open():
        raise LostRace(state=plan.state)
    return plan
