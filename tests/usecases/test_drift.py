"""What others change at Partner Center is told, and never fought."""

from __future__ import annotations

from dataclasses import replace

from core.domain.drift import DriftKind
from core.domain.events import SubscriptionDrifted
from core.domain.plans import StepState
from core.ports.sync import FoundDrift
from core.usecases import schedules
from sandbox.stories.driver import ALERTS, GENERAL, words_of
from tests.usecases.test_azure import LUMEN, in_portal, unpaid
from tests.usecases.test_sync import look_again
from tests.world import ADMINISTRATOR, AGENT, FIRST, World

EXCHANGE = "Exchange"


def found(world: World) -> list[FoundDrift]:
    return world.ask(lambda work: work.sync.drifts_since(world.now.replace(year=2020)))


def kinds(world: World) -> list[DriftKind]:
    return [one.kind for one in found(world)]


def alerts(world: World) -> str:
    return "\n".join(words_of(m) for m in world.driver.messages(ALERTS))


def open_suspensions(world: World, customer: str = "contoso") -> int:
    key = world.customer(customer).key
    return len(world.ask(lambda work: work.customers.open_suspensions(key)))


def digest_now(world: World) -> str:
    """What a digest says that is asked for now."""
    wish = schedules.Wish("0 9 * * mon-fri", "Europe/Berlin", GENERAL)
    schedules.schedule(wish, world.account(ADMINISTRATOR), office=world.office)
    schedules.run_now("1", world.account(AGENT), office=world.office)
    world.settled()
    return "\n".join(words_of(m) for m in world.driver.messages(GENERAL))


def test_reading_again_what_nobody_changed_finds_nothing(world: World) -> None:
    look_again(world, "contoso")
    assert found(world) == []


def test_what_we_do_ourselves_is_no_drift(world: World) -> None:
    world.suspended("contoso", EXCHANGE)
    look_again(world, "contoso")
    world.reinstate("contoso")
    world.vote(world.plan(), FIRST)
    world.settled()
    look_again(world, "contoso")
    assert found(world) == []


def test_each_change_is_told_once_and_all_of_them_in_the_digest(world: World) -> None:
    world.in_portal("contoso", EXCHANGE, quantity=7, autoRenewEnabled=False)
    look_again(world, "contoso")
    look_again(world, "contoso")

    assert sorted(kinds(world)) == ["renewal", "seats"]
    # Without a case they are no alert.
    assert "seats" not in alerts(world)
    said = digest_now(world)
    assert "has 7 seats, it had 10" in said
    assert "The renewal of" in said


def test_a_suspension_of_ours_that_somebody_lifted_is_over_and_its_requester_hears(
    world: World,
) -> None:
    plan = world.suspended("contoso", EXCHANGE)
    world.in_portal("contoso", EXCHANGE, status="active")
    sent = len(world.sends())
    look_again(world, "contoso")

    assert kinds(world) == [DriftKind.LIFTED]
    assert open_suspensions(world) == 0
    assert len(world.sends()) == sent
    thread = world.thread(plan)
    assert "was made active by somebody else" in thread
    assert "In the portal: admin.agent@partner.example" in thread
    assert "<@U0KANG> asked for it" in thread

    look_again(world, "contoso")
    assert kinds(world) == [DriftKind.LIFTED]


def test_one_that_others_suspended_is_told_and_never_lifted(world: World) -> None:
    world.in_portal("contoso", EXCHANGE, status="suspended")
    look_again(world, "contoso")

    assert kinds(world) == [DriftKind.SUSPENDED]
    assert "was suspended by somebody else" in alerts(world)
    (clock,) = world.ask(lambda work: work.clocks.running(world.customer("contoso").key))
    assert clock.found
    assert open_suspensions(world) == 0
    world.driver.command(AGENT, "/reinstate contoso")
    assert "No suspension of ours" in world.private(AGENT)
    assert world.sends() == []


def test_a_change_in_an_open_case_is_told_in_its_thread(world: World) -> None:
    plan = world.file("contoso", "Teams")
    world.in_portal("contoso", EXCHANGE, quantity=7)
    look_again(world, "contoso")
    assert "has 7 seats" in world.thread(plan)


def test_a_first_reading_finds_nothing_new(world: World) -> None:
    customer = world.customer("contoso")
    with world.office.store() as work:
        work.customers.save([replace(customer, read_at=None)])
        work.customers.save_subscriptions(customer.key, [])
        work.commit()
    look_again(world, "contoso")
    assert found(world) == []


def test_what_is_being_changed_is_left_to_whoever_changes_it(world: World) -> None:
    """A step that waits for a person is under way, whatever shows meanwhile."""
    plan = unpaid(world)
    (asked,) = (s.line for s in world.steps(plan) if s.state is StepState.INTENT)
    in_portal(world, asked.name, "inactive")
    look_again(world, LUMEN)
    assert found(world) == []


def test_a_record_that_cannot_be_read_leaves_out_who_it_was(world: World) -> None:
    world.in_portal("contoso", EXCHANGE, status="suspended")
    match = {"method": "GET", "path": "/v1/auditrecords"}
    fault = {"target": "partner-center", "kind": "status", "status": 403, "times": 50}
    answer = world.driver.http.post("/sandbox/faults", json={**fault, "match": match})
    answer.raise_for_status()
    look_again(world, "contoso")
    assert [(one.kind, one.who) for one in found(world)] == [(DriftKind.SUSPENDED, "")]


def test_the_event_names_nobody(world: World) -> None:
    world.in_portal("contoso", EXCHANGE, quantity=7)
    look_again(world, "contoso")
    at = world.now.replace(year=2020)
    (event,) = world.ask(lambda work: work.events.since(SubscriptionDrifted, at))
    (drift,) = found(world)
    assert "Exchange" in drift.name
    assert "Exchange" not in str(event)
