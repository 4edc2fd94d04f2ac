"""The data clock in a whole world: it runs exactly while a subscription is suspended, is heard on
its days, asks near its end, and never loses its owner."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from core import clocks as clocked
from core.domain.changes import OFF
from core.domain.clocks import Clock
from core.domain.customers import Customer, CustomerKey
from core.domain.errors import ClockOver, LetterMissing, PlanAlreadyOpen, PlanOver
from core.domain.events import ClockHandedOver, ClockWarned, DataGone, DataLetGo, Event
from core.domain.plans import Plan, PlanState, Reason
from core.domain.retention import Kind
from core.ports.store import Work
from core.usecases import clocks
from sandbox.clock import as_text
from tests.world import ADMINISTRATOR, AGENT, FIRST, OTHER_AGENT, SECOND, World

HAICHUANG = "haichuang"
A_LONG_TIME_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@pytest.fixture
def china(world: World) -> Clock:
    """A licence of 21Vianet that was suspended for fraud on Monday, 12 October."""
    return suspended_in_china(world)


def suspended_in_china(world: World) -> Clock:
    (customer,) = (c for c in everybody(world) if HAICHUANG in c.domain)
    (first, *_) = [
        s.offer_name
        for s in world.ask(lambda work: work.customers.subscriptions(customer.key))
        if s.status == "active" and not s.is_addon()
    ]
    plan = world.suspended(customer.domain, first, reason=Reason.FRAUD)
    assert plan.state is PlanState.FINISHED
    (clock, *_) = world.ask(lambda work: work.clocks.of_plan(plan.plan_id))
    return clock


def everybody(world: World) -> list[Customer]:
    return world.ask(lambda work: work.customers.all())


def again(world: World, clock: Clock) -> Clock:
    return world.ask(lambda work: work.clocks.get(clock.clock_id))


def on_day(world: World, clock: Clock, day: int) -> None:
    """Ten in the morning of so many days after; the minute's tick has come."""
    moment = datetime(2026, 10, 12, 9, 0, tzinfo=UTC) + timedelta(days=day)
    assert clock.began == date(2026, 10, 12)
    if moment > world.now:
        world.move_clock(as_text(moment))
    clocks.tick(office=world.office)
    world.settled()


def heard(world: World, clock: Clock, kind: type[Event] = ClockWarned) -> list[Event]:
    events = world.ask(lambda work: work.events.since(kind, A_LONG_TIME_AGO))
    return [r.event for r in events if getattr(r.event, "clock_id", "") == clock.clock_id]


def days_heard(world: World, clock: Clock) -> list[int]:
    return [event.day for event in heard(world, clock) if isinstance(event, ClockWarned)]


def off(work: Work) -> set[tuple[CustomerKey, str]]:
    """Whatever was read as suspended, or is suspended by us."""
    found = set()
    for customer in work.customers.all():
        known = work.customers.subscriptions(customer.key)
        found |= {(s.customer, s.subscription_id) for s in known if s.status in OFF}
        ours = work.customers.open_suspensions(customer.key)
        found |= {(s.customer, s.subscription_id) for s in ours}
    return found


def ticking(work: Work) -> set[tuple[CustomerKey, str]]:
    return {(clock.customer, clock.subscription_id) for clock in work.clocks.running()}


def test_21vianet_is_heard_on_its_days_once_each_also_over_a_restart(
    world: World, china: Clock
) -> None:
    assert (china.kind, china.gone_from) == (Kind.CHINA, date(2026, 12, 11))
    on_day(world, china, 29)
    assert days_heard(world, china) == []
    for day in (30, 45, 53):
        on_day(world, china, day)
        clocks.tick(office=world.office)
    assert days_heard(world, china) == [30, 45, 53]
    world.installation.stop_desk()
    world.installation.start_desk()
    on_day(world, china, 53)
    assert days_heard(world, china) == [30, 45, 53]

    # Nobody answers, so it comes every day; on day 57 and 59 as the warning of that day.
    for day in (54, 57, 59):
        on_day(world, china, day)
    assert [e.mark for e in heard(world, china) if isinstance(e, ClockWarned)] == [
        "half", "three_quarters", "week", "daily", "three_days", "last_day",
    ]  # fmt: skip
    on_day(world, china, 60)
    on_day(world, china, 61)
    assert len(heard(world, china, DataGone)) == 1
    assert days_heard(world, china) == [30, 45, 53, 54, 57, 59]
    said = world.thread(world.ask(lambda work: work.plans.get(china.plan_id)))
    for once in ("Today is day 30 of 60", "Today is day 59 of 60", "may be deleted from today"):
        assert sum(once in message for message in said.splitlines()) == 1
    assert f"<@{AGENT}>" in said and f"<@{ADMINISTRATOR}>" in said


