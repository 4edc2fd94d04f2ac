"""Whoever may decide on a plan is asked for the vote by direct message, and reminded: in office
hours, not while away, not while a freeze stops the plan, and only who wants to hear of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.domain.approvals import fault_of
from core.domain.calendar import Place
from core.domain.notifying import VoteAsk, ask_from, is_asked_about, remind_at
from core.domain.people import Person
from core.domain.plans import Plan, PlanState
from core.gate import Verdict
from core.ports.engine import Job, Priority
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.plan_view import PlanView, view_in

VOTE_ASK = "vote_ask"
# More messages than this do not wait for one person: the Home tab has them all.
MOST_AT_ONCE = 5
LOOK_AGAIN = timedelta(hours=1)


def ask_voters(plan_id: str, *, office: Office) -> None:
    """Have each of those who may vote asked once; who was, or is about to be, is left alone."""
    now = office.clock()
    with office.store() as work:
        if work.plans.get(plan_id).state is not PlanState.PENDING:
            return
        view = view_in(work, plan_id, now=now, office=office)
        for person in view.asked:
            if _may_vote(view, person):
                _queue(work, plan_id, person.person_id, 1)
        work.commit()


def ask_anew(work: Work, person_id: str, now: datetime) -> None:
    """For somebody who wants to hear of what waits, from now on or again."""
    for plan in work.plans.open():
        if plan.state is PlanState.PENDING and is_asked_about(plan.content):
            earlier = work.vote_asks.get(plan.plan_id, person_id)
            _queue(work, plan.plan_id, person_id, earlier.times + 1 if earlier else 1, now)


def to_ask(plan_id: str, person_id: str, times: int, *, office: Office) -> PlanView | None:
    """The plan to ask somebody about now, for the `times`-th time; None where there is nothing to
    ask, or where it is put off until later."""
    now = office.clock()
    with office.store() as work:
        if work.plans.get(plan_id).state is not PlanState.PENDING:
            return None
        view = view_in(work, plan_id, now=now, office=office)
        person = work.people.get(person_id)
        if not _is_wanted(work, view, person, times):
            return None
        at = _moment(work, view, person, times, office=office)
        if at <= now:
            return view
        if at < view.plan.content.expires_at:
            _queue(work, plan_id, person_id, times, at)
            work.commit()
    return None


def remind_later(work: Work, ask: VoteAsk, plan: Plan, *, office: Office) -> None:
    """Have the next message written, if there is to be one."""
    place = place_of(work.people.get(ask.person_id), office.own)
    if (at := remind_at(ask, plan.content, place)) is not None:
        _queue(work, plan.plan_id, ask.person_id, ask.times + 1, at)


def place_of(person: Person, own: Place) -> Place:
    """Our business days, by the clock of somebody's Slack."""
    return own.seen_from(person.member.zone) if person.member else own


def _may_vote(view: PlanView, person: Person) -> bool:
    return fault_of(view.plan, person, view.facts.ballot) is None


def _is_wanted(work: Work, view: PlanView, person: Person, times: int) -> bool:
    asked = {one.person_id for one in view.asked}
    if person.person_id not in asked or view.ruling.verdict is Verdict.END:
        return False
    earlier = work.vote_asks.get(view.plan.plan_id, person.person_id)
    is_new = earlier is None or earlier.times < times
    return is_new and _may_vote(view, person) and work.notifying.of(person.person_id).asked


def _moment(work: Work, view: PlanView, person: Person, times: int, *, office: Office) -> datetime:
    """When it may be written. What a freeze stops, and what would be one too many, waits."""
    full = times == 1 and work.vote_asks.waiting(person.person_id) >= MOST_AT_ONCE
    begin = view.now + LOOK_AGAIN if full or view.freeze is not None else view.now
    preference = work.notifying.of(person.person_id)
    return ask_from(preference, view.plan.content, begin, place_of(person, office.own))


def _queue(
    work: Work, plan_id: str, person_id: str, times: int, at: datetime | None = None
) -> None:
    key = f"{VOTE_ASK}:{plan_id}:{person_id}:{times}"
    if at is not None:
        key += f":{at.isoformat()}"
    payload: dict[str, str | int] = {"plan_id": plan_id, "person_id": person_id, "times": times}
    work.jobs.enqueue(Job(VOTE_ASK, key, payload, run_at=at, priority=Priority.CARD))
