"""Books that cannot be read, or not as they are: nothing comes in, and somebody hears of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.domain.events import BooksReadable, BooksRefused, BooksUnread
from core.domain.readings import ELSEWHERE, Stage, Trouble
from core.domain.release import Found
from core.usecases.reading_jobs import forget_others
from core.usecases.receivables import Drop
from tests.a_reading import NOW, SOURCE, Readers

HOUR, NEXT_DAY = timedelta(minutes=61), timedelta(hours=25)


@pytest.mark.parametrize("trouble", ["broken", "throttled", "cut", "nonsense", "kept_out"])
def test_what_was_fetched_in_part_is_never_taken_in(books: Readers, trouble: str) -> None:
    books.read()
    before = books.documents()
    books.later(NEXT_DAY)
    books.pay("in_03", 1003)
    books.step()
    books.shop.stripe.trouble = trouble
    found = books.step()
    assert found.trouble is (Trouble.BARRED if trouble == "kept_out" else Trouble.SILENT)
    assert found.retry_at is not None and found.retry_at > books.desk.now
    assert books.documents() == before
    books.shop.stripe.trouble = ""
    books.later(HOUR)
    assert books.read().stage is Stage.IDLE
    assert books.found("in_03") is Found.CLOSED
    assert books.row().trouble is None


def test_a_file_that_was_damaged_is_never_taken_in(books: Readers) -> None:
    books.step()
    (file,) = books.files()
    file.write_bytes(b"\0" * 4096)
    assert books.read().trouble is Trouble.SILENT
    assert books.documents() == {}
    books.later(HOUR)
    assert books.read().stage is Stage.IDLE
    assert len(books.documents()) == 10


def test_books_that_shrank_are_refused_told_and_taken_by_a_person(books: Readers) -> None:
    for number in range(30):
        books.owe(f"in_many_{number}", 9000, f"cus_many_{number}")
    books.read()
    books.later(NEXT_DAY)
    for number in range(30):
        books.shop.account.void(f"in_many_{number}")
    found = books.read()
    assert found.trouble is Trouble.REFUSED
    assert "dropped" in found.why
    assert books.count(BooksRefused) == 1
    assert len(books.documents()) == 40
    assert books.files() == []
    assert books.reader().go_on(SOURCE) is None
    books.read(replace(NOW, drop=Drop.ACCEPT))
    assert len(books.documents()) == 10
    assert books.row().trouble is None


def test_silence_is_told_after_an_hour_once_and_once_when_it_is_over(books: Readers) -> None:
    books.shop.stripe.trouble = "broken"
    books.read()
    assert books.count(BooksUnread) == 0
    for _ in range(3):
        books.later(HOUR)
        books.read()
    assert books.count(BooksUnread) == 1
    books.shop.stripe.trouble = ""
    books.later(HOUR)
    books.read()
    assert (books.count(BooksUnread), books.count(BooksReadable)) == (1, 1)


def test_what_a_person_has_to_mend_is_told_at_once(books: Readers) -> None:
    books.shop.stripe.trouble = "kept_out"
    books.read()
    assert books.count(BooksUnread) == 1


@pytest.mark.parametrize("ahead", [6, -6], ids=["theirs is ahead", "ours is ahead"])
def test_books_of_another_time_are_held_and_told_once_that_is_sure(
    books: Readers, ahead: int
) -> None:
    books.read()
    before = books.documents()
    books.later(NEXT_DAY)
    books.pay("in_03", 1003)
    books.shop.stripe.ahead = timedelta(minutes=ahead)
    found = books.read()
    assert (found.trouble, books.count(BooksUnread)) == (Trouble.APART, 0)
    assert f"our clock is 360 s {'behind' if ahead > 0 else 'ahead of'} theirs" in found.why
    books.later(HOUR)
    books.read()
    assert (books.documents(), books.count(BooksUnread)) == (before, 1)
    books.shop.stripe.ahead = timedelta(minutes=ahead // 2)
    books.later(HOUR)
    books.read()
    assert books.found("in_03") is Found.CLOSED
    assert (books.count(BooksUnread), books.count(BooksReadable)) == (1, 1)


def test_books_that_are_named_no_more_leave_nothing_behind(books: Readers) -> None:
    books.shop.stripe.trouble = "kept_out"
    books.read()
    assert forget_others([SOURCE], office=books.desk.office) == []
    assert forget_others([], office=books.desk.office) == [SOURCE]
    with books.desk.store.reading() as work:
        assert work.readings.all() == []


def test_one_row_that_cannot_be_read_is_few_of_the_books_though_all_of_what_changed(
    books: Readers,
) -> None:
    for number in range(100):
        books.owe(f"in_more_{number}", 100)
    books.read()
    books.later(HOUR)
    books.owe("in_odd", 700, "cus_1", metadata={"category": "gift"})
    assert books.read().trouble is None
    assert books.unreadable() == {"cus_1": "in_odd"}
    books.later(HOUR)
    books.pay("in_03", 3)
    books.read()
    assert books.unreadable() == {"cus_1": "in_odd"}


def test_a_file_that_nobody_goes_on_with_is_gone_within_a_minute(
    books: Readers, tmp_path: Path
) -> None:
    left = tmp_path / "another"
    books.step(left)
    books.later(ELSEWHERE)
    books.reader(left).tick()
    assert len(list(left.rglob("*.rows"))) == 1
    books.read()
    books.reader(left).tick()
    assert list(left.rglob("*.rows")) == []


def test_a_folder_that_cannot_be_written_is_for_a_person_to_mend(
    books: Readers, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    found = books.reader(tmp_path / "file").go_on(SOURCE, NOW)
    assert found is not None
    assert (found.trouble, "cannot be written" in found.why) == (Trouble.BARRED, True)
