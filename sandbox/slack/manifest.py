"""What the app offers, commands and shortcuts, as its manifest lists them."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.slack.people import APP_ID
from sandbox.slack.refusals import SlackRefusal
from sandbox.slack.web_api.arguments import Arguments

Offered = dict[str, str]

_KEY = re.compile(r"\w+:( |$)")
_Lines = deque[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Manifest:
    """An app's manifest.yml, of which Slack's own client shows two lists."""

    commands: list[Offered] = field(default_factory=list)
    shortcuts: list[Offered] = field(default_factory=list)
    whole: dict[str, Any] = field(default_factory=dict)

    def methods(self) -> dict[str, Callable[[Arguments], dict[str, Any]]]:
        return {"apps.manifest.export": self.export}

    def export(self, sent: Arguments) -> dict[str, Any]:
        """Raises SlackRefusal."""
        if sent.text("app_id") != APP_ID:
            raise SlackRefusal("invalid_app_id")
        return {"manifest": self.whole}

    def offers(self, command: str) -> bool:
        """Without a list, whatever begins with a slash goes to the app."""
        return not self.commands or any(command == known["command"] for known in self.commands)

    def command_list(self) -> dict[str, list[Offered]]:
        """In the words of the page."""
        return {
            "commands": [
                {
                    "name": command["command"],
                    "usage": command.get("usage_hint", ""),
                    "description": command.get("description", ""),
                }
                for command in self.commands
            ],
            "shortcuts": self.shortcuts,
        }


def read_manifest(path: Path | str | None) -> Manifest:
    """Nothing is offered without a manifest; one that lists no command is a mistake."""
    if path is None:
        return Manifest()
    whole = _block(_lines(Path(path).read_text(encoding="utf-8")))
    features = whole.get("features", {}) if isinstance(whole, dict) else {}
    commands = features.get("slash_commands", [])
    if not commands or not all("command" in command for command in commands):
        raise ValueError(f'{path} lists no commands as `- command: "/name"` under slash_commands')
    return Manifest(commands, features.get("shortcuts", []), whole)


def _lines(text: str) -> _Lines:
    """How far each is indented, and what it says."""
    found = ((line, line.strip()) for line in text.splitlines())
    return deque(
        (len(line) - len(line.lstrip()), said)
        for line, said in found
        if said and not said.startswith("#")
    )


def _block(lines: _Lines) -> Any:
    """As much of YAML as a manifest takes: a mapping or a list, whose values are JSON."""
    if not lines:
        return {}
    depth, said = lines[0]
    if not said.startswith("- "):
        return _mapping(lines, depth)
    items = []
    while lines and lines[0][0] == depth and lines[0][1].startswith("- "):
        items.append(_item(lines, depth))
    return items


def _item(lines: _Lines, depth: int) -> Any:
    said = lines.popleft()[1].removeprefix("- ").strip()
    if not _KEY.match(said):
        return _value(said)
    # Its other fields stand below, as if the first one had no stroke before it.
    lines.appendleft((depth + 2, said))
    return _mapping(lines, depth + 2)


def _mapping(lines: _Lines, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    while lines and lines[0][0] == depth and _KEY.match(lines[0][1]):
        name, _, said = lines.popleft()[1].partition(":")
        found[name] = _value(said.strip()) if said.strip() else _block(lines)
    return found


def _value(said: str) -> Any:
    """What is not written in double quotes is taken as it stands."""
    try:
        return json.loads(said)
    except ValueError:
        return said
