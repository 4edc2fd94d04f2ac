"""Checking what the bot wants to show, before it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.slack.limits.surfaces import (
    LARGEST_VIEW,
    message_complaints,
    view_bytes,
    view_complaints,
)
from sandbox.slack.messages import with_ids
from sandbox.slack.refusals import SlackRefusal

LONGEST_TEXT = 40_000


@dataclass(frozen=True, slots=True)
class Content:
    """The text and the blocks of a message, within all limits."""

    text: str
    blocks: list[dict[str, Any]]
    attachments: list[dict[str, Any]]
    warnings: list[str]


def message_content(sent: Mapping[str, Any]) -> Content:
    """What a message shows, or the refusal that Slack would answer."""
    text, blocks = sent.get("text") or "", sent.get("blocks") or []
    attachments = sent.get("attachments") or []
    if not isinstance(text, str):
        raise SlackRefusal("invalid_arguments", ["[ERROR] must be a string [json-pointer:/text]"])
    if complaints := message_complaints(blocks):
        raise SlackRefusal("invalid_blocks", complaints)
    if not isinstance(attachments, list):
        raise SlackRefusal("invalid_attachments")
    if not (text or blocks or attachments):
        raise SlackRefusal("no_text")
    if len(text) > LONGEST_TEXT:
        raise SlackRefusal("msg_too_long")
    warnings = [] if text else ["missing_text_in_message"]
    return Content(text, with_ids(blocks), attachments, warnings)


def view_content(view: Any) -> dict[str, Any]:
    """A modal or a Home tab within all limits, or the refusal that Slack would answer."""
    if complaints := view_complaints(view):
        raise SlackRefusal("invalid_arguments", complaints)
    if view_bytes(view) > LARGEST_VIEW:
        raise SlackRefusal("view_too_large")
    return dict(view)
