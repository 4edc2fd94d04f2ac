"""Azure spend as the stand-in counts it, read each day by a desk that runs, until it stands out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.work import bill_reader
from core.domain.cases import Case
from core.domain.customers import Generation
from core.domain.partners import Partner
from core.domain.plans import Reason
from core.domain.signals import SignalKind
from core.ports.store import Work
from sandbox.clock import as_text
from tests.world import World

BEGINS = datetime(2026, 10, 13, 9, tzinfo=UTC)
QUIET = 16


def a_day(world: World, number: int) -> None:
    """The desk reads what was counted up to midnight."""
    world.move_clock(as_text(BEGINS + timedelta(days=number)))
    desk = world.installation.desk
    assert desk is not None and desk.center is not None
    bill_reader(desk.center, world.office).read_spending(Partner("main"))
    world.settled()


def costs_more(world: World, azure: str, a_day: int) -> None:
    asked = {"account": "main", "entitlement_id": azure, "extra_per_day": a_day}
    answer = world.driver.http.post("/sandbox/partner-center/money", json=asked)
    assert answer.status_code == 200


def test_abuse_opens_a_case_on_the_next_day(world: World) -> None:
    lumen = world.customer("lumen").key

    def cases(work: Work) -> list[Case]:
        return work.cases.open_for(lumen, Reason.FRAUD)

    for number in range(QUIET):
        a_day(world, number)
    assert world.ask(cases) == []
    known = world.ask(lambda work: work.customers.subscriptions(lumen))
    azure = [one for one in known if one.generation is Generation.AZURE]
    costs_more(world, next(one.subscription_id for one in azure if one.status == "active"), 3000)
    a_day(world, QUIET)
    a_day(world, QUIET + 1)
    (case,) = world.ask(cases)
    (signal,) = world.ask(lambda work: work.signals.of_case(case.case_id))
    assert signal.kind is SignalKind.SPEND_ANOMALY
    assert case.per_hour is not None and case.per_hour.amount > 50
