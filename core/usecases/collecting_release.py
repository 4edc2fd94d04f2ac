"""Nothing goes out before two people released the list of what would: after first books, books of
another system, a harder policy, or where many customers would move at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from core.domain.asking_again import Again, Past, again
from core.domain.collecting import (
    Cause,
    Found,
    Intended,
    Standstill,
    intended,
    is_news,
    list_hash,
    moves_many,
)
from core.domain.collection_events import RunReleased, StandstillBegun
from core.domain.customers import CustomerKey
from core.domain.errors import LostRace
from core.domain.event import Route, Stamp
from core.domain.events import PlanEnded
from core.domain.plans import AUTOMATIC, Action, Plan, PlanState
from core.domain.verdicts import State
from core.ports.engine import Job
from core.ports.office import Office
from core.ports.store import Work
from core.recording import COLLECT, end_plan, record
from core.usecases.collecting_proposals import behind
from core.usecases.filing import Request, file_plan

RUN_FILES = "run_files"
A_DAY = timedelta(days=1)
LONG_AGO = datetime.min.replace(tzinfo=UTC)
OF_SOURCES = frozenset({Cause.FIRST_BOOKS, Cause.NEW_SOURCE})


def stand_still(work: Work, now: datetime, *, office: Office) -> None:
    """Begin a standstill for each source that is new, and for a policy that hardened another."""
    history = work.runs.history()
    met = {one.about for one in history if one.cause in OF_SOURCES}
    for source in sorted({books.source for books in work.books.currents()} - met):
        _halt(work, Cause.NEW_SOURCE if met else Cause.FIRST_BOOKS, source, now, office)
        met.add(source)
    asked = max((one.since for one in history if one.cause is Cause.HARDENED), default=LONG_AGO)
    published = (one for one in work.policies.history() if one.hardened and one.since > asked)
    for version in sorted({one.version for one in published}):
        _halt(work, Cause.HARDENED, version, now, office)


def stand_still_for_many(
    work: Work, newest: Sequence[Found], customers: int, now: datetime, *, office: Office
) -> None:
    """Where more of so many customers would come to another stage within a day than may."""
    if work.runs.standing():
        return
    listed = _let_go(work, now)
    released = [one.released_at for one in work.runs.history() if one.released_at is not None]
    since = max([now - A_DAY, *released])
    moving = {one.customer for one in moves(work, newest)} - listed
    share = work.policies.current().letter_caps.share_per_day
    # Those who came to a stage today are among the customers, not among those who would.
    moved = len(moving) + len(work.episodes.moved_since(since) - listed)
    if moving and moves_many(moved, customers, share):
        _halt(work, Cause.MANY, str(moved), now, office)


def _let_go(work: Work, now: datetime) -> set[CustomerKey]:
    """Whoever is on a list that was released within a day: two people agreed to their moves."""
    lists = {
        one.plan_id
        for one in work.runs.history()
        if one.released_at is not None and one.released_at > now - A_DAY
    }
    return {line.customer for one in lists for line in work.runs.shown(one)}


def moves(work: Work, newest: Sequence[Found]) -> list[Found]:
    """Customers who are chased at another stage than the one that was last acted on."""
    at = {one.customer: one.stage for one in work.episodes.all_open()}
    chased = (one for one in newest if one.state is State.CHASING and one.stage)
    return [one for one in chased if at.get(one.customer, "") != one.stage]


def _halt(work: Work, cause: Cause, about: str, now: datetime, office: Office) -> None:
    halt = Standstill(str(uuid4()), cause, about, now)
    work.runs.halt(halt)
    event = StandstillBegun(standstill_id=halt.standstill_id, cause=cause.value, about=about)
    record(work, event, office.stamp(now, "", Route.AUTOMATION))


def show_list(work: Work, newest: Sequence[Found], now: datetime, *, office: Office) -> Plan | None:
    """Have two people decide on what would be done, in the place of a list that lacks something. A
    list with nothing on it is shown to nobody."""
    standing, lines = work.runs.standing(), intended(newest)
    shown = next(iter(work.plans.open_of(Action.RELEASE_RUN)), None)
    if shown is not None:
        asked = all(one.plan_id == shown.plan_id for one in standing)
        if asked and not is_news(lines, work.runs.shown(shown.plan_id)):
            return shown
    requester = behind(work)
    if not lines or not requester or _wants_rest(work, standing, office):
        return shown
    stamp = office.stamp(now, "", Route.AUTOMATION)
    if shown is not None:
        end_plan(work, shown, PlanState.SUPERSEDED, "newer_list", stamp)
    return _ask(work, standing, lines, requester, now, office)


def _ask(
    work: Work,
    standing: Sequence[Standstill],
    lines: Sequence[Intended],
    requester: str,
    now: datetime,
    office: Office,
) -> Plan:
    request = Request(
        action=Action.RELEASE_RUN,
        requester=requester,
        filed_by=AUTOMATIC,
        route=Route.AUTOMATION,
        subject=list_hash(lines),
    )
    plan = file_plan(work, request, now=now, office=office)
    work.runs.show(plan.plan_id, lines)
    work.jobs.enqueue(Job(RUN_FILES, f"{RUN_FILES}:{plan.plan_id}", {"plan_id": plan.plan_id}))
    for one in standing:
        work.runs.update(replace(one, plan_id=plan.plan_id))
    return plan


def _wants_rest(work: Work, standing: Sequence[Standstill], office: Office) -> bool:
    """Did somebody reject the list, and wants to be asked later?"""
    plans = [work.plans.get(one.plan_id) for one in standing if one.plan_id]
    rejected = [plan for plan in plans if plan.state is PlanState.REJECTED]
    today = office.today(office.clock())
    return any(
        again([_past(work, plan, office)], today, office.own.country) is Again.REST
        for plan in rejected
    )


def _past(work: Work, plan: Plan, office: Office) -> Past:
    events = work.events.of_plan(plan.plan_id)
    ends = [office.today(one.stamp.at) for one in events if isinstance(one.event, PlanEnded)]
    return Past(plan.state, plan.ended_why, ends[-1] if ends else None, plan.ask_again_on)


def release(work: Work, plan: Plan, stamp: Stamp) -> None:
    """Two people let the list go: the run goes on from here, and what is not due any more by then
    is not done. Raises LostRace where the list is not the one that they saw."""
    lines = work.runs.shown(plan.plan_id)
    if list_hash(lines) != plan.content.subject:
        raise LostRace(state=plan.state)
    standing = [one for one in work.runs.standing() if one.plan_id == plan.plan_id]
    for one in standing:
        work.runs.update(replace(one, released_at=stamp.at))
    event = RunReleased(
        plan_id=plan.plan_id,
        standstill_ids=tuple(one.standstill_id for one in standing),
        lines=len(lines),
        list_hash=plan.content.subject,
    )
    record(work, event, stamp)
    work.jobs.enqueue(Job(COLLECT, f"{COLLECT}:released:{plan.plan_id}", lane=COLLECT))
