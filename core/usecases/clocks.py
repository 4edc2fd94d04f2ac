"""Data clocks are heard on their days, never stand still, never lose their owner; and two people
let the data go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from core import clocks
from core.domain.clocks import Alarm, Clock, Mark, due
from core.domain.customers import CustomerKey, Generation, Subscription
from core.domain.errors import ClockOver, LetterMissing, PlanAlreadyOpen
from core.domain.event import Route
from core.domain.events import ClockHandedOver, ClocksFound, ClockWarned, DataGone
from core.domain.people import AccountKey, Person, Role
from core.domain.plans import Action, Plan
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record
from core.usecases.clock_view import Ticking, shown
from core.usecases.filing import Request, file_plan
from core.usecases.finding import person_with


def tick(*, office: Office) -> None:
    """Hear every clock whose time has come, and hand over those whose owner left. Any number of
    processes may tick at once."""
    mend(office=office)
    now = office.clock()
    # Who only looks locks nothing.
    with office.store.reading() as work:
        running = work.clocks.running()
        left = _left(work, {clock.owner for clock in running})
    for clock in running:
        if clock.owner in left:
            _hand_over(clock.clock_id, office=office)
        if clock.next_at is not None and clock.next_at <= now:
            _hear(clock.clock_id, office=office)


# Clocks against suspensions


def mend(*, office: Office) -> None:
    """A suspension without its clock gets one, whoever suspended; a clock whose subscription is on
    again ends."""
    with office.store.reading() as work:
        if not (clocks.missing(work) or work.clocks.idle()):
            return
    with office.store() as work:
        begun = [_start(work, *one, office=office) for one in clocks.missing(work)]
        for clock in work.clocks.idle():
            clocks.end_for(work, clock.customer, clock.subscription_id, office=office)
        if found := [clock for clock in begun if clock.found]:
            _say_found(work, found, office)
        work.commit()


def _start(work: Work, key: CustomerKey, subscription_id: str, *, office: Office) -> Clock:
    """As it would have started, had it been written down at once."""
    known = {one.subscription_id: one for one in work.customers.subscriptions(key)}
    ours = [s for s in work.customers.open_suspensions(key) if s.subscription_id == subscription_id]
    subscription = known.get(subscription_id) or _unknown(key, subscription_id)
    if not ours:
        return clocks.start_for(work, subscription, office=office, found=True)
    content = work.plans.get(ours[0].plan_id).content
    return clocks.start_for(
        work, subscription, ours[0].since, office=office, owner=content.requester,
        plan_id=ours[0].plan_id, case_id=content.case_id or "",
    )  # fmt: skip


def _unknown(key: CustomerKey, one: str) -> Subscription:
    return Subscription(key, one, one, "", "suspended", 0, Generation.UNKNOWN)


def _say_found(work: Work, found: Sequence[Clock], office: Office) -> None:
    whose = sorted({str(clock.customer) for clock in found})
    event = ClocksFound(count=len(found), customers=tuple(whose), owner=found[0].owner)
    record(work, event, office.stamp(office.clock(), "", Route.AUTOMATION))


# Who answers


def _left(work: Work, owners: Iterable[str]) -> set[str]:
    """Those who may decide nothing any more, while there is an administrator to take over."""
    heir = clocks.administrator(work)
    if not heir:
        return set()
    return {one for one in owners if not one or not clocks.answers(work, work.people.get(one))}


def _hand_over(clock_id: str, *, office: Office) -> None:
    now = office.clock()
    with office.store() as work:
        clock = work.clocks.hold(clock_id)
        if clock.ended_at is not None or not _left(work, [clock.owner]):
            return
        taken = replace(clock, owner=clocks.administrator(work))
        work.clocks.update(taken)
        event = ClockHandedOver(
            case_id=clock.case_id,
            clock_id=clock_id,
            customer=str(clock.customer),
            subscription_id=clock.subscription_id,
            before=clock.owner,
            owner=taken.owner,
        )
        record(work, event, office.stamp(now, "", Route.AUTOMATION))
        clocks.draw(work, taken, f"owner:{taken.owner}:{now.isoformat()}")
        work.commit()


# What is heard


def _hear(clock_id: str, *, office: Office) -> None:
    """Say the newest alarm that has come; whatever was missed while nothing ran has had its
    turn."""
    now = office.clock()
    with office.store() as work:
        clock = work.clocks.hold(clock_id)
        if clock.ended_at is not None or clock.next_at is None or clock.next_at > now:
            return
        found = due(clock, work.clocks.heard(clock_id), now, office.own)
        for alarm in found.missed:
            work.clocks.ring(clock_id, alarm, now, said=False)
        if found.said is not None and work.clocks.ring(clock_id, found.said, now, said=True):
            _say(work, clock, found.said, now, office)
        work.clocks.update(replace(clock, next_at=found.next_at))
        work.commit()


def _say(work: Work, clock: Clock, alarm: Alarm, now: datetime, office: Office) -> None:
    today = office.today(now)
    asks = clock.asks(today)
    called = _called(work, clock, everybody=asks or alarm.mark is Mark.GONE)
    whose = {
        "case_id": clock.case_id,
        "clock_id": clock.clock_id,
        "customer": str(clock.customer),
        "subscription_id": clock.subscription_id,
        "gone_from": str(clock.gone_from),
    }
    event = (
        DataGone(**whose, called=called)
        if alarm.mark is Mark.GONE
        else ClockWarned(
            **whose, mark=alarm.mark.value, day=clock.day(today), days=clock.days(), asks=asks,
            called=called,
        )
    )  # fmt: skip
    record(work, event, office.stamp(now, "", Route.AUTOMATION))
    if asks or alarm.mark is Mark.GONE:
        clocks.draw(work, clock, alarm.key)


def _called(work: Work, clock: Clock, *, everybody: bool) -> tuple[str, ...]:
    """The owner, and every administrator while a decision is wanted."""
    administrators = work.people.with_role(Role.ADMINISTRATOR) if everybody else []
    others = [p.person_id for p in administrators if clocks.answers(work, p)]
    return tuple(dict.fromkeys([*filter(None, [clock.owner]), *others]))


# Letting go


def look(clock_id: str, account: AccountKey, *, office: Office) -> Ticking:
    """The clock, for whoever may ask for something. Raises NoRole, NotEligible, and ClockOver where
    nothing is to be decided any more."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        clock = work.clocks.get(clock_id)
        if clock.ended_at is not None or clock.let_go_at is not None:
            raise ClockOver()
        return shown(work, [clock], office=office)[0]


def ask_to_let_go(clock_id: str, letter: str, account: AccountKey, *, office: Office) -> Plan:
    """File the decision, which takes two votes and changes nothing at Microsoft. `letter`: date or
    reference of the last one to the customer. Raises LetterMissing, ClockOver, PlanAlreadyOpen,
    NoRole, NotEligible."""
    if not letter.strip():
        raise LetterMissing()
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        clock = work.clocks.hold(clock_id)
        if clock.ended_at is not None or clock.let_go_at is not None:
            raise ClockOver()
        _check_alone(work, clock, person)
        request = Request(
            action=Action.LET_GO,
            requester=person.person_id,
            filed_by=person.person_id,
            route=Route.SLACK,
            note=letter.strip(),
            subject=clock_id,
            about=shown(work, [clock], office=office)[0].customer_name,
        )
        plan = file_plan(work, request, now=now, office=office)
        work.commit()
    return plan


def _check_alone(work: Work, clock: Clock, person: Person) -> None:
    other = clocks.letting_go(work, clock)
    if other is not None:
        mine = other.content.requester == person.person_id
        raise PlanAlreadyOpen(plan_id=other.plan_id, action=Action.LET_GO, mine=mine)
