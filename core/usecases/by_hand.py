"""Say that a step which only a person can take was taken."""

from __future__ import annotations

from dataclasses import replace

from core.domain.cases import Note
from core.domain.changes import TARGET, Finding, target
from core.domain.customers import ReadBack
from core.domain.errors import NothingToDo
from core.domain.events import HandTold, Route
from core.domain.people import AccountKey
from core.domain.plans import By, Plan, Step, StepState, digest
from core.gathering import may_ask
from core.ledger import Outcomes
from core.ports.office import Office
from core.ports.store import Work
from core.recording import advance_soon, hold_open, record
from core.usecases.finding import person_with


def tell(plan_id: str, note: str, account: AccountKey, *, office: Office) -> Step:
    """The step that was waited for. What can be read is looked at at once; anything else is taken
    at this person's word. The note, such as the number that a provider gave, is kept in the case.
    Raises NoRole, NotEligible, LostRace where the plan is over, and NothingToDo where it asks
    nobody."""
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        plan = hold_open(work, plan_id)
        step = _asked(work, plan)
        told = HandTold(
            plan_id=plan.plan_id,
            case_id=plan.content.case_id or "",
            step_id=step.step_id,
            subscription_id=step.line.subscription_id,
            verb=step.line.verb.value,
            note_digest=digest(note.strip()),
        )
        if note.strip() and told.case_id:
            work.cases.add_note(Note(told.case_id, person.person_id, now, note.strip()))
        record(work, told, office.stamp(now, person.person_id, Route.SLACK))
        if step.line.by is By.WORD:
            done = Finding(StepState.CONFIRMED, "")
            Outcomes(office).settle(work, plan, step, done, _as_told(work, step))
        advance_soon(work, plan)
        work.commit()
    return step


def _asked(work: Work, plan: Plan) -> Step:
    """The one step that a person was asked for: the next one waits for it."""
    for step in work.plans.steps(plan.plan_id):
        if step.state is StepState.INTENT and step.line.by is not By.DESK:
            return step
    raise NothingToDo()


def _as_told(work: Work, step: Step) -> ReadBack | None:
    """The subscription as it must be now, where the step leads to a status."""
    for known in work.customers.subscriptions(step.customer):
        if known.subscription_id == step.line.subscription_id and step.line.verb in TARGET:
            status = target(step.line.verb, known)
            return ReadBack(replace(known, status=status), {"status": status})
    return None
