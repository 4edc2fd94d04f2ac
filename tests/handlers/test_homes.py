"""The Home tab while people look at it: drawn again when something happens, voted on, set up."""

from __future__ import annotations

from core.domain.approvals import Choice
from core.domain.plans import Reason
from core.homes import HOME
from core.ports.engine import Job
from sandbox.stories.driver import Json, words_of
from tests.world import ADMINISTRATOR, FIRST, READER, SECOND, THIRD, World


def opened(world: World, user: str) -> None:
    world.driver.http.post("/sandbox/slack/home", json={"user": user}).raise_for_status()
    world.settled()


def home(world: World, user: str) -> Json:
    shown: Json = world.driver.http.get("/sandbox/slack/home", params={"user": user}).json()
    return shown


def said(world: World, user: str) -> str:
    return words_of(home(world, user)["view"])


def press(world: World, user: str, action_id: str) -> None:
    """The first button of this kind that is drawn now."""
    shown = home(world, user)
    found = [b["block_id"] for b in shown["view"]["blocks"] if f"'{action_id}'" in str(b)]
    body = {"user": user, "view_id": shown["view_id"], "action_id": action_id,
            "block_id": found[0]}  # fmt: skip
    world.driver.http.post("/sandbox/slack/clicks", json=body).raise_for_status()


def form(world: World, user: str) -> str:
    return words_of(world.wait_for(lambda: world.driver.view(user), "a form")["view"])


def test_what_happens_is_there_without_opening_it_again(world: World) -> None:
    opened(world, FIRST)
    opened(world, READER)
    assert "Nothing waits for you" not in said(world, READER)
    plan = world.file("contoso", "Exchange Online", reason=Reason.MISUSE)
    world.until(lambda: "Suspend Contoso Handels GmbH" in said(world, FIRST))
    assert "0 of 2 votes" in said(world, FIRST)

    press(world, FIRST, "plan_approve")
    world.submit(FIRST, world.driver.consent(FIRST, world.card(plan)))
    world.until(lambda: "Waiting for your vote" not in said(world, FIRST))
    world.vote(plan, THIRD)
    world.until(lambda: "Decided in the last seven days" in said(world, FIRST))
    assert "Contoso" not in said(world, READER)


def test_an_old_button_says_so_and_is_drawn_anew(world: World) -> None:
    plan = world.file("contoso", "Exchange Online", reason=Reason.MISUSE)
    world.settled()
    opened(world, FIRST)
    with world.engine_paused():
        world.vote(plan, SECOND, Choice.REJECT)
        press(world, FIRST, "plan_approve")
        assert "Nothing was done by your click" in form(world, FIRST)
    world.driver.close(FIRST)
    world.settled()
    assert "Waiting for your vote" not in said(world, FIRST)


def test_what_looks_the_same_is_not_drawn_again(world: World) -> None:
    opened(world, ADMINISTRATOR)
    before = home(world, ADMINISTRATOR)["view_id"], home(world, ADMINISTRATOR).get("hash")
    with world.office.store() as work:
        payload: dict[str, str | int] = {"user": ADMINISTRATOR, "again": 1}
        work.jobs.enqueue(Job(HOME, "home:again", payload))
        work.commit()
    world.settled()
    after = home(world, ADMINISTRATOR)["view_id"], home(world, ADMINISTRATOR).get("hash")
    assert before == after


def test_how_one_is_asked_is_chosen_there(world: World) -> None:
    opened(world, FIRST)
    assert "You are asked by direct message" in said(world, FIRST)
    press(world, FIRST, "notify_off")
    world.until(lambda: "You are not asked by direct message" in said(world, FIRST))
    press(world, FIRST, "notify_away")
    assert "Noted" in world.submit(FIRST, {"back_on": "2026-10-21"})
    world.until(lambda: "again from Wed 21 Oct" in said(world, FIRST))
    press(world, FIRST, "notify_on")
    world.until(lambda: "in office hours of your time zone" in said(world, FIRST))
