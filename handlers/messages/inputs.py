"""What can be filled in on a form: one input block for each question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.messages.blocks import Block, Element, Option, TooMuch, plain_text

# A form has one element in each input block, so the block's id names the answer.
ANSWER = "answer"
MOST_PICKED = 100


@dataclass(frozen=True, slots=True)
class Question:
    """An input block: its id is the name of the answer in the form that comes back."""

    block_id: str
    label: str
    hint: str = ""
    optional: bool = False


def text_input(
    question: Question, *, initial: str = "", multiline: bool = False, most: int = 3000
) -> Block:
    element: dict[str, object] = {
        "type": "plain_text_input",
        "action_id": ANSWER,
        "multiline": multiline,
        "max_length": min(most, 3000),
    }
    if initial:
        element["initial_value"] = initial[:most]
    return _input(question, element)


def static_select(question: Question, options: Sequence[Option], *, initial: str = "") -> Block:
    return _input(question, _one("static_select", options, 100, initial))


def radio_buttons(question: Question, options: Sequence[Option], *, initial: str = "") -> Block:
    return _input(question, _one("radio_buttons", options, 10, initial))


def checkboxes(
    question: Question, options: Sequence[Option], *, initial: Sequence[str] = ()
) -> Block:
    return _input(question, _several("checkboxes", options, 10, initial))


def multi_select(
    question: Question, options: Sequence[Option], *, initial: Sequence[str] = (), most: int = 100
) -> Block:
    """`most` of them may be picked, as far as Slack lets anybody pick."""
    element = _several("multi_static_select", options, MOST_PICKED, initial)
    return _input(question, {**element, "max_selected_items": min(most, MOST_PICKED)})


def date_picker(question: Question, initial: date) -> Block:
    element = {"type": "datepicker", "action_id": ANSWER, "initial_date": initial.isoformat()}
    return _input(question, element)


def users_select(question: Question, *, initial: str = "") -> Block:
    chosen = {"initial_user": initial} if initial else {}
    return _input(question, {"type": "users_select", "action_id": ANSWER, **chosen})


def channels_select(question: Question, *, initial: str = "") -> Block:
    """Channels of our own people, public or private; nobody else's, and no conversations."""
    element = {
        "type": "conversations_select",
        "action_id": ANSWER,
        "filter": {
            "include": ["public", "private"],
            "exclude_external_shared_channels": True,
            "exclude_bot_users": True,
        },
    }
    chosen = {"initial_conversation": initial} if initial else {}
    return _input(question, {**element, **chosen})


def external_select(question: Question, element: Element) -> Block:
    """`element` asks us for its options while somebody types."""
    return _input(question, {**element, "action_id": ANSWER})


def _input(question: Question, element: Element) -> Block:
    block: dict[str, object] = {
        "type": "input",
        "block_id": question.block_id,
        "label": plain_text(question.label, 2000),
        "element": element,
        "optional": question.optional,
    }
    if question.hint:
        block["hint"] = plain_text(question.hint, 2000)
    return block


def _one(kind: str, options: Sequence[Option], most: int, initial: str) -> Element:
    shown = _options(options, most)
    chosen = [option for option in shown if option["value"] == initial]
    element: dict[str, object] = {"type": kind, "action_id": ANSWER, "options": shown}
    if chosen:
        element["initial_option"] = chosen[0]
    return element


def _several(kind: str, options: Sequence[Option], most: int, initial: Sequence[str]) -> Element:
    shown = _options(options, most)
    chosen = [option for option in shown if option["value"] in initial]
    element: dict[str, object] = {"type": kind, "action_id": ANSWER, "options": shown}
    if chosen:
        element["initial_options"] = chosen
    return element


def _options(options: Sequence[Option], most: int) -> list[Block]:
    """Options are never left out silently: whoever has too many offers fewer, and says so."""
    if not 1 <= len(options) <= most:
        raise TooMuch(f"{len(options)} options, where Slack takes 1 to {most}")
    return [as_option(option) for option in options]


def as_option(option: Option) -> Block:
    if not 1 <= len(option.value) <= 150:
        raise TooMuch(f"an option's value has {len(option.value)} characters, 150 at most")
    shown: dict[str, object] = {"text": plain_text(option.label, 75), "value": option.value}
    if option.hint:
        shown["description"] = plain_text(option.hint, 75)
    return shown
