"""Messages, and how Slack writes them down."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from sandbox.slack.people import APP_ID, BOT_ID, BOT_NAME, BOT_USER_ID, TEAM_ID

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """What stands in a channel; `ephemeral_for` is the one person who sees it."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Block] = field(default_factory=list)
    attachments: list[Block] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    thread_ts: str | None = None
    ephemeral_for: str | None = None
    edited: str | None = None
    revision: int = 1

    @property
    def bot(self) -> bool:
        return self.user == BOT_USER_ID

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts


def listed(message: Message, *, replies: int, permalink: str) -> dict[str, Any]:
    """A message as the control API shows it."""
    extra = {"bot": message.bot, "reply_count": replies, "permalink": permalink}
    return asdict(message) | extra


def message_object(message: Message) -> dict[str, Any]:
    """A message as the Web API and the payloads carry it."""
    described: dict[str, Any] = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        "team": TEAM_ID,
    }
    if message.bot:
        described |= {"bot_id": BOT_ID, "app_id": APP_ID, "bot_profile": _bot_profile()}
    for name in ("blocks", "attachments", "files"):
        if value := getattr(message, name):
            described[name] = value
    if message.thread_ts:
        described["thread_ts"] = message.thread_ts
    if message.edited:
        described["edited"] = {"user": message.user, "ts": message.edited}
    return described


def with_ids(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with the ids that Slack makes up where the app gave none."""
    return [_with_ids(block) for block in blocks]


def _with_ids(block: Block) -> Block:
    """The app's own ids are kept; a markdown block loses its own, as in Slack."""
    own = None if block.get("type") == "markdown" else block.get("block_id")
    done = {**block, "block_id": own or secrets.token_urlsafe(4)}
    for name in ("elements", "actions"):
        if isinstance(block.get(name), list) and block.get("type") != "rich_text":
            done[name] = [_with_action_id(inner) for inner in block[name]]
    for name in ("accessory", "element"):
        if isinstance(block.get(name), dict):
            done[name] = _with_action_id(block[name])
    if isinstance(block.get("child_blocks"), list):
        done["child_blocks"] = with_ids(block["child_blocks"])
    if block.get("type") == "carousel":
        done["elements"] = with_ids(block["elements"])
    return done


_NAMELESS = frozenset({"image", "plain_text", "mrkdwn"})


def _with_action_id(element: dict[str, Any]) -> dict[str, Any]:
    if element.get("type") in _NAMELESS or element.get("action_id"):
        return element
    return {**element, "action_id": secrets.token_urlsafe(4)}


def _bot_profile() -> dict[str, Any]:
    return {
        "id": BOT_ID,
        "app_id": APP_ID,
        "name": BOT_NAME,
        "deleted": False,
        "team_id": TEAM_ID,
    }
