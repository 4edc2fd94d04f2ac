"""The partner's books of the sandbox: what happened stays, and whoever reads them gets a file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sandbox.slack_desk import Desk, Json, running

CONTOSO = "contoso.example"


@pytest.fixture
def desk() -> Iterator[Desk]:
    with running() as started:
        yield started


@pytest.fixture
def sent(desk: Desk) -> list[list[Json]]:
    """Every snapshot that was handed over, as its rows."""
    snapshots: list[list[Json]] = []

    def take(file: Path) -> None:
        with file.open(encoding="utf-8", newline="") as text:
            snapshots.append(list(csv.DictReader(text)))

    desk.sandbox.books.deliver = take
    return snapshots


def owed(desk: Desk) -> Json:
    return {one["whose"]: one for one in desk.http.get("/sandbox/books").json()["owed"]}


def act(desk: Desk, **asked: str) -> int:
    return desk.http.post("/sandbox/books", json=asked).status_code


def test_the_books_say_who_is_late_the_longest_first(desk: Desk) -> None:
    found = desk.http.get("/sandbox/books").json()["owed"]

    assert owed(desk)[CONTOSO]["overdue"] == {"EUR": "8412.60"}
    assert owed(desk)[CONTOSO]["days"] == 35
    assert [one["days"] for one in found] == sorted((one["days"] for one in found), reverse=True)


def test_what_happened_is_in_this_snapshot_and_in_every_later_one(
    desk: Desk, sent: list[list[Json]]
) -> None:
    assert act(desk, what="paid", whose=CONTOSO) == 200
    desk.move_clock(3600)
    assert act(desk) == 200

    assert CONTOSO not in owed(desk)
    for rows in sent:
        states = {row["status"] for row in rows if row["document_number"] == "INV-20418"}
        assert states == {"closed"}
    assert sent[0][0]["as_of"] < sent[1][0]["as_of"]


@pytest.mark.parametrize("asked", [{"what": "stolen", "whose": CONTOSO}, {"what": "paid"}])
def test_what_cannot_happen_is_refused_and_nothing_is_sent(
    desk: Desk, sent: list[list[Json]], asked: dict[str, str]
) -> None:
    assert act(desk, **asked) == 400

    assert sent == []
    assert desk.http.get("/sandbox/books").json()["happened"] == []


def test_without_a_reader_nothing_is_sent(desk: Desk) -> None:
    assert act(desk) == 400


def test_what_happened_is_kept(tmp_path: Path) -> None:
    with running(tmp_path) as desk:
        desk.sandbox.books.deliver = lambda file: None
        assert act(desk, what="disputed", whose=CONTOSO) == 200
    with running(tmp_path) as desk:
        happened = desk.http.get("/sandbox/books").json()["happened"]
        assert happened == [{"what": "disputed", "whose": CONTOSO}]
