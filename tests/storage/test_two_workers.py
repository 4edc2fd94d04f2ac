"""Two workers on one PostgreSQL: caps, the first step, and the breaker are of both together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import pairwise
from pathlib import Path
from threading import Barrier

import pytest

from bot.wiring import open_ledger, partner_center, slack_of, strict_office
from core.domain.plans import Plan, PlanState, Reason
from core.executor import Executor
from core.faults import Point, armed
from handlers.directory import SlackDirectory
from storage.opening import move_between
from tests.conftest import POLICY, a_world, with_caps
from tests.installation import DATABASE, copy_of
from tests.postgres import Server
from tests.world import World

CAPS = {"customers_per_hour": 3}
CUSTOMERS = (
    ("nordwind", "Office 365 E3"),
    ("ostsee", "E5"),
    ("tavira", "Business Premium"),
    ("contoso", "Exchange"),
)


@pytest.fixture
def world(server: Server, filled: Path, tmp_path: Path) -> Iterator[World]:
    """The desk on PostgreSQL; its own engine stands still, what happens is done by workers."""
    policy = tmp_path / "policy.toml"
    policy.write_text(with_caps(POLICY.read_text(encoding="utf-8"), CAPS), encoding="utf-8")
    with a_world(copy_of(filled, tmp_path / "desk"), policy) as made:
        made.settled()
        made.installation.stop_desk()
        made.installation.database = server.copy()
        file = f"sqlite:///{made.installation.folder / DATABASE}"
        move_between(file, made.installation.database)
        made.installation.start_desk()
        with made.engine_paused():
            yield made


@contextmanager
def working(world: World) -> Iterator[Callable[[Plan], None]]:
    """A process that works, as far as plans go: it takes a plan one step further."""
    settings, clock = world.installation.desk.settings, world.installation.ledger.clock
    with (
        closing(open_ledger(settings, clock)) as ledger,
        closing(partner_center(settings, clock)) as center,
    ):
        directory = SlackDirectory(slack_of(ledger), clock)
        executor = Executor(strict_office(ledger), center, directory)
        yield lambda plan: executor.advance(plan.plan_id)


def at_once(*acts: Callable[[], None]) -> None:
    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(act) for act in acts]:
            done.result()


def fraud(world: World, customer: str, *names: str) -> Plan:
    return world.approved(customer, *names, reason=Reason.FRAUD)


def test_the_last_place_under_a_cap_is_given_once_and_not_again_after_a_restart(
    world: World,
) -> None:
    spent = [fraud(world, *CUSTOMERS[0]), fraud(world, *CUSTOMERS[1])]
    one, other = fraud(world, *CUSTOMERS[2]), fraud(world, *CUSTOMERS[3])
    meeting = Barrier(2, timeout=20)

    def meet(point: str) -> None:
        if point == Point.INTENDING:
            meeting.wait()

    with working(world) as first, working(world) as second:
        for plan in spent:
            first(plan)
        with armed(meet):
            at_once(lambda: first(one), lambda: second(other))
    assert len(world.sends()) == 3
    plans = [world.again(plan) for plan in (one, other)]
    assert sorted(plan.waiting_for for plan in plans) == ["", "cap"]
    with working(world) as later:
        for plan in plans:
            later(plan)
    assert len(world.sends()) == 3


def test_the_second_step_is_sent_when_the_first_was_read_back_whoever_takes_it(
    world: World,
) -> None:
    plan = fraud(world, "contoso", "Exchange", "Business Premium")
    with working(world) as first, working(world) as second:
        for _ in range(8):
            at_once(lambda: first(plan), lambda: second(plan))
    assert world.again(plan).state is PlanState.FINISHED
    sent = [one["path"] for one in world.sends()]
    assert len(sent) == len(set(sent)) == 2
    course = [(one["method"], one["path"]) for one in world.requests()]
    for before, after in pairwise(sent):
        between = course[course.index(("PATCH", before)) : course.index(("PATCH", after))]
        assert ("GET", before) in between


def test_three_surprises_of_two_processes_freeze_and_a_restart_thaws_nothing(
    world: World,
) -> None:
    world.faults.partner_center("status", status=400, code="800002", times=3)
    plans = [fraud(world, *customer) for customer in CUSTOMERS]
    with working(world) as first:
        first(plans[0])
        first(plans[1])
    assert world.ask(lambda work: work.freezes.current()) is None
    with working(world) as second:
        second(plans[2])
    freeze = world.ask(lambda work: work.freezes.current())
    assert freeze is not None and freeze.why == "breaker"
    with working(world) as third:
        third(plans[3])
    assert world.again(plans[3]).waiting_for == "frozen"
    assert len(world.sends()) == 3
