"""Data clocks run exactly while subscriptions are suspended: they start and end in the transaction
in which that is written down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from core.domain.changes import OFF
from core.domain.clocks import ASKS_BEFORE, Clock, due, first_look
from core.domain.customers import CustomerKey, Generation, Subscription
from core.domain.event import Route, Stamp
from core.domain.events import ClockEnded, ClockMoved, ClockStarted, DataLetGo
from core.domain.people import Person, Role, ineligibility
from core.domain.plans import Action, Plan, PlanState, digest
from core.domain.retention import kind_of, retention
from core.ports.engine import Job, Priority
from core.ports.office import Office
from core.ports.store import Work
from core.recording import end_plan, record, repaint

CLOCK = "clock"
REINSTATED, LIFTED, AGAIN = "reinstated", "lifted", "suspended_again"
# Why a clock ends, by the status that was read.
OVER = {"active": LIFTED, "deleted": "deleted"}


def start_for(
    work: Work,
    subscription: Subscription,
    since: datetime | None = None,
    *,
    office: Office,
    owner: str = "",
    plan_id: str = "",
    case_id: str = "",
    found: bool = False,
) -> Clock:
    """The clock of a suspended subscription: the one that runs, or a new one. `found`: somebody
    else suspended it, perhaps earlier; without `since` it counts from now. Without an owner an
    administrator answers for it."""
    running = work.clocks.of(subscription.customer, subscription.subscription_id)
    if running is not None:
        return _moved(work, running, subscription, office=office)
    clock = _new(subscription, since or office.clock(), office)
    answers_for = owner or administrator(work)
    clock = replace(clock, owner=answers_for, plan_id=plan_id, case_id=case_id, found=found)
    work.clocks.add(clock)
    _say_started(work, clock, office)
    return clock


def _new(subscription: Subscription, since: datetime, office: Office) -> Clock:
    cloud, began = office.partner(subscription.customer).cloud, office.today(since)
    clock = Clock(
        clock_id=str(uuid4()),
        customer=subscription.customer,
        subscription_id=subscription.subscription_id,
        kind=kind_of(subscription, cloud),
        since=since,
        began=began,
        found=False,
        gone_from=retention(subscription, cloud, began).gone_from,
        owner="",
    )
    return replace(clock, next_at=first_look(clock, office.clock(), office.own))


def _say_started(work: Work, clock: Clock, office: Office) -> None:
    event = ClockStarted(
        case_id=clock.case_id,
        clock_id=clock.clock_id,
        customer=str(clock.customer),
        subscription_id=clock.subscription_id,
        kind=clock.kind.value,
        since=clock.since,
        found=clock.found,
        gone_from=str(clock.gone_from or ""),
        owner=clock.owner,
    )
    record(work, event, _stamp(office))


def _moved(work: Work, clock: Clock, subscription: Subscription, *, office: Office) -> Clock:
    """Its term may have been renewed meanwhile, or be known only now."""
    cloud = office.partner(clock.customer).cloud
    kind, gone_from = kind_of(subscription, cloud), retention(subscription, cloud, clock.began)
    if subscription.generation is Generation.UNKNOWN or gone_from.gone_from == clock.gone_from:
        return clock
    moved = replace(clock, kind=kind, gone_from=gone_from.gone_from)
    found = due(moved, work.clocks.heard(clock.clock_id), office.clock(), office.own)
    moved = replace(moved, next_at=office.clock() if found.said else found.next_at)
    work.clocks.update(moved)
    event = ClockMoved(
        case_id=clock.case_id,
        clock_id=clock.clock_id,
        customer=str(clock.customer),
        subscription_id=clock.subscription_id,
        before=str(clock.gone_from or ""),
        gone_from=str(moved.gone_from or ""),
    )
    record(work, event, _stamp(office))
    draw(work, moved, f"moved:{moved.gone_from}")
    return moved


def end_for(
    work: Work, key: CustomerKey, subscription_id: str, why: str = LIFTED, *, office: Office
) -> Clock | None:
    """The subscription is no longer suspended. None where no clock runs for it."""
    clock = work.clocks.of(key, subscription_id)
    if clock is None:
        return None
    stamp = _stamp(office)
    ended = replace(clock, ended_at=stamp.at, ended_why=why, next_at=None)
    work.clocks.update(ended)
    event = ClockEnded(
        case_id=clock.case_id,
        clock_id=clock.clock_id,
        customer=str(clock.customer),
        subscription_id=clock.subscription_id,
        why=why,
    )
    record(work, event, stamp)
    for plan in _letting_go(work, clock):
        end_plan(work, plan, PlanState.WITHDRAWN, "clock_ended", stamp)
    if clock.link or clock.within(ASKS_BEFORE, office.today(stamp.at)):
        draw(work, ended, "ended")
    if clock.plan_id:
        repaint(work, clock.plan_id, f"clock:{clock.clock_id}:ended")
    return ended


def follow(work: Work, key: CustomerKey, read: Iterable[Subscription], *, office: Office) -> None:
    """What was read of a customer: whatever is off has its clock, and what is on again has none."""
    running = {clock.subscription_id for clock in work.clocks.running(key)}
    for one in read:
        if one.status in OFF:
            start_for(work, one, office=office, found=True)
        elif one.subscription_id in running and one.status in OVER:
            end_for(work, key, one.subscription_id, OVER[one.status], office=office)


def let_go(work: Work, plan: Plan, stamp: Stamp, *, office: Office) -> None:
    """Two people decided that the data may go: the clock asks no more. Raises LostRace where it
    has ended."""
    clock = work.clocks.hold(plan.content.subject)
    gone = replace(clock, let_go_at=stamp.at, letter=plan.note)
    heard = work.clocks.heard(clock.clock_id)
    work.clocks.update(replace(gone, next_at=due(gone, heard, stamp.at, office.own).next_at))
    event = DataLetGo(
        plan_id=plan.plan_id,
        case_id=clock.case_id,
        clock_id=clock.clock_id,
        customer=str(clock.customer),
        subscription_id=clock.subscription_id,
        gone_from=str(clock.gone_from or ""),
        letter_digest=digest(plan.note),
    )
    record(work, event, stamp)
    draw(work, gone, "let_go")


def _letting_go(work: Work, clock: Clock) -> Iterable[Plan]:
    """The open plan to let its data go."""
    return [p for p in work.plans.open_of(Action.LET_GO) if p.content.subject == clock.clock_id]


def letting_go(work: Work, clock: Clock) -> Plan | None:
    """The open plan to let its data go, if there is one."""
    return next(iter(_letting_go(work, clock)), None)


def missing(work: Work) -> list[tuple[CustomerKey, str]]:
    """Customer and subscription of every suspension without its clock: there must be none."""
    return work.clocks.missing()


def draw(work: Work, clock: Clock, occasion: str) -> None:
    """Have the clock's question drawn, if it has one."""
    key, named = f"clock:{clock.clock_id}:{occasion}", {"clock_id": clock.clock_id}
    lane = f"clock:{clock.clock_id}"
    work.jobs.enqueue(Job(CLOCK, key, named, lane=lane, priority=Priority.CARD))


# Who answers for a clock


def administrator(work: Work) -> str:
    """The first administrator who can act, or nobody."""
    able = [p.person_id for p in work.people.with_role(Role.ADMINISTRATOR) if answers(work, p)]
    first = work.desk.get("first_administrator")
    return first if first in able else next(iter(able), "")


def answers(work: Work, person: Person) -> bool:
    """Has this person a role, and an account that is not known to be closed?"""
    team, known = work.desk.get("home_team"), person.member
    return person.has(*Role) and (known is None or ineligibility(known, team) is None)


def _stamp(office: Office) -> Stamp:
    return office.stamp(office.clock(), "", Route.AUTOMATION)
