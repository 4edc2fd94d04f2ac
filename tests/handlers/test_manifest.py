"""Slack takes the app's manifest, however the app is reached, and refuses what it cannot be."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from handlers.manifest import Shape, described
from sandbox.slack.limits.app_manifest import manifest_complaints

URL = "https://desk.example"
SHAPES = {
    "by socket": Shape(),
    "by address": Shape(URL),
    "with a prefix": Shape(URL, "goodstanding-"),
}
REFUSED: dict[str, tuple[tuple[str | int, ...], object, str]] = {
    "a field nobody knows": (("settings", "colour"), "red", "invalid additional property: colour"),
    "no name": (("display_information", "name"), None, "missing required field: name"),
    "a long name": (("display_information", "name"), "x" * 36, "35"),
    "a colour": (("display_information", "background_color"), "blue", "#1f3a4d"),
    "a version in words": (("_metadata", "major_version"), "2", "whole number"),
    "a long command": (("features", "slash_commands", 0, "command"), "/" + "x" * 32, "/suspend"),
    "a command without its stroke": (("features", "slash_commands", 0, "command"), "x", "/suspend"),
    "an empty hint": (("features", "slash_commands", 0, "usage_hint"), "", "at least 1"),
    "a long shortcut": (("features", "shortcuts", 0, "name"), "x" * 25, "24"),
    "a scope twice": (("oauth_config", "scopes", "bot"), ["commands"] * 2, "nothing twice"),
    "an event twice": (("settings", "event_subscriptions", "bot_events"), ["x"] * 2, "twice"),
    "no address": (("settings", "interactivity", "request_url"), None, "request_url"),
    "a command without address": (("features", "slash_commands", 0, "url"), None, "url"),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_slack_takes_the_manifest(shape: Shape) -> None:
    assert manifest_complaints(described(shape)) == []


def test_selects_are_answered_where_everything_is() -> None:
    settings: Any = described(Shape(URL))["settings"]
    asked = settings["interactivity"]
    assert asked["message_menu_options_url"] == asked["request_url"] == f"{URL}/slack/events"


@pytest.mark.parametrize(("place", "value", "said"), REFUSED.values(), ids=REFUSED)
def test_slack_refuses(place: tuple[str | int, ...], value: object, said: str) -> None:
    made: Any = copy.deepcopy(described(Shape(URL)))
    inner = made
    for name in place[:-1]:
        inner = inner[name]
    inner[place[-1]] = value
    (complaint,) = manifest_complaints(made)
    assert said in complaint
    assert "/".join(map(str, place[:-1])) in complaint
