"""Slack's markup as plain text, for what is read without Slack."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

PERSON = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>", re.ASCII)
CHANNEL = re.compile(r"<#([A-Z0-9]+)(?:\|([^>]*))?>", re.ASCII)
LINK = re.compile(r"<((?:https?|mailto):[^|>]+)(?:\|([^>]*))?>")
STARS = re.compile(r"(?<!\w)([*_~`])(?=\S)([^\n]*?\S)\1(?!\w)")
Names = Mapping[str, str]


def plain_text(marked: str, names: Names) -> str:
    """`names` by Slack's user ids."""
    said = PERSON.sub(lambda found: f"@{names.get(found[1], found[1])}", marked)
    said = CHANNEL.sub(lambda found: f"#{found[2] or found[1]}", said)
    said = LINK.sub(lambda found: f"{found[2]} ({found[1]})" if found[2] else found[1], said)
    said = STARS.sub(r"\2", said)
    for sign, entity in (("<", "&lt;"), (">", "&gt;"), ("&", "&amp;")):
        said = said.replace(entity, sign)
    return said


def card_lines(drawn: str, names: Names) -> list[str]:
    """What was to be read on a card, from top to bottom; buttons in brackets."""
    card = json.loads(drawn)
    lines = [line for block in card["blocks"] for line in _lines(block, names)]
    return lines or [plain_text(card["text"], names)]


def _lines(part: object, names: Names) -> Iterator[str]:
    match part:
        case {"type": "actions", "elements": list(elements)}:
            yield " ".join(line for one in elements for line in _lines(one, names))
        case {"type": "button", "text": {"text": str(label)}}:
            yield f"[ {label} ]"
        case {"text": str(text)}:
            is_marked = isinstance(part, Mapping) and part.get("type") == "mrkdwn"
            yield plain_text(text, names) if is_marked else text
        case Mapping():
            inner = [one for name, one in part.items() if name != "confirm"]
            yield from _lines(inner, names)
        case list():
            for one in part:
                yield from _lines(one, names)
