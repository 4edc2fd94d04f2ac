"""Writes manifest.yml and docs/commands.md from the commands themselves.

Fields and limits: Slack's app manifest reference (schema version 2)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.registry import all_commands
from handlers.request import Command
from handlers.shortcuts import OPEN_CASE
from handlers.verbs import examples_of

SCOPES = (
    "app_mentions:read",
    "channels:read",
    "chat:write",
    "commands",
    "groups:read",
    "im:write",
    "users:read",
)
# An administrator may leave these out: exports are then written at the terminal.
OPTIONAL_SCOPES = ("files:write",)
EVENTS = (
    *("app_home_opened", "app_mention", "app_uninstalled", "channel_id_changed", "channel_shared"),
    *("channel_unshared", "tokens_revoked", "user_change"),
)
OPEN_CASE_SHORTCUT = {
    "name": "Open Case",
    "callback_id": OPEN_CASE,
    "description": "Open a case from this message",
    "type": "message",
}
Node = Mapping[str, "Node"] | Sequence["Node"] | str | bool | int


@dataclass(frozen=True, slots=True)
class Shape:
    """How this installation is reached: a URL for signed HTTP, none for Socket Mode; a prefix
    where a command name is taken."""

    url: str = ""
    prefix: str = ""


def manifest(shape: Shape) -> str:
    """The app manifest as YAML."""
    head = "# Written by `make generated`. Change the commands, not this file.\n"
    return head + _yaml(described(shape), 0)


def described(shape: Shape) -> Mapping[str, Node]:
    """The app: what it is called, offers, may do and hears."""
    return {
        "_metadata": {"major_version": 2},
        "display_information": {
            "name": "Goodstanding",
            "description": "Customers who do not pay, commit fraud or misuse: decided by two",
            "background_color": "#1f3a4d",
        },
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "bot_user": {"display_name": "Goodstanding", "always_online": True},
            "shortcuts": [OPEN_CASE_SHORTCUT],
            "slash_commands": [_command(command, shape) for command in all_commands()],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES), "bot_optional": list(OPTIONAL_SCOPES)}},
        "settings": {
            "event_subscriptions": _reached(shape) | {"bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True} | _reached(shape) | _asked_for_options(shape),
            "org_deploy_enabled": False,
            "socket_mode_enabled": not shape.url,
            "token_rotation_enabled": False,
        },
    }


def _reached(shape: Shape) -> dict[str, Node]:
    return {"request_url": f"{shape.url}/slack/events"} if shape.url else {}


def _asked_for_options(shape: Shape) -> dict[str, Node]:
    return {"message_menu_options_url": f"{shape.url}/slack/events"} if shape.url else {}


def _command(command: Command, shape: Shape) -> Node:
    entry: dict[str, Node] = {
        "command": f"/{shape.prefix}{command.name.removeprefix('/')}",
        "description": command.summary,
        "usage_hint": command.usage.removeprefix(command.name).strip(),
        "should_escape": True,
    }
    return entry | ({"url": f"{shape.url}/slack/events"} if shape.url else {})


def _yaml(node: Node, depth: int) -> str:
    pad = "  " * depth
    if isinstance(node, str | bool | int):
        return json.dumps(node, ensure_ascii=False) + "\n"
    if isinstance(node, Mapping):
        return "".join(f"{pad}{key}:{_below(item, depth)}" for key, item in node.items())
    return "".join(f"{pad}- {_yaml(item, depth + 1).lstrip()}" for item in node)


def _below(item: Node, depth: int) -> str:
    scalar = isinstance(item, str | bool | int)
    return (" " if scalar else "\n") + _yaml(item, depth + 1)


def _ways(command: Command) -> str:
    return "<br>".join(f"`{example}`" for example in examples_of(command))


def commands_page() -> str:
    """docs/commands.md: every slash command, its form and what it is for."""
    rows = [f"| {_ways(c)} | {c.summary} |" for c in all_commands()]
    head = [
        "# Slash commands",
        "",
        "Written by `make generated` from the commands themselves.",
        "Each answers `help`.",
        "A customer may be given by name, domain, tenant id or invoice number.",
        "Where nobody is named, or nobody that we know, names are offered while they are typed.",
        "",
        "| Type | What for |",
        "|---|---|",
    ]
    return "\n".join([*head, *rows]) + "\n"
