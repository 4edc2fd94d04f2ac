"""What Slack's guide asks for beyond its limits: that everybody can hear, see and tell apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.slack.limits.checks import Complaints, complain

EMOJI = re.compile(
    r":[a-z][a-z0-9_+-]+:|[\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\ufe0f"
    r"\U0001f000-\U0001faff]"
)
# A mention says nothing, a link what it is called; ids and amounts have digits.
_TARGET, _WITH_DIGITS = re.compile(r"<(?:[^|>]*\|)?([^>]*)>"), re.compile(r"[!-~]*\d[!-~]*")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SAY_NOTHING = frozenset(
    {"update", "updated", "message", "notification", "alert", "card", "new", "image", "chart"}
)
_FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|gif|svg)", re.IGNORECASE)
_NOTHING = frozenset({"-", "–", "—"})
_ASKS_NOTHING = frozenset({"Yes", "No", "OK", "Ok", "Okay", "Click Here"})
_ARTICLES = ("a", "an", "the", "and", "as", "but", "if", "nor", "or", "than")
_PREPOSITIONS = ("at", "by", "for", "from", "in", "into", "of", "on", "per", "to", "via", "with")
_SMALL = frozenset((*_ARTICLES, *_PREPOSITIONS))
_TEXTS = frozenset({"mrkdwn", "plain_text", "raw_text", "raw_number"})
_LABELS = ("submit", "close", "title")


def message_barriers(sent: Mapping[str, Any]) -> list[str]:
    """What stands between a message and somebody who hears it, or cannot tell colours apart."""
    found = list(_words_of(sent["text"], "text", "/text")) if sent.get("text") else []
    blocks = sent.get("blocks")
    return [*found, *_of_blocks(blocks if isinstance(blocks, list) else [], "/blocks")]


def view_barriers(view: Mapping[str, Any]) -> list[str]:
    """The same of a modal or a Home tab."""
    found: list[str] = []
    for name in _LABELS:
        if isinstance(text := view.get(name), dict):
            found += _label(str(text.get("text")), f"/view/{name}")
    blocks = view.get("blocks")
    return [*found, *_of_blocks(blocks if isinstance(blocks, list) else [], "/view/blocks")]


def says_something(text: object) -> bool:
    """More than an id, an amount, a mention, a sign, or that there is something new."""
    shown = EMOJI.sub(" ", _TARGET.sub(_called, text)) if isinstance(text, str) else ""
    words = _WORD.findall(_WITH_DIGITS.sub(" ", shown))
    return any(word.lower() not in _SAY_NOTHING for word in words)


def _called(target: re.Match[str]) -> str:
    return target[1] if "|" in target[0] else " "


def _words_of(text: object, what: str, path: str) -> Complaints:
    if not says_something(text):
        yield complain(f"{what} must say something in words, is {text!r}", path)


def _of_blocks(blocks: list[Any], path: str) -> Complaints:
    parts = list(_parts(blocks, path))
    for part, place in parts:
        yield from _PARTS.get(str(part.get("type")), _nothing)(part, place)
        for name in ("confirm", "deny"):
            if "deny" in part:
                yield from _label(str(part[name].get("text")), f"{place}/{name}")
    yield from _of_buttons([(part, at) for part, at in parts if part.get("type") == "button"], path)
    kinds = {str(part.get("type")) for part, _ in parts}
    if "data_visualization" in kinds and not kinds & {"section", "context", "rich_text"}:
        yield complain("a chart must stand beside words that say what it shows", path)


def _parts(node: Any, path: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Every object in the blocks, with its place."""
    if isinstance(node, dict):
        yield node, path
    inner = node.items() if isinstance(node, dict) else enumerate(node)
    for name, value in inner:
        if isinstance(value, dict | list):
            yield from _parts(value, f"{path}/{name}")


def _of_buttons(buttons: list[tuple[Mapping[str, Any], str]], path: str) -> Complaints:
    loud = [place for button, place in buttons if button.get("style") == "primary"]
    if len(loud) > 1:
        yield complain(f"must have at most one primary button, has {len(loud)}", path)
    alike: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for button, _ in buttons:
        alike[_label_of(button)].append(button)
    for label, several in alike.items():
        spoken = {button.get("accessibility_label") or "" for button in several}
        if len(several) > 1 and ("" in spoken or len(spoken) < len(several)):
            what = f"{len(several)} buttons {label} must differ in their accessibility_label"
            yield complain(what, path)


def _label_of(part: Mapping[str, Any]) -> str:
    text = part.get("text")
    return str(text.get("text")) if isinstance(text, dict) else ""


def _nothing(part: Mapping[str, Any], path: str) -> Complaints:
    return iter(())


def _button(part: Mapping[str, Any], path: str) -> Complaints:
    return _label(_label_of(part), path)


def _label(text: str, path: str) -> Complaints:
    """Title Case, as far as it is written in Latin letters; without emoji."""
    if EMOJI.search(text):
        yield complain(f"label must have no emoji: {text}", path)
    if text in _ASKS_NOTHING:
        yield complain(f"label must say what happens: {text}", path)
    words = text.rstrip("…").split()
    for n, word in enumerate(words):
        is_inside = 0 < n < len(words) - 1
        if word[0].isascii() and word[0].islower() and not (is_inside and word in _SMALL):
            yield complain(f"label must be in Title Case: {text}", path)
            return


def _text(part: Mapping[str, Any], path: str) -> Complaints:
    """A sign or a colour never is all that is said."""
    text = str(part.get("text"))
    if EMOJI.search(text) and not any(map(str.isalnum, EMOJI.sub("", text))):
        yield complain(f"must not be signs alone: {text}", path)


def _image(part: Mapping[str, Any], path: str) -> Complaints:
    text = part.get("alt_text")
    if isinstance(text, str) and _FILE_NAME.fullmatch(text):
        yield complain(f"alt_text must not be the name of a file: {text}", path)
    yield from _words_of(text, "alt_text", path)


def _data_table(part: Mapping[str, Any], path: str) -> Complaints:
    yield from _words_of(part.get("caption"), "caption", path)
    if part.get("row_header_column_index") is None:
        yield complain("must have row_header_column_index", path)
    rows = part.get("rows")
    head = [str(cell.get("text")) for cell in rows[0]] if isinstance(rows, list) and rows else []
    if len(set(head)) < len(head) or _NOTHING & set(head):
        yield complain(f"each column must have a name of its own: {head}", f"{path}/rows/0")


_PARTS = {
    **dict.fromkeys(_TEXTS, _text),
    "button": _button,
    "image": _image,
    "data_table": _data_table,
}
