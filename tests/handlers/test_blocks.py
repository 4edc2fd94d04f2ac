"""Shapes stay within what Slack takes, whatever is put into them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest

from handlers.messages import inputs
from handlers.messages.blocks import (
    Block,
    Confirm,
    Message,
    Option,
    TooMuch,
    actions,
    button,
    context,
    divider,
    fields,
    header,
    modal,
    plain,
    section,
)
from sandbox.slack.limits.surfaces import message_complaints, view_complaints

LONG = "x" * 5000
ASKED = inputs.Question("note", LONG, hint=LONG)
CHOICES = [Option("a", LONG, LONG), Option("b", "B")]
BOX = Confirm(LONG, LONG, LONG, LONG)


def test_long_texts_are_cut_and_slack_takes_them() -> None:
    row = actions(button(LONG, "press", "token", style="danger", confirm=BOX), block_id="row")
    blocks = [header(LONG), section(LONG), fields(LONG, LONG), context(LONG), divider(), row]
    assert message_complaints([dict(block) for block in blocks]) == []


def test_every_input_is_one_that_slack_takes() -> None:
    kinds: Sequence[Callable[[inputs.Question], Block]] = [
        lambda q: inputs.text_input(q, initial="so far", multiline=True),
        lambda q: inputs.static_select(q, CHOICES, initial="a"),
        lambda q: inputs.radio_buttons(q, CHOICES, initial="b"),
        lambda q: inputs.checkboxes(q, CHOICES, initial=["a", "b"]),
        lambda q: inputs.multi_select(q, CHOICES, initial=["a"]),
        inputs.users_select,
    ]
    asked = [kind(inputs.Question(f"q{n}", LONG, LONG)) for n, kind in enumerate(kinds)]
    view = modal(LONG, asked, callback_id="form", submit=LONG, close=LONG, token="t")
    assert view_complaints(dict(view)) == []


@pytest.mark.parametrize(
    "build",
    [
        lambda: Message("x", tuple([divider()] * 51)),
        lambda: modal("x", [divider()] * 101),
        lambda: modal("x", [divider()], token=LONG),
        lambda: modal("x", []),
        lambda: button("x", "y", LONG),
        lambda: button("x", "", "token"),
        lambda: actions(*[button("x", "y", "z")] * 26),
        lambda: fields(*["x"] * 11),
        lambda: inputs.checkboxes(ASKED, CHOICES * 6),
        lambda: inputs.static_select(ASKED, CHOICES * 51),
        lambda: inputs.static_select(ASKED, []),
        lambda: inputs.radio_buttons(ASKED, [Option("", "x")]),
    ],
)
def test_what_may_not_be_cut_is_refused(build: Callable[[], Mapping[str, object]]) -> None:
    with pytest.raises(TooMuch):
        build()


def test_a_policy_that_allows_more_than_slack_does_not_break_the_form() -> None:
    element = inputs.multi_select(ASKED, CHOICES, most=250)["element"]
    assert isinstance(element, Mapping) and element["max_selected_items"] == 100


def test_a_message_has_its_plain_line() -> None:
    with pytest.raises(ValueError, match="plain line"):
        Message(" ")
    assert plain("Done.").blocks[0]["type"] == "section"
