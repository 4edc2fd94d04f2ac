"""What the app offers, commands and shortcuts, as its manifest lists them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

Offered = dict[str, str]

_SECTION = re.compile(r"^\s*(\w+):\s*$")
_FIELD = re.compile(r'^\s*(- )?(\w+): (".*")\s*$')


@dataclass(frozen=True, slots=True)
class Manifest:
    """An app's manifest.yml, of which Slack's own client shows two lists."""

    commands: list[Offered] = field(default_factory=list)
    shortcuts: list[Offered] = field(default_factory=list)

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
    sections = _sections(Path(path).read_text(encoding="utf-8"))
    found = Manifest(sections.get("slash_commands", []), sections.get("shortcuts", []))
    if not all("command" in command for command in found.commands) or not found.commands:
        raise ValueError(f'{path} lists no commands as `- command: "/name"` under slash_commands')
    return found


def _sections(text: str) -> dict[str, list[Offered]]:
    """The lists of a manifest whose values are written in double quotes; all else is skipped."""
    sections: dict[str, list[Offered]] = {}
    items: list[Offered] = []
    for line in text.splitlines():
        if section := _SECTION.match(line):
            items = sections.setdefault(section[1], [])
        elif found := _FIELD.match(line):
            if found[1]:
                items.append({})
            if items:
                items[-1][found[2]] = json.loads(found[3])
    return sections
