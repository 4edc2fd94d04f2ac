"""Limits of an app's manifest, in its second version: the parts that this app may have."""

from __future__ import annotations

from typing import Any

from sandbox.slack.limits.checks import (
    Check,
    Complaints,
    Shape,
    boolean,
    choice,
    complain,
    items,
    matching,
    string,
    whole,
)

_URL = matching(r"https?://.{1,3490}", "https://desk.example/slack/events")


def _names(most: int, longest: int = 50) -> Check:
    return items(string(longest), most=most, least=0)


def _once(name: str) -> Check:
    """What is listed there is listed once."""

    def check(value: Any, path: str) -> Complaints:
        listed = value.get(name)
        if isinstance(listed, list) and len(set(map(str, listed))) < len(listed):
            yield complain("must list nothing twice", f"{path}/{name}")

    return check


def _reached(value: Any, path: str) -> Complaints:
    """Where Slack opens no line, everything needs its address."""
    settings, features = value.get("settings") or {}, value.get("features") or {}
    if settings.get("socket_mode_enabled") is True:
        return
    for name in ("event_subscriptions", "interactivity"):
        if not (settings.get(name) or {}).get("request_url"):
            yield complain("missing required field: request_url", f"{path}/settings/{name}")
    for n, command in enumerate(features.get("slash_commands") or []):
        if not command.get("url"):
            place = f"{path}/features/slash_commands/{n}"
            yield complain("missing required field: url", place)


_DISPLAY = Shape(
    {
        "name": string(35),
        "description": string(140),
        "background_color": matching(r"#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?", "#1f3a4d"),
        "long_description": string(4000, least=175),
    },
    required=("name",),
)
_SHORTCUT = Shape(
    {
        "name": string(24),
        "type": choice("message", "global"),
        "callback_id": string(255),
        "description": string(150),
    },
    required=("name", "type", "callback_id", "description"),
)
_COMMAND = Shape(
    {
        "command": matching(r"/\S{1,31}", "/suspend"),
        "url": _URL,
        "description": string(2000),
        "usage_hint": string(1000),
        "should_escape": boolean,
    },
    required=("command", "description"),
)
_TABS = ("home_tab_enabled", "messages_tab_enabled", "messages_tab_read_only_enabled")
_FEATURES = Shape(
    {
        "app_home": Shape(dict.fromkeys(_TABS, boolean)),
        "bot_user": Shape(
            {"display_name": string(80), "always_online": boolean}, required=("display_name",)
        ),
        "shortcuts": items(_SHORTCUT, most=10),
        "slash_commands": items(_COMMAND, most=50),
        "unfurl_domains": _names(5, 255),
    }
)
_SCOPES = ("bot", "bot_optional", "user", "user_optional")
_OAUTH = Shape(
    {
        "redirect_urls": _names(1000, 2500),
        "scopes": Shape(dict.fromkeys(_SCOPES, _names(255)), rules=tuple(map(_once, _SCOPES))),
        "token_management_enabled": boolean,
        "pkce_enabled": boolean,
    }
)
_EVENTS = Shape(
    {"request_url": _URL, "bot_events": _names(100), "user_events": _names(100)},
    rules=(_once("bot_events"), _once("user_events")),
)
_SWITCHES = ("org_deploy_enabled", "socket_mode_enabled", "token_rotation_enabled")
_SETTINGS = Shape(
    {
        "allowed_ip_address_ranges": _names(50),
        "event_subscriptions": _EVENTS,
        "incoming_webhooks": Shape({"incoming_webhooks_enabled": boolean}),
        "interactivity": Shape(
            {"is_enabled": boolean, "request_url": _URL, "message_menu_options_url": _URL},
            required=("is_enabled",),
        ),
        **dict.fromkeys(_SWITCHES, boolean),
    }
)
_MANIFEST = Shape(
    {
        "_metadata": Shape({"major_version": whole(1, 2), "minor_version": whole(0, 99)}),
        "display_information": _DISPLAY,
        "features": _FEATURES,
        "oauth_config": _OAUTH,
        "settings": _SETTINGS,
    },
    required=("display_information",),
    rules=(_reached,),
)


def manifest_complaints(manifest: Any) -> list[str]:
    """Everything for which Slack would not take an app's manifest."""
    return list(_MANIFEST(manifest, ""))
