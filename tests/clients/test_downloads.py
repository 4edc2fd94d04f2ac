"""A file that is fetched is whole, or it is none."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from clients.http import Timeouts
from core.ports.outside import Unreachable
from core.ports.receivables import SourceRefused
from tests.clients.a_file_server import NOW, ONE, Desk, read, scripted, serving
from tests.clients.books import row, text


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with serving(tmp_path) as made:
        yield made


def test_a_compressed_file_is_unpacked(desk: Desk) -> None:
    desk.server.packed = True
    desk.server.content = text(*(row(document_id=f"D-{n}") for n in range(5000))).encode()

    assert len(read(desk.books())[0]) == 5000


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(ONE)[:-1],
        gzip.compress(ONE)[:-8],
        gzip.compress(ONE)[: len(gzip.compress(ONE)) // 2],
        gzip.compress(ONE) + b"more",
        b"",
        ONE,
    ],
    ids=["last byte", "checksum", "half", "more behind it", "nothing", "not packed"],
)
def test_a_compressed_file_that_is_not_whole_is_none(tmp_path: Path, body: bytes) -> None:
    headers = {"Content-Length": str(len(body)), "Content-Encoding": "gzip"}
    made = scripted(tmp_path, body, headers)

    with pytest.raises(Unreachable, match="compressed file"):
        made.begin("", NOW)


def test_a_server_that_does_not_say_how_long_it_is_is_not_believed(tmp_path: Path) -> None:
    with pytest.raises(SourceRefused, match="has to send Content-Length"):
        scripted(tmp_path, ONE, {"Content-Type": "text/csv"}).begin("", NOW)


def test_an_encoding_that_nobody_asked_for_is_refused(tmp_path: Path) -> None:
    headers = {"Content-Encoding": "br", "Content-Length": "3"}

    with pytest.raises(SourceRefused, match="comes as br"):
        scripted(tmp_path, b"abc", headers).check()


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_that_is_too_large_is_refused(desk: Desk, packed: bool) -> None:
    desk.server.packed, desk.server.content = packed, ONE + b" " * 3 * 1024 * 1024

    with pytest.raises(SourceRefused, match="larger than 2 MiB"):
        desk.books(largest=2 * 1024 * 1024).begin("", NOW)


def test_a_file_that_takes_too_long_is_asked_for_again(desk: Desk) -> None:
    with pytest.raises(Unreachable, match="did not come in time"):
        desk.books(timeouts=Timeouts(whole=0.0)).begin("", NOW)
