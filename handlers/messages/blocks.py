"""The few Block Kit shapes that we use, within Slack's limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from handlers.messages.escaping import clean, closed_up, escape, one_line, shorten

__all__ = ["Block", "Message", "Option", "clean", "escape", "one_line", "plain"]

Block = Mapping[str, object]
Element = Mapping[str, object]

MOST_BLOCKS = 50
LONGEST_TEXT = 3000


class TooMuch(ValueError):
    """More than Slack takes, and nothing that may be cut off."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is said: a plain line for notifications and screen readers, and the blocks."""

    text: str
    blocks: tuple[Block, ...] = ()
    thread_ts: str | None = None

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a message needs its plain line")
        _within("blocks of a message", len(self.blocks), MOST_BLOCKS)
        object.__setattr__(self, "text", closed_up(self.text))

    def in_thread(self, thread_ts: str) -> Message:
        return replace(self, thread_ts=thread_ts)


@dataclass(frozen=True, slots=True)
class Confirm:
    """The dialog before a click counts."""

    title: str
    text: str
    confirm: str
    deny: str


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. `value` is ours and opaque to Slack; the label may come from outside."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows; with a number, the column sorts by that."""

    text: str
    number: Decimal | int | None = None

    def as_json(self) -> Element:
        shown = one_line(self.text, 255) or "-"
        if self.number is None:
            return {"type": "raw_text", "text": shown}
        number = int(self.number) if self.number == int(self.number) else float(self.number)
        return {"type": "raw_number", "value": number, "text": shown}


@dataclass(frozen=True, slots=True)
class ButtonCell:
    """A cell that is one button; `text` stands there where it cannot be pressed, as in a copy that
    was forwarded."""

    element: Element
    text: str

    def as_json(self) -> Element:
        fallback = {"type": "raw_text", "text": self.text}
        return {"type": "action_cell", "element": self.element, "fallback": fallback}


@dataclass(frozen=True, slots=True)
class Point:
    """One bar, or one point of a line."""

    label: str
    value: int

    def as_json(self) -> Element:
        return {"label": one_line(self.label, 20), "value": self.value}


def plain(sentence: str) -> Message:
    """A message of one paragraph."""
    return Message(shorten(sentence, LONGEST_TEXT), (section(sentence),))


def section(text: str, accessory: Element | None = None) -> Block:
    """A paragraph of mrkdwn. What came from outside was cleaned by who put it in."""
    block: dict[str, object] = {"type": "section", "text": _mrkdwn(text, LONGEST_TEXT)}
    if accessory is not None:
        block["accessory"] = accessory
    return block


def fields(*texts: str) -> Block:
    _within("fields of a section", len(texts), 10, least=1)
    return {"type": "section", "fields": [_mrkdwn(text, 2000) for text in texts]}


def header(text: str) -> Block:
    return {"type": "header", "text": plain_text(text, 150)}


def context(*texts: str) -> Block:
    _within("elements of a context", len(texts), 10, least=1)
    return {"type": "context", "elements": [_mrkdwn(text, LONGEST_TEXT) for text in texts]}


def divider() -> Block:
    return {"type": "divider"}


def actions(*elements: Element, block_id: str = "") -> Block:
    _within("elements of an action row", len(elements), 25, least=1)
    block: dict[str, object] = {"type": "actions", "elements": list(elements)}
    if block_id:
        block["block_id"] = _name(block_id)
    return block


def button(
    label: str,
    action_id: str,
    token: str,
    *,
    style: str = "",
    confirm: Confirm | None = None,
    spoken: str = "",
) -> Element:
    """A button that carries an opaque token. `style`: primary, danger or none. `spoken` is what is
    read out instead of a label that others have, too."""
    _within("characters of a button's value", len(token), 2000)
    element: dict[str, object] = {
        "type": "button",
        "text": plain_text(label, 75),
        "action_id": _name(action_id),
        "value": token,
    }
    if style:
        element["style"] = style
    if confirm is not None:
        element["confirm"] = _dialog(confirm)
    if spoken:
        element["accessibility_label"] = one_line(spoken, 75)
    return element


