"""The workspace that a desk is of: another one is refused, and one that is lost freezes."""

from __future__ import annotations

import pytest

from core.usecases.opening import FirstStart, OtherWorkspace, open_desk
from core.usecases.workspace import UNINSTALLED, lost
from sandbox.slack.people import BOT_USER_ID, TEAM_ID
from sandbox.stories.driver import Json
from tests.world import World

MAIL = "ada@example.com, ben@example.com"
UNINSTALL: Json = {"type": "app_uninstalled"}


def revoked(*bots: str, people: tuple[str, ...] = ()) -> Json:
    return {"type": "tokens_revoked", "tokens": {"bot": list(bots), "oauth": list(people)}}


def told(world: World, news: Json) -> None:
    assert world.driver.http.post("/sandbox/slack/events", json=news).status_code == 200
    world.settled()


def why_frozen(world: World) -> str:
    found = world.ask(lambda work: work.freezes.current())
    return found.why if found else ""


def mails(world: World) -> list[Json]:
    found: list[Json] = world.driver.http.get("/sandbox/mail").json()["letters"]
    return [one for one in found if "Slack is lost" in str(one)]


@pytest.mark.parametrize(
    ("news", "freezes"),
    [
        (UNINSTALL, True),
        (revoked(BOT_USER_ID), True),
        (revoked("U0OTHERBOT"), False),
        (revoked(people=("U0KANG",)), False),
    ],
    ids=["taken out", "our token", "another bot's", "a person's"],
)
def test_a_lost_workspace_freezes_everything(world: World, news: Json, freezes: bool) -> None:
    told(world, news)
    assert why_frozen(world) == ("workspace" if freezes else "")


def test_administrators_are_written_to_once(world: World) -> None:
    world.installation.more = {"ADMINISTRATOR_MAIL": MAIL}
    world.installation.stop_desk()
    world.installation.start_desk()
    told(world, UNINSTALL)
    assert not lost(UNINSTALLED, "event:elsewhere", office=world.office, team="T0ELSEWHERE")
    world.settled()
    (mail,) = mails(world)
    assert "ada@example.com" in str(mail) and "ben@example.com" in str(mail)
    assert "install the app again in the same workspace" in " ".join(str(mail).split())


def test_a_token_of_another_workspace_opens_nothing(world: World) -> None:
    with pytest.raises(OtherWorkspace) as refused:
        open_desk("T0ELSE", BOT_USER_ID, {}, office=world.office, start=FirstStart.OPEN)
    assert (refused.value.known, refused.value.given) == (TEAM_ID, "T0ELSE")
    with pytest.raises(OtherWorkspace):
        open_desk(TEAM_ID, BOT_USER_ID, {}, office=world.office, workspace="T0ELSE")
    assert world.ask(lambda work: work.desk.get("home_team")) == TEAM_ID
