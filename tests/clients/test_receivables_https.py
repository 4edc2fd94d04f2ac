"""A file at an address: fetched when it is another one, and judged as any other file."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from clients.receivables_https import basic, bearer
from core.domain.secret import Secret
from core.ports.receivables import PlaceLost, SourceRefused, Start
from sandbox.accounting.files import PATH
from tests.clients.a_file_server import NOW, ONE, TWO, Desk, read, scripted, serving
from tests.clients.books import row, text
from tests.clients.receivables.readings import pages

NOTHING_NEW = Start("", whole=False)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with serving(tmp_path) as made:
        yield made


# Another one than before


@pytest.mark.parametrize(
    ("named", "asked"), [(True, "If-None-Match"), (False, "If-Modified-Since")]
)
def test_a_file_that_did_not_change_is_no_new_reading(desk: Desk, named: bool, asked: str) -> None:
    desk.server.named = named
    _, mark = read(desk.books())

    assert desk.books().begin(mark, NOW) == NOTHING_NEW
    status, conditions = desk.server.answered[-1]
    assert (status, list(conditions)) == (304, [asked])


def test_nor_is_one_that_was_written_again_with_the_same_in_it(desk: Desk) -> None:
    desk.server.named = False
    _, mark = read(desk.books())
    desk.server.modified += timedelta(hours=1)

    assert desk.books().begin(mark, NOW) == NOTHING_NEW
    assert desk.server.answered[-1][0] == 200


def test_one_that_changed_is_read_whole(desk: Desk) -> None:
    _, mark = read(desk.books())
    desk.server.content = TWO

    start = desk.books().begin(mark, NOW)

    assert start.whole
    assert [len(page.rows) for page in pages(desk.books(), start.place)] == [2]


def test_what_another_server_called_its_file_says_nothing(desk: Desk) -> None:
    _, mark = read(desk.books())

    assert desk.books(f"{PATH}?of=another").begin(mark, NOW) == NOTHING_NEW
    assert desk.server.answered[-1] == (200, {})


def test_a_name_that_cannot_be_sent_back_is_forgotten(tmp_path: Path) -> None:
    made = scripted(tmp_path, ONE, {"ETag": '"ü"'.encode(), "Content-Length": str(len(ONE))})
    _, mark = read(made)

    assert made.begin(mark, NOW) == NOTHING_NEW


@pytest.mark.parametrize(("named", "status"), [(True, 304), (False, 200)])
def test_looking_asks_whether_the_file_that_is_kept_is_still_the_one(
    desk: Desk, named: bool, status: int
) -> None:
    desk.server.content, desk.server.named = TWO, named
    read(desk.books())
    desk.server.modified += timedelta(hours=0 if named else 1)

    found = desk.books().look(["D-2", "D-3"])

    assert [one["document_id"] for one in found] == ["D-2"]
    assert desk.server.answered[-1][0] == status


def test_looking_before_anything_was_read_fetches_the_file(desk: Desk) -> None:
    assert [one["document_id"] for one in desk.books().look(["1", "2"])] == ["1"]
    assert list(desk.folder.iterdir()) == []


# What is no file


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("page", "is text/html, perhaps a page"),
        ("kept out", "does not take the token, or the user and password .403."),
        ("moved", "the file has moved .302."),
        ("gone", "no file at the address .404."),
    ],
)
def test_an_answer_without_a_file_says_what_to_mend(desk: Desk, fault: str, why: str) -> None:
    desk.server.fault = fault

    with pytest.raises(SourceRefused, match=why):
        desk.books().begin("", NOW)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "line 1: empty file"),
        (b"<html></html>", "line 1: missing column"),
        (text(row(source_system="crm")).encode(), "the file is of crm: this source is erp"),
        (text(row(), row(document_id="1")).encode(), "line 3: double document"),
        (text(row(schema_version="9")).encode(), "line 2: unknown version"),
        (
            text(*(row(document_id=f"D{n}", schema_version="9") for n in range(9))).encode(),
            "and 6 more",
        ),
    ],
    ids=["nothing", "a page", "other books", "twice", "version", "many"],
)
def test_a_file_that_would_be_refused_in_the_folder_is_refused_here(
    desk: Desk, content: bytes, why: str
) -> None:
    good = desk.books().begin("", NOW)
    desk.server.content = content

    with pytest.raises(SourceRefused, match=why):
        desk.books().begin("", NOW)

    assert len(desk.books().page(good.place).rows) == 1


def test_a_line_with_too_few_fields_is_there_to_be_seen(desk: Desk) -> None:
    desk.server.content = TWO.rstrip().rpartition(b",")[0]

    rows, _ = read(desk.books())

    assert rows[0]["document_type"] == "invoice"
    assert rows[1]["document_type"].startswith("wrong length ")
    assert rows[1]["as_of"] == "2026-10-12T06:30:00+00:00"
    assert rows[1]["customer_ref"] == rows[0]["customer_ref"]


# Who may read it


@pytest.mark.parametrize(
    ("login", "sent"),
    [
        (bearer(Secret("t-1")), "Bearer t-1"),
        (basic("books", Secret("pä:ss")), "Basic Ym9va3M6cMOkOnNz"),
        (None, ""),
    ],
)
def test_the_server_is_told_who_asks(desk: Desk, login: Secret | None, sent: str) -> None:
    desk.server.login = sent

    assert len(read(desk.books(login=login))[0]) == 1


def test_nobody_else_reads_what_was_fetched(desk: Desk) -> None:
    start = desk.books().begin("", NOW)
    desk.server.content = b"nonsense"
    with suppress(SourceRefused):
        desk.books().check()

    (kept,) = desk.folder.iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(desk.folder.stat().st_mode) == 0o700
    assert start.place.startswith(kept.stem)


def test_a_place_in_an_older_file_is_lost(desk: Desk) -> None:
    old = desk.books().begin("", NOW)
    desk.server.content = TWO
    new = desk.books().begin("", NOW)

    with pytest.raises(PlaceLost):
        desk.books().page(old.place)
    for place in ("", "x:1", f"{'0' * 32}:5", f"{new.place}x"):
        with pytest.raises(PlaceLost):
            desk.books().page(place)
