"""What can be pressed says what happens then, by a verb."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from handlers.messages.letter_words import MEANINGS
from sandbox.slack.limits.accessibility import message_barriers
from tests.tree import ROOT

MESSAGES = ROOT / "handlers" / "messages"
PRESSED, NAMED = frozenset({"button", "link"}), frozenset({"submit", "confirm", "deny"})
VERBS = frozenset(
    {
        "Add", "Adopt", "Approve", "Ask", "Cancel", "Change", "Check", "Choose", "Close", "Confirm",
        "Contain", "Decide", "Dispute", "Disputes", "Do", "Explain", "Give", "Go", "Hand", "Hold",
        "Keep", "Let", "Lift", "Make", "Mark", "Open", "Place", "Post", "Prepare", "Promises",
        "Put", "Record", "Reinstate", "Reject", "Release", "Save", "Say", "Says", "Send", "Settle",
        "Show", "Snooze", "Stop", "Submit", "Suspend", "Take", "Tell", "Type", "Wait", "Withdraw",
    }
)  # fmt: skip
# Sentences of their own, with their verb inside.
SENTENCES = frozenset(
    {
        "Bank Checked", "I Am Away…", "I Take It", "Is Away", "It Arrived", "It Is Done",
        "Nothing Arrived", "That Was Not Me",
    }
)  # fmt: skip


def labels() -> set[str]:
    found = set(MEANINGS.values())
    for path in sorted(MESSAGES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                found.update(_of(node))
    return found


def _of(call: ast.Call) -> Iterator[str]:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    said = call.args[:1] if name in PRESSED else []
    said += [given.value for given in call.keywords if given.arg in NAMED]
    for value in said:
        for node in ast.walk(value):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("words"):
                yield from (one.value for one in node.args if _is_text(one))  # type: ignore[attr-defined]


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_every_label_is_found() -> None:
    assert {"Approve…", "Says Paid", "Ask for {count} Votes", "Cancel", "Open"} <= labels()


def test_every_label_begins_with_a_verb() -> None:
    rest = {label for label in labels() if label not in SENTENCES}
    assert {label for label in rest if label.rstrip("…").split()[0] not in VERBS} == set()


def test_every_label_is_in_title_case() -> None:
    shown = [{"type": "button", "text": {"text": label}} for label in sorted(labels())]
    assert message_barriers({"blocks": shown}) == []
