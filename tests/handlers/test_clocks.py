"""What people see of a data clock, and how they answer its question."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.domain.clocks import Clock
from core.domain.people import Person
from core.domain.plans import Action, PlanState, Reason
from core.domain.prints import Card
from core.domain.retention import Kind
from core.usecases import clocks, home
from core.usecases.clock_view import Ticking, to_decide
from handlers.messages.clock_lines import clock_line, clock_lines, let_go_form, near_line, question
from sandbox.clock import as_text
from sandbox.stories.driver import APPROVALS, Json, words_of
from tests.builders import a_customer, a_subscription
from tests.domain.test_clocks import BEGAN, a_clock
from tests.handlers.a_pack import printed
from tests.handlers.a_reader import Reader
from tests.handlers.conftest import Looks
from tests.world import AGENT, FIRST, SECOND, World

WORDS = Reader("en-US", "Europe/Berlin", date(2026, 12, 4))
KANG = Person("kang", "M. Kang", (), frozenset())
LET_GO = datetime(2026, 12, 5, 9, tzinfo=UTC)


def ticking(day: int, clock: Clock | None = None, *, ours: bool = True) -> Ticking:
    return Ticking(
        clock=clock or a_clock(),
        today=BEGAN + timedelta(days=day),
        customer=a_customer(name="Contoso <Handels>"),
        subscription=a_subscription(),
        owner=KANG,
        ours=ours,
        letting_go=False,
    )


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (
            ticking(45),
            "Data of Exchange Online may be deleted from Fri 11 Dec, day 45 of 60, owner M. Kang",
        ),
        (
            ticking(61),
            "Data of Exchange Online could be deleted from Fri 11 Dec on, and may be gone, "
            "owner M. Kang",
        ),
        (
            ticking(1, a_clock(None, Kind.OTHER)),
            "Data of Exchange Online: from when it may be deleted is unknown, owner M. Kang",
        ),
        (
            ticking(45, replace(a_clock(), found=True)),
            "Data of Exchange Online may be deleted from Fri 11 Dec, day 45 of 60, owner M. Kang, "
            "found suspended Mon 12 Oct, so perhaps earlier",
        ),
        (
            ticking(54, replace(a_clock(), let_go_at=LET_GO)),
            "Data of Exchange Online may be deleted from Fri 11 Dec, day 54 of 60, owner M. Kang, "
            "let go Sat 5 Dec, 10:00",
        ),
    ],
    ids=["runs", "over", "unknown", "found", "let_go"],
)
def test_one_line_says_it(one: Ticking, said: str) -> None:
    assert clock_line(one, WORDS) == said


def test_an_azure_plan_holds_no_data_of_its_own() -> None:
    assert clock_lines([ticking(3, a_clock(None, Kind.AZURE_PLAN))], WORDS) == []


def test_a_list_of_customers_leads_to_the_question() -> None:
    said = near_line(ticking(53, replace(a_clock(), link="https://desk.example/q")), WORDS)
    assert "Contoso &lt;Handels&gt;, 10 seats: reinstate it or let it go" in said
    assert said.endswith("<https://desk.example/q|Open>")


@pytest.mark.parametrize(
    ("name", "one"),
    [
        ("clock_asks", ticking(53)),
        ("clock_asks_of_another", ticking(53, ours=False)),
        ("clock_let_go", ticking(54, replace(a_clock(), let_go_at=LET_GO, letter="<5 Dec>"))),
        ("clock_ended", ticking(54, replace(a_clock(), ended_at=LET_GO, ended_why="reinstated"))),
        ("clock_over", ticking(60)),
    ],
    ids=["asks", "asks_of_another", "let_go", "ended", "over"],
)
def test_the_question_and_its_answers(looks_like: Looks, name: str, one: Ticking) -> None:
    looks_like(name, question(one, "token", WORDS))


def test_the_form(looks_like: Looks) -> None:
    looks_like("clock_let_go_form", let_go_form(ticking(53), "token", WORDS))


# In a whole world


@pytest.fixture
def app_token() -> str:
    """Over HTTP alone: nothing here depends on the way in."""
    return ""


@pytest.fixture
def near(world: World) -> Clock:
    """Day 53 of a suspension of ours."""
    plan = world.suspended("haichuang-electronics.example", "Exchange", reason=Reason.FRAUD)
    world.move_clock(as_text(datetime(2026, 12, 4, 9, tzinfo=UTC)))
    clocks.tick(office=world.office)
    world.settled()
    (clock,) = world.ask(lambda work: work.clocks.of_plan(plan.plan_id))
    return clock


def asked(world: World, clock: Clock) -> Json:
    posted = world.ask(lambda work: work.posts.get(f"clock:{clock.clock_id}"))
    assert posted is not None
    return next(m for m in world.driver.messages(APPROVALS) if m["ts"] == posted.ts)


def test_it_is_let_go_by_a_click_a_letter_and_two_votes(world: World, near: Clock) -> None:
    world.driver.click(AGENT, asked(world, near), "clock_let_go")
    said = world.submit(AGENT, {"letter": "registered letter of 1 Dec"})
    assert "needs 2 votes" in said
    (plan,) = world.ask(lambda work: work.plans.open_of(Action.LET_GO))
    assert "LET DATA GO" in world.card_text(plan)
    assert "registered letter of 1 Dec" in world.card_text(plan)
    world.approve(FIRST, plan)
    world.approve(SECOND, plan)
    world.settled()
    assert world.again(plan).state is PlanState.FINISHED
    message = asked(world, near)
    assert "Let go" in words_of(message) and "clock_let_go" not in str(message)
    assert "let the data of" in world.thread(world.plan("haichuang-electronics.example"))
    kept = printed(world, Card.CLOCK, near.case_id)
    assert kept.index("[ Let It Go… ]") < kept.index("Let go Fri 4 Dec")


def test_it_is_reinstated_by_a_click_and_one_vote(world: World, near: Clock) -> None:
    world.driver.click(AGENT, asked(world, near), "clock_reinstate")
    world.submit(AGENT, {"note": "They called"})
    world.vote(world.plan("haichuang-electronics.example"), FIRST)
    world.settled()
    message = asked(world, near)
    assert "Reinstated:" in words_of(message) and "clock_reinstate" not in str(message)


def test_it_is_shown_where_people_look(world: World, near: Clock) -> None:
    line = "may be deleted from Fri 11 Dec, day 53 of 60"
    assert line in world.command(AGENT, "/standing haichuang-electronics.example")
    card = world.card_text(world.ask(lambda work: work.plans.get(near.plan_id)))
    assert "may be deleted from Fri 11 Dec" in card
    seen = home.view(world.account(AGENT), office=world.office)
    assert seen.clocks[0].clock.clock_id == near.clock_id, "one's own come first"
    assert line in words_of(asked(world, near))
    due = world.ask(lambda work: to_decide(work, office=world.office))
    assert near.clock_id in {one.clock.clock_id for one in due}
