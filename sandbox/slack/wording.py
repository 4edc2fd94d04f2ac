"""What becomes of the words a person types before the bot reads them."""

from __future__ import annotations

import re

from sandbox.slack.people import BOT_NAME, BOT_USER_ID
from sandbox.slack.workspace import Workspace

_NAMED = re.compile(r"(?<![\w<])([@#])([\w][\w.-]*[\w]|\w)")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def command_words(text: str, workspace: Workspace) -> str:
    """Command text under `should_escape`: names become ids that cannot be mistaken."""
    return _with_ids(text, workspace, label=True)


def message_words(text: str, workspace: Workspace) -> str:
    """Message text: the same, written without the name."""
    return _with_ids(text, workspace, label=False)


def _with_ids(text: str, workspace: Workspace, *, label: bool) -> str:
    people = {person.name: person.id for person in workspace.people()} | {BOT_NAME: BOT_USER_ID}
    channels = {channel.name: channel.id for channel in workspace.channels() if not channel.is_im}

    def link(found: re.Match[str]) -> str:
        sign, name = found.group(1), found.group(2).lower()
        id = (people if sign == "@" else channels).get(name)
        if id is None:
            return found.group()
        return f"<{sign}{id}|{name}>" if label else f"<{sign}{id}>"

    return _NAMED.sub(link, escaped(text))
