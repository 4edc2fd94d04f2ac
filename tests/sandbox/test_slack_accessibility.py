"""Whom a message or a view shuts out is noted; what everybody can take is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.slack.limits.accessibility import message_barriers, says_something, view_barriers
from tests.sandbox.slack_desk import Desk, running
from tests.sandbox.slack_shapes import (
    actions,
    button,
    chart,
    data_table,
    field,
    modal,
    plain,
    raw,
    section,
)

Json = dict[str, Any]
HEAD = [raw("Customer"), raw("Owed")]
TABLE = data_table(2, row_header_column_index=0) | {"rows": [HEAD, [raw("Nordwind"), raw("1")]]}
IMAGE = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "Overdue by age"}
CONFIRM = {"title": plain("Sure?"), "text": plain("It stops."), "confirm": plain("Stop"),
           "deny": plain("Keep")}  # fmt: skip
SPOKEN = {"accessibility_label": "Open 1: Nordwind"}, {"accessibility_label": "Open 2: Alpen"}

TAKEN: dict[str, list[Json]] = {
    "a table": [TABLE],
    "an image": [IMAGE],
    "a chart beside words": [section("Mostly 60 days late."), chart()],
    "one primary button": [actions(button("a", "Approve…", style="primary"), button("b", "Edit"))],
    "labels that are spoken differently": [
        actions(button("a", "Open", **SPOKEN[0]), button("b", "Open", **SPOKEN[1]))
    ],
    "small words inside": [actions(button("a", "Ask for Votes at Once"))],
    "another script": [actions(button("a", "승인…"), button("b", "批准"))],
    "a sign beside words": [section("✓ Done by Kang")],
    "a question before it": [actions(button("a", "Stop", confirm=CONFIRM))],
}
SHUT_OUT: dict[str, tuple[list[Json], str]] = {
    "two primary buttons": (
        [actions(button("a", "Approve", style="primary")),
         section(accessory=button("b", "Pay", style="primary"))],
        "at most one primary button, has 2",
    ),
    "the same label twice": (
        [actions(button("a", "Open")), actions(button("b", "Open"))],
        "2 buttons Open must differ",
    ),
    "spoken alike": (
        [actions(button("a", "Open", **SPOKEN[0]), button("b", "Open", **SPOKEN[0]))],
        "2 buttons Open must differ",
    ),
    "the same label in a table": (
        [TABLE | {"rows": [[raw("Open"), raw("Owed")], *(
            [{"type": "action_cell", "element": button(n, "Open"), "fallback": raw("Open")},
             raw("1")] for n in "ab")]}],
        "2 buttons Open must differ",
    ),
    "an emoji in a label": ([actions(button("a", "Approve :tada:"))], "no emoji"),
    "a sign in a label": ([actions(button("a", "✅ Approve"))], "no emoji"),
    "no title case": ([actions(button("a", "Ask for votes"))], "Title Case"),
    "a small word at the end": ([actions(button("a", "Sign in"))], "Title Case"),
    "a label that says nothing": ([actions(button("a", "OK"))], "say what happens"),
    "an answer that says nothing": (
        [actions(button("a", "Stop", confirm=CONFIRM | {"confirm": plain("Yes")}))],
        "say what happens: Yes",
    ),
    "an emoji alone": ([section(":red_circle:")], "signs alone"),
    "a sign alone in a cell": ([TABLE | {"rows": [HEAD, [raw("Nordwind"), raw("●")]]}], "signs"),
    "no row header": ([TABLE | {"row_header_column_index": None}], "row_header_column_index"),
    "a column without a name": ([TABLE | {"rows": [[raw("-"), raw("Owed")], HEAD]}], "a name of"),
    "two columns of one name": ([TABLE | {"rows": [[raw("A"), raw("A")], HEAD]}], "a name of"),
    "a caption of digits": ([TABLE | {"caption": "2026"}], "caption"),
    "the name of a file": ([IMAGE | {"alt_text": "chart1.png"}], "name of a file"),
    "an image of an image": ([IMAGE | {"alt_text": "image"}], "alt_text"),
    "a chart without words": ([chart()], "beside words"),
}  # fmt: skip


@pytest.mark.parametrize("blocks", TAKEN.values(), ids=TAKEN)
def test_everybody_can_take_it(blocks: list[Json]) -> None:
    assert message_barriers({"text": "Nordwind owes", "blocks": blocks}) == []


@pytest.mark.parametrize(("blocks", "said"), SHUT_OUT.values(), ids=SHUT_OUT)
def test_somebody_is_shut_out(blocks: list[Json], said: str) -> None:
    assert any(said in one for one in message_barriers({"text": "Nordwind owes", "blocks": blocks}))


@pytest.mark.parametrize(
    "text",
    ["Nordwind owes EUR 3", "Done.", "<https://x.example|Open>", "완료", "10月12日：没有逾期客户"],
    ids=str,
)
def test_a_text_says_something(text: str) -> None:
    assert says_something(text)


@pytest.mark.parametrize(
    "text",
    ["", "INV-20418", "update", "New message", ":tada:", "<@U0KANG>", "8,412.60", "3f2a-77b"],
    ids=str,
)
def test_a_text_says_nothing(text: str) -> None:
    assert not says_something(text)


def test_the_labels_of_a_form_are_labels_too() -> None:
    note = field("note", {"type": "plain_text_input"})
    assert view_barriers(modal(note)) == []
    found = view_barriers(modal(note, title=plain("Suspend it"), submit=plain("OK")))
    assert [one.rpartition(":")[2] for one in found] == ["/view/submit]", "/view/title]"]


@pytest.fixture
def desk() -> Iterator[Desk]:
    with running() as desk:
        yield desk


def test_the_sandbox_notes_whom_a_message_shuts_out(desk: Desk) -> None:
    posted = desk.api("chat.postMessage", channel="C0CASES", text="update", blocks=[section()])
    desk.api("chat.update", channel="C0CASES", ts=posted["ts"], text="Paid", blocks=[
        actions(button("a", "Open"), button("b", "Open"))])  # fmt: skip
    first, second = desk.violations()
    assert "must say something in words, is 'update'" in first
    assert "2 buttons Open" in second
