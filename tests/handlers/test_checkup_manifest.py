"""The app at Slack beside what this version needs there: each difference is named, and nothing
that Slack adds or orders in its own way is one."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from bot.cli.doctor import findings
from handlers.checkup import Finding, Mark
from handlers.checkup_manifest import differences, shape_of
from handlers.manifest import Shape, described
from handlers.payload import Payload
from tests.world import World

URL = "https://desk.example"
SHAPES = (Shape(), Shape(URL), Shape(URL, "cs-"))


def at_slack(shape: Shape = SHAPES[1]) -> dict[str, Any]:
    """As it comes over the wire."""
    found: dict[str, Any] = json.loads(json.dumps(described(shape)))
    return found


def apart(found: dict[str, Any]) -> list[str]:
    return list(differences(described(shape_of(Payload(found))), found))


@pytest.mark.parametrize("shape", SHAPES, ids=["by socket", "by address", "with a prefix"])
def test_however_the_app_is_reached_it_is_the_same_app(shape: Shape) -> None:
    found = at_slack(shape)
    assert shape_of(Payload(found)) == shape
    assert apart(found) == []


def test_an_order_a_default_and_what_slack_adds_are_no_differences() -> None:
    found = at_slack()
    found["settings"]["event_subscriptions"]["bot_events"].reverse()
    del found["settings"]["token_rotation_enabled"]
    found["settings"]["is_hosted"] = False
    found["features"]["slash_commands"].reverse()
    assert apart(found) == []


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (("settings", "event_subscriptions", "bot_events", 0), "x",
         ["settings.event_subscriptions.bot_events lacks app_home_opened",
          "settings.event_subscriptions.bot_events has x besides"]),
        (("features", "slash_commands", 0, "usage_hint"), "else",
         ["features.slash_commands lacks /breakglass"]),
        (("features", "app_home", "home_tab_enabled"), False,
         ["features.app_home.home_tab_enabled is False and should be True"]),
        (("settings", "interactivity"), None,
         ["settings.interactivity.is_enabled is nothing and should be True",
          f"settings.interactivity.request_url is nothing and should be {URL}/slack/events",
          f"settings.interactivity.message_menu_options_url is nothing and should be "
          f"{URL}/slack/events"]),
        (("oauth_config", "scopes", "bot"), "commands",
         ["oauth_config.scopes.bot lacks app_mentions:read"]),
    ],
    ids=["an event", "a command", "a switch", "a whole section", "no list"],
)  # fmt: skip
def test_each_difference_is_named(
    place: tuple[str | int, ...], value: object, said: list[str]
) -> None:
    found: Any = copy.deepcopy(at_slack())
    inner = found
    for name in place[:-1]:
        inner = inner[name]
    inner[place[-1]] = value
    assert apart(found)[: len(said)] == said


def look(world: World, token: str) -> list[Finding]:
    told = {"SLACK_CONFIG_TOKEN": token}
    found = findings(world.installation.environment(3000) | told, offline=False)
    return [one for one in found if "manifest" in one.says or "CONFIG_TOKEN" in one.says]


def test_the_doctor_says_whether_the_app_is_what_the_file_says(world: World) -> None:
    [said] = look(world, world.installation.config_token)
    assert said == Finding(Mark.OK, "manifest: the app at Slack is what manifest.yml says")
    [said] = look(world, "")
    assert said.mark is Mark.NOTE and "SLACK_CONFIG_TOKEN" in said.says
    [said] = look(world, "xoxe.xoxp-of-somebody-else")
    assert said.mark is Mark.WRONG
    assert said.says == "SLACK_CONFIG_TOKEN: invalid_auth"
    assert "Your App Configuration Tokens" in said.do
    world.driver.http.delete("/sandbox/slack/violations")