def link(label: str, action_id: str, url: str, *, spoken: str = "") -> Element:
    """A button that only leads somewhere; its click is acknowledged and means nothing."""
    _within("characters of an address", len(url), LONGEST_TEXT, least=1)
    element: dict[str, object] = {
        "type": "button",
        "text": plain_text(label, 75),
        "action_id": _name(action_id),
        "url": url,
    }
    return element | ({"accessibility_label": one_line(spoken, 75)} if spoken else {})


def data_table(
    caption: str, rows: Sequence[Sequence[Cell | ButtonCell]], *, page_size: int
) -> Block:
    """A table that sorts and turns pages; the first row is its header."""
    _within("rows of a table", len(rows), 101, least=2)
    return {
        "type": "data_table",
        "caption": one_line(caption, 255),
        "page_size": page_size,
        "row_header_column_index": 0,
        "rows": [[cell.as_json() for cell in row] for row in rows],
    }


def bar_chart(title: str, series: Mapping[str, Sequence[Point]], unit: str = "") -> Block:
    """Bars that stand side by side; every series has the same labels. Says nothing to those who
    cannot see it, so the text beside it has to."""
    return _chart("bar", title, series, unit)


def line_chart(title: str, series: Mapping[str, Sequence[Point]], unit: str = "") -> Block:
    """Lines over the same labels; the text beside it says what they come to."""
    return _chart("line", title, series, unit)


def _chart(kind: str, title: str, series: Mapping[str, Sequence[Point]], unit: str) -> Block:
    """`unit` is what the numbers are of, such as a currency."""
    _within("series of a chart", len(series), 12, least=1)
    labels = next(iter(series.values()))
    _within("points of a chart", len(labels), 20, least=1)
    axes: dict[str, object] = {"categories": [one_line(point.label, 20) for point in labels]}
    if unit:
        axes["y_label"] = one_line(unit, 50)
    return {
        "type": "data_visualization",
        "title": one_line(title, 50),
        "chart": {
            "type": kind,
            "series": [
                {"name": one_line(name, 20), "data": [point.as_json() for point in points]}
                for name, points in series.items()
            ],
            "axis_config": axes,
        },
    }


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback_id: str = "",
    submit: str = "",
    close: str = "",
    token: str = "",
) -> Block:
    """A form; the token comes back as private_metadata."""
    _within("blocks of a modal", len(blocks), 100, least=1)
    _within("characters of private metadata", len(token), LONGEST_TEXT)
    view: dict[str, object] = {
        "type": "modal",
        "title": plain_text(title, 24),
        "blocks": list(blocks),
        "private_metadata": token,
    }
    if callback_id:
        view["callback_id"] = _name(callback_id)
    if submit:
        view["submit"] = plain_text(submit, 24)
    if close:
        view["close"] = plain_text(close, 24)
    return view


def plain_text(text: str, limit: int) -> Block:
    """Plain text needs no escaping; invisible characters are taken out all the same."""
    return {"type": "plain_text", "text": one_line(closed_up(text), limit) or "-", "emoji": False}


def _mrkdwn(text: str, limit: int) -> Block:
    return {"type": "mrkdwn", "text": shorten(closed_up(text), limit) or "-", "verbatim": True}


def _dialog(confirm: Confirm) -> Block:
    return {
        "title": plain_text(confirm.title, 100),
        "text": plain_text(confirm.text, 300),
        "confirm": plain_text(confirm.confirm, 30),
        "deny": plain_text(confirm.deny, 30),
    }


def _name(identifier: str) -> str:
    _within(f"characters of the id {identifier[:40]}", len(identifier), 255, least=1)
    return identifier


def _within(what: str, count: int, most: int, *, least: int = 0) -> None:
    if not least <= count <= most:
        raise TooMuch(f"{count} {what}, where Slack takes {least} to {most}")
