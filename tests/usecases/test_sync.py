"""Reading Partner Center: in rounds that go on where they stood, at a pace, and losing nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from clients.activity import ActivityReader
from core.domain.customers import Customer, CustomerKey, ReadBack, Subscription
from core.domain.events import CustomersRead, RelationshipChanged
from core.domain.plans import PlanState
from core.domain.sync import MOST_IN_A_MINUTE, Round
from core.ports.outside import Answer, Missing, Unreachable
from core.usecases.customers import read_customer
from core.usecases.syncing import Reader, read_whole, stale, stands
from sandbox.clock import as_text
from tests.builders import a_subscription
from tests.office import Desk
from tests.world import FIRST, SECOND, World

ACCOUNT = "north"


def keys(count: int) -> list[CustomerKey]:
    return [CustomerKey(ACCOUNT, f"00000000-0000-4000-8000-{n:012}") for n in range(count)]


@dataclass
class Center:
    """A partner account of any size that counts what it is asked."""

    known: Sequence[CustomerKey]
    silent: set[CustomerKey] = field(default_factory=set)
    lost: set[CustomerKey] = field(default_factory=set)
    asked: list[CustomerKey] = field(default_factory=list)
    lists: int = 0
    down: bool = False

    def accounts(self) -> Sequence[str]:
        return (ACCOUNT,)

    def customers(self, account: str) -> Iterator[Customer]:
        self.lists += 1
        if self.down:
            raise Unreachable("503")
        return (self._named(key, "") for key in self.known)

    def _named(self, key: CustomerKey, country: str) -> Customer:
        return Customer(key, f"Customer {key.tenant_id[-4:]}", "example.com", country)

    def customer(self, key: CustomerKey) -> Customer:
        if key in self.lost:
            raise Missing("20002")
        return self._named(key, "DE")

    def subscriptions(self, key: CustomerKey) -> list[Subscription]:
        self.asked.append(key)
        if key in self.silent:
            raise Unreachable("no answer")
        if key in self.lost:
            raise Missing("20002")
        return [a_subscription(customer=key, subscription_id=f"s-{key.tenant_id}")]

    def read(self, key: CustomerKey, subscription_id: str, under: str = "") -> ReadBack:
        raise NotImplementedError

    def change(self, read: ReadBack, changes: object, **ids: object) -> Answer:
        raise NotImplementedError


def round_of(desk: Desk) -> Round:
    with desk.store.reading() as work:
        found = work.sync.round(ACCOUNT)
    assert found is not None
    return found


def known(desk: Desk, key: CustomerKey) -> Customer | None:
    with desk.store.reading() as work:
        return work.customers.get(key)


def whole(desk: Desk, center: Center) -> Round:
    def wait(seconds: float) -> None:
        desk.now += timedelta(seconds=seconds)

    round = read_whole(Reader(desk.office, center), ACCOUNT, wait=wait)
    assert round is not None
    return round


def test_a_round_reads_everybody_and_says_so(desk: Desk) -> None:
    center = Center(keys(7))
    round = whole(desk, center)

    assert (round.read, round.subscriptions, round.unread, round.open) == (7, 7, 0, False)
    assert center.asked == keys(7)
    with desk.store.reading() as work:
        (read,) = (
            r.event
            for r in work.events.since(CustomersRead, desk.now)
            if isinstance(r.event, CustomersRead) and r.event.account == ACCOUNT
        )
        assert read.customers == 7


def test_the_next_round_begins_on_time_and_asks_less(desk: Desk) -> None:
    center = Center(keys(3))
    reader = Reader(desk.office, center)
    whole(desk, center)
    assert reader.go_on(ACCOUNT) is None

    desk.now += timedelta(hours=1, seconds=1)
    again = reader.go_on(ACCOUNT)

    assert again is not None
    assert again.read == 3
    # Names came with the list, and the country is known: one request for each.
    assert again.spent == 1 + 3


def test_a_process_that_is_told_to_end_leaves_the_rest_to_another(desk: Desk) -> None:
    """It would read for hours otherwise; nobody has to wait until its hold runs out."""
    center = Center(keys(6))
    first = Reader(desk.office, center, ending=lambda: len(center.asked) == 4)
    left = read_whole(first, ACCOUNT, wait=lambda seconds: None)
    assert left is not None
    assert (left.read, left.open, left.holder) == (4, True, "")

    assert whole(desk, center).read == 6
    assert center.asked == keys(6)


def test_a_process_that_dies_is_followed_by_one_that_goes_on_where_it_stood(desk: Desk) -> None:
    center = Center(keys(6))

    def die(round: Round) -> None:
        if round.read == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Reader(desk.office, center).go_on(ACCOUNT, progress=die)

    other = Reader(desk.office, center)
    assert other.go_on(ACCOUNT) is None  # It may still be alive.
    desk.now += timedelta(minutes=1)
    round = other.go_on(ACCOUNT)

    assert round is not None
    assert (round.read, round.open) == (6, False)
    assert center.asked == keys(6)
    assert center.lists == 1


def test_one_that_was_only_slow_stops_once_another_goes_on(desk: Desk) -> None:
    center = Center(keys(4))
    slow, quick = Reader(desk.office, center), Reader(desk.office, center)

    def overtaken(round: Round) -> None:
        if round.read == 2:
            desk.now += timedelta(minutes=1)
            assert quick.go_on(ACCOUNT) is not None

    assert slow.go_on(ACCOUNT, progress=overtaken) is None
    assert round_of(desk).read == 4


def test_no_minute_sees_more_requests_than_it_may(desk: Desk) -> None:
    center = Center(keys(300))
    reader = Reader(desk.office, center)
    first = reader.go_on(ACCOUNT)

    assert first is not None
    assert first.open
    assert first.spent <= MOST_IN_A_MINUTE
    before = len(center.asked)
    # Another process, in the same minute, shares its requests.
    Reader(desk.office, center).go_on(ACCOUNT)
    assert len(center.asked) == before

    desk.now += timedelta(minutes=1)
    assert reader.go_on(ACCOUNT) is not None
    assert len(center.asked) > before


def test_waiting_for_minutes_reads_them_all(desk: Desk) -> None:
    began = desk.now
    round = whole(desk, Center(keys(300)))
    assert (round.read, round.open) == (300, False)
    assert desk.now - began >= timedelta(minutes=2)


def test_what_cannot_be_read_keeps_what_was_known(desk: Desk) -> None:
    center = Center(keys(3))
    whole(desk, center)
    center.silent.add(keys(3)[1])
    desk.now += timedelta(hours=2)
    round = whole(desk, center)

    assert (round.read, round.unread) == (2, 1)
    with desk.store.reading() as work:
        assert len(work.customers.subscriptions(keys(3)[1])) == 1


def test_many_that_cannot_be_read_are_left_to_the_next_minute(desk: Desk) -> None:
    center = Center(keys(20), silent=set(keys(20)))
    round = Reader(desk.office, center).go_on(ACCOUNT)
    assert round is not None
    assert round.open
    assert len(center.asked) == round.unread == 5


def test_a_list_that_cannot_be_had_is_a_trouble_and_the_next_try_goes_on(desk: Desk) -> None:
    center = Center(keys(2), down=True)
    failed = whole(desk, center)
    assert (failed.trouble, failed.finished_at) == ("503", None)

    center.down = False
    assert (whole(desk, center).read, round_of(desk).trouble) == (2, "")


def test_an_account_that_nobody_could_read_for_a_day_is_named(desk: Desk) -> None:
    whole(desk, Center(keys(1)))
    desk.now += timedelta(days=1)
    with desk.store.reading() as work:
        (stand,) = stands(work, [ACCOUNT])
    assert not stand.is_stale(desk.now)
    assert stand.is_stale(desk.now + timedelta(minutes=1))


def test_a_lost_customer_is_told_once_and_keeps_everything(desk: Desk) -> None:
    center = Center(keys(2))
    whole(desk, center)
    center.lost = {keys(2)[0]}
    for _ in range(2):
        desk.now += timedelta(hours=2)
        whole(desk, center)

    found = known(desk, keys(2)[0])
    assert found is not None
    assert found.relationship == "none"
    with desk.store.reading() as work:
        assert work.customers.subscriptions(keys(2)[0])
        told = work.events.since(RelationshipChanged, desk.now - timedelta(hours=5))
    assert [getattr(r.event, "now", "") for r in told] == ["none"]

    center.lost.clear()
    desk.now += timedelta(hours=2)
    whole(desk, center)
    again = known(desk, keys(2)[0])
    assert again is not None
    assert again.relationship == "reseller"
    with desk.store.reading() as work:
        told = work.events.since(RelationshipChanged, desk.now - timedelta(hours=9))
    assert [getattr(r.event, "now", "") for r in told] == ["none", "reseller"]


# With the whole world


def look_again(world: World, customer: str) -> None:
    """Read one customer, as a round does."""
    center = world.installation.desk.center
    assert center is not None
    key = world.customer(customer).key
    activity = ActivityReader(center.lines)
    read_customer(key, office=world.office, partner_center=center, activity=activity)
    world.settled()


def end_relationship(world: World, customer: str) -> None:
    tenant_id = world.customer(customer).key.tenant_id
    body = {"customer_id": tenant_id, "set": {"relationshipToPartner": "none"}}
    world.driver.http.post("/sandbox/partner-center/portal", json=body).raise_for_status()


def test_nothing_is_sent_for_a_customer_that_is_lost(world: World) -> None:
    plan = world.file("contoso", "Exchange")
    end_relationship(world, "contoso")
    look_again(world, "contoso")
    assert "no customer of ours" in world.thread(plan)

    world.vote(plan, FIRST)
    world.vote(plan, SECOND)
    world.settled()

    assert world.again(plan).state is PlanState.NEEDS_HUMAN
    assert world.sends() == []
    assert "no customer of ours" in world.command("U0KANG", "/standing contoso")


def test_a_desk_that_was_read_today_is_not_stale(world: World) -> None:
    assert stale(world.office) == ""
    world.move_clock(as_text(world.now + timedelta(days=2)))
    assert set(stale(world.office).split(", ")) == {"main", "china"}
