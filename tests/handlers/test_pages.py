"""A page through the running desk: written to one person, said in the channel, taken by a click."""

from __future__ import annotations

from core.domain.cases import Case, Severity
from core.domain.events import Route
from core.domain.paging import Why
from core.domain.plans import Reason
from core.domain.prints import Card
from core.usecases import on_call
from core.usecases.case_opening import open_for_signal
from core.usecases.paging import page
from sandbox.stories.driver import ALERTS, Json, words_of
from storage.figures import Counting
from tests.a_pager import SCHEDULE
from tests.handlers.a_pack import printed
from tests.world import ADMINISTRATOR, AGENT, FIRST, READER, World


def fraud(world: World) -> Case:
    """A case of which somebody is paged."""
    on_call.take_in(SCHEDULE, by=ADMINISTRATOR, office=world.office, route=Route.CLI)
    with world.office.store() as work:
        key = work.customers.search("contoso", 1)[0].key
        case = open_for_signal(
            work, key, Reason.FRAUD, severity=Severity.HIGH, first_abuse=None, now=world.now,
            office=world.office,
        )  # fmt: skip
        page(
            work, case_id=case.case_id, why=Why.SIGNAL, facts={"seats added": "400"},
            occasion="high", now=world.now, office=world.office,
        )  # fmt: skip
        work.commit()
    return case


def later(world: World, minutes: int) -> None:
    world.driver.http.post("/clock", json={"advance": f"PT{minutes}M"})


def direct(world: World, user: str) -> list[Json]:
    found = world.driver.messages(f"D{user[1:]}", user)
    return [one for one in found if "Fraud at" in words_of(one)]


def take(world: World, user: str, message: Json) -> str:
    """What is whispered to whoever clicks."""
    world.driver.click(user, message, "page_take")
    return world.wait_for(lambda: world.whispers(user, ALERTS), "an answer")[-1]


def test_a_page_goes_from_one_person_to_the_channel_and_is_taken(world: World) -> None:
    case = fraud(world)
    world.settled()
    assert "Paged by direct message: Mina Kang." in world.command(FIRST, "/case show 1")
    (alone,) = direct(world, AGENT)
    assert "this knows no quiet hours" in words_of(alone) and "400" in words_of(alone)
    assert not [m for m in world.driver.messages(ALERTS) if "nobody has taken this" in words_of(m)]

    later(world, 5)
    world.settled()
    (asked,) = [m for m in world.driver.messages(ALERTS) if "nobody has taken" in words_of(m)]
    assert f"<@{AGENT}>" in str(asked) and f"<@{FIRST}>" in str(asked)
    assert len(direct(world, FIRST)) == 1

    assert "roles" in take(world, READER, asked)
    said = take(world, FIRST, asked)
    assert "yours now" in said
    world.settled()
    with world.office.store.reading() as work:
        assert work.people.get(work.cases.get(case.case_id).owner).name == "Sabine Braun"
    for user in (AGENT, FIRST):
        assert "Taken by Sabine Braun" in words_of(direct(world, user)[0])
        assert "page_take" not in str(direct(world, user)[0])
    kept = printed(world, Card.PAGE, case.case_id)
    assert kept.index("this knows no quiet hours") < kept.index("nobody has taken this")
    assert kept.index("nobody has taken this") < kept.index("Taken by Sabine Braun")
    later(world, 60)
    world.settled()
    assert len(direct(world, AGENT)) == len(direct(world, FIRST)) == 1


def test_while_slack_is_down_a_page_waits_and_is_counted(world: World) -> None:
    world.faults.slack("status", "chat.postMessage", status=503, times=1000)
    counting = Counting(world.installation.ledger.database)
    fraud(world)
    world.until(lambda: counting.figures().pages == {("no",): 1, ("yes",): 0})
    world.faults.clear()
    world.settled()
    assert len(direct(world, AGENT)) == 1
    assert counting.figures().pages == {("no",): 0, ("yes",): 1}