def test_after_a_silence_one_message_is_enough(world: World, china: Clock) -> None:
    world.installation.stop_desk()
    world.move_clock(as_text(datetime(2026, 12, 8, 9, tzinfo=UTC)))
    world.installation.start_desk()
    on_day(world, china, 57)
    assert days_heard(world, china) == [57]
    assert again(world, china).link, "it asks at once, though day 53 was missed"


def test_two_people_let_the_data_go_and_nobody_is_asked_any_more(
    world: World, china: Clock
) -> None:
    on_day(world, china, 53)
    plan = let_go(world, china)
    with pytest.raises(PlanAlreadyOpen):
        let_go(world, china, OTHER_AGENT)
    before = len(world.sends())
    world.vote(plan, FIRST)
    assert again(world, china).let_go_at is None
    world.vote(plan, SECOND)
    world.settled()

    gone = again(world, china)
    assert gone.let_go_at is not None and gone.letter == "registered letter of 1 Dec"
    assert len(heard(world, china, DataLetGo)) == 1
    assert len(world.sends()) == before, "it changes nothing at Microsoft"
    with pytest.raises(ClockOver):
        let_go(world, china)
    for day in (54, 57, 59, 60):
        on_day(world, china, day)
    assert days_heard(world, china) == [53]
    assert len(heard(world, china, DataGone)) == 1


def let_go(world: World, clock: Clock, user: str = AGENT) -> Plan:
    account, letter = world.account(user), "registered letter of 1 Dec "
    return clocks.ask_to_let_go(clock.clock_id, letter, account, office=world.office)


def test_data_is_let_go_with_a_letter_only(world: World, china: Clock) -> None:
    with pytest.raises(LetterMissing):
        clocks.ask_to_let_go(china.clock_id, "  ", world.account(AGENT), office=world.office)


def test_reinstating_ends_it_and_suspending_again_starts_another(
    world: World, china: Clock
) -> None:
    on_day(world, china, 53)
    asked = let_go(world, china)
    customer = world.ask(lambda work: work.customers.get(china.customer))
    assert customer is not None
    world.reinstate(customer.domain)
    world.vote(world.plan(customer.domain), FIRST)
    world.settled()

    ended = again(world, china)
    assert (ended.ended_why, ended.next_at) == ("reinstated", None)
    assert world.again(asked).state is PlanState.WITHDRAWN
    with pytest.raises(PlanOver):
        world.vote(asked, FIRST)
    on_day(world, china, 60)
    assert heard(world, china, DataGone) == []
    another = suspended_in_china(world)
    assert another.clock_id != china.clock_id and another.began == date(2026, 12, 11)


def test_the_clock_of_somebody_who_left_goes_to_an_administrator(
    world: World, china: Clock
) -> None:
    clocks.tick(office=world.office)
    assert heard(world, china, ClockHandedOver) == []
    world.change_person(AGENT, deleted=True)
    world.settled()
    for _ in range(2):
        clocks.tick(office=world.office)
    heir = world.ask(lambda work: work.people.by_account(world.account(ADMINISTRATOR)))
    assert heir is not None
    assert again(world, china).owner == heir.person_id
    assert len(heard(world, china, ClockHandedOver)) == 1


def test_no_suspension_is_without_its_clock_whoever_suspended(world: World) -> None:
    world.suspended("contoso", "Exchange", "Teams", reason=Reason.FRAUD)
    world.in_portal("nordwind", "", status="suspended")
    world.installation.desk.read_customers()
    world.settled()
    assert world.ask(clocked.missing) == []
    assert world.ask(off) == world.ask(ticking)

    (found, *_) = [
        c for c in world.ask(lambda work: work.clocks.running(world.customer("nordwind").key))
        if c.found
    ]  # fmt: skip
    assert found.owner == world.ask(clocked.administrator)
    assert found.began == date(2026, 10, 12)
    world.in_portal("nordwind", "", status="active")
    world.in_portal("contoso", "Exchange", status="active")
    world.installation.desk.read_customers()
    world.settled()
    assert again(world, found).ended_why == "lifted"
    assert world.ask(clocked.missing) == []
    assert world.ask(off) == world.ask(ticking)


def test_one_that_lost_its_clock_gets_it_back(world: World, china: Clock) -> None:
    """As a database may have it that is older than the clocks."""
    with world.office.store() as work:
        clocked.end_for(work, china.customer, china.subscription_id, office=world.office)
        work.commit()
    assert (china.customer, china.subscription_id) in world.ask(clocked.missing)
    clocks.tick(office=world.office)
    found = world.ask(lambda work: work.clocks.of(china.customer, china.subscription_id))
    assert found is not None
    assert (found.began, found.owner, found.plan_id) == (china.began, china.owner, china.plan_id)
    assert world.ask(clocked.missing) == []
