"""Fault points: each is used, and nothing goes outside but between two of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from clients.ways import OF_PATHS, way_of
from core.faults import POINTS, Point, Way, armed, fault
from core.ports.boundary import CallInsideTransaction, outside, transaction_open
from tests.tree import expect_none, modules

OURS = ("bot/", "core/", "handlers/", "storage/", "clients/")
# How a call to somebody else's machine is written: httpx, slack_sdk, smtplib, imaplib.
CALLS = {
    "api_call", "apps_connections_open", "auth_test", "chat_postEphemeral", "conversations_info",
    "conversations_open", "files_upload_v2", "users_info", "views_open", "views_publish",
    "views_update",
}  # fmt: skip
# By their name alone, in the modules that talk: a conversation, a mailbox, an exchange by HTTP.
TALKS = {
    "clients/http.py": {"_exchange"},
    "clients/mail.py": {"_conversation"},
    "clients/mail_in.py": {"_open", "uid", "rename"},
}
# A search brings numbers on a line that is open; whoever has a client of Slack calls by `outside`.
EXEMPT = {("clients/mail_in.py", "_unseen"), ("handlers/directory.py", "api_call")}


def test_every_point_is_used() -> None:
    """That every use is a point, the type checker sees."""
    used = {
        ast.unparse(node)
        for name, tree in modules().items()
        if name.startswith(OURS)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
    }
    expected = [f"{type(one).__name__}.{one.name}" for one in (*Point, *Way)]
    expect_none(f"{one} is used nowhere" for one in expected if one not in used)
    assert len(set(POINTS)) == len(Point) + 2 * len(Way)


def test_nothing_goes_outside_but_between_two_points() -> None:
    expect_none(
        f"{name}:{call.lineno}: {called(call)} has no point before and after it"
        for name, tree in modules().items()
        if name.startswith(OURS)
        for function, call in unguarded(tree)
        if called(call) in CALLS | TALKS.get(name, set()) and (name, function) not in EXEMPT
    )


def unguarded(tree: ast.AST, function: str = "") -> Iterator[tuple[str, ast.Call]]:
    """Calls outside of every `with outside(...)`, with the function that makes them."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.With) and any(guards(item) for item in node.items):
            continue
        if isinstance(node, ast.Call):
            yield function, node
        yield from unguarded(node, node.name if isinstance(node, ast.FunctionDef) else function)


def guards(item: ast.withitem) -> bool:
    return isinstance(item.context_expr, ast.Call) and called(item.context_expr) == "outside"


def called(call: ast.Call) -> str:
    """Without whose it is."""
    return ast.unparse(call.func).rpartition(".")[2]


def test_whoever_is_armed_hears_both_sides_of_a_call_even_of_one_that_failed() -> None:
    heard: list[str] = []
    with armed(heard.append):
        with pytest.raises(OSError, match="gone"), outside(Way.SLACK_POST):
            raise OSError("gone")
        fault(Point.DONE)
    fault(Point.DONE)
    assert heard == ["slack.post.before", "slack.post.after", "job.done"]


def test_no_call_begins_while_a_transaction_is_open() -> None:
    heard: list[str] = []
    refused = pytest.raises(CallInsideTransaction)
    with armed(heard.append), transaction_open(), refused, outside(Way.MAIL_OUT):
        heard.append("called")
    assert heard == []


@pytest.mark.parametrize("word", OF_PATHS)
def test_an_address_tells_what_is_asked(word: str) -> None:
    assert way_of("POST", f"/main/v1/customers/x{word}x") is OF_PATHS[word]


def test_everything_else_is_read_or_changed() -> None:
    path = "/main/v1/customers/x/subscriptions/y"
    assert (way_of("GET", path), way_of("PATCH", path)) == (Way.PARTNER_READ, Way.PARTNER_CHANGE)
