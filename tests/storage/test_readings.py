"""Books that the desk reads by itself: page by page over real HTTP, cut off and gone on with, and
in as a whole or not at all."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path

import pytest

from core.domain.events import BooksTaken
from core.domain.readings import ELSEWHERE, HELD, LONGEST, Stage, Trouble
from core.domain.release import Found
from core.ports.engine import Delivery, Later
from core.usecases.reading_jobs import READ_BOOKS, want
from storage.database import Database
from storage.figures import Counting
from tests.a_reading import ALL, NOW, SOURCE, Readers

HOUR, NEXT_DAY = timedelta(minutes=61), timedelta(hours=25)


def test_everything_is_read_and_taken_in_and_the_file_is_gone(books: Readers) -> None:
    assert books.read().stage is Stage.IDLE
    assert len(books.documents()) == 10
    assert books.documents()["in_07"].open.plain() == "10.07"
    assert books.row().mark
    assert books.files() == []
    assert books.count(BooksTaken) == 1


def test_what_changed_is_read_and_the_rest_stays_as_it_was(books: Readers) -> None:
    books.read()
    books.later(HOUR)
    books.pay("in_03", 1003)
    books.pay("in_04", 4)
    books.owe("in_10", 500)
    found = books.read()
    assert not found.whole
    left = books.documents()
    assert sorted(left) == sorted(f"in_{n:02}" for n in range(11) if n != 3)
    assert left["in_04"].open.plain() == "10.00"
    assert books.found("in_03") is Found.CLOSED


def test_books_of_which_nothing_changed_are_as_of_now(books: Readers) -> None:
    books.read()
    books.later(HOUR)
    books.read()
    with books.desk.store.reading() as work:
        current = work.books.current(SOURCE)
    assert current is not None
    assert current.as_of == books.desk.now
    assert len(books.documents()) == 10


def test_a_whole_reading_asks_how_ended_what_does_not_come(books: Readers) -> None:
    books.read()
    books.later(NEXT_DAY)
    books.pay("in_03", 1003)
    assert books.read().whole
    assert books.found("in_03") is Found.CLOSED
    assert len(books.documents()) == 9


def test_what_the_books_do_not_know_any_more_is_missing(books: Readers) -> None:
    books.read()
    books.later(NEXT_DAY)
    del books.shop.account.invoices["in_03"]
    books.read()
    assert books.found("in_03") is Found.MISSING


def test_a_reading_goes_on_in_another_process_after_each_step(books: Readers) -> None:
    steps = 0
    while books.step().stage is not Stage.IDLE:
        steps += 1
        (file,) = books.files()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
        assert books.documents() == {}
    assert steps > 3
    assert len(books.documents()) == 10
    assert books.row().rows == 10


def test_a_file_that_is_gone_means_a_reading_begins_anew(books: Readers) -> None:
    first = books.step()
    (file,) = books.files()
    file.unlink()
    assert books.step().reading_id != first.reading_id
    assert books.read().stage is Stage.IDLE
    assert len(books.documents()) == 10


def test_another_machine_leaves_a_reading_to_the_one_that_began_it(
    books: Readers, tmp_path: Path
) -> None:
    begun, elsewhere = books.step(), tmp_path / "another"
    delivery = Delivery(READ_BOOKS, {"source": SOURCE}, 1)
    with pytest.raises(Later):
        books.reader(elsewhere).handle(delivery)
    assert books.row().reading_id == begun.reading_id
    books.later(ELSEWHERE)
    books.reader(elsewhere).handle(delivery)
    assert books.row().reading_id == ""
    assert len(books.documents()) == 10


def test_what_began_a_day_ago_begins_anew(books: Readers) -> None:
    first = books.step()
    books.later(LONGEST + HOUR)
    assert books.step().reading_id != first.reading_id


def test_whoever_lost_a_reading_changes_nothing_more(books: Readers) -> None:
    old = books.reader(ending=lambda: True)
    lost = old.go_on(SOURCE, NOW)
    assert lost is not None
    books.read()
    before = books.row()
    assert old._fail(lost, Trouble.BARRED, "late") is None
    assert books.row() == before


def test_a_terminal_and_the_jobs_do_not_read_at_once(books: Readers) -> None:
    terminal = books.reader(holder="terminal")
    held = terminal._take_up(SOURCE, NOW)
    assert held is not None
    assert books.reader().go_on(SOURCE, NOW) is None
    books.later(HELD)
    assert books.reader().go_on(SOURCE, NOW) is not None


def test_books_are_read_every_hour_and_whenever_they_hint_at_a_change(books: Readers) -> None:
    reader = books.reader()
    assert reader.go_on(SOURCE) is not None
    assert reader.go_on(SOURCE) is None
    books.later(timedelta(minutes=2))
    assert want(SOURCE, "evt_1", office=books.desk.office)
    assert not want(SOURCE, "evt_1", office=books.desk.office)
    assert reader.go_on(SOURCE) is not None
    assert reader.go_on(SOURCE) is None
    books.later(HOUR)
    assert reader.go_on(SOURCE) is not None


def test_a_wish_for_all_of_it_begins_anew_where_only_changes_were_being_read(
    books: Readers,
) -> None:
    books.read()
    books.later(HOUR)
    books.pay("in_03", 1003)
    begun = books.step()
    assert (begun.stage, begun.whole) != (Stage.IDLE, True)
    assert books.read(ALL).whole


def test_what_is_read_hour_after_hour_is_told_the_first_time(
    books: Readers, desk: Database
) -> None:
    for _ in range(3):
        books.read()
        books.later(HOUR)
        books.pay("in_03", 1)
    assert books.count(BooksTaken) == 3
    assert Counting(desk).figures().jobs["tell", "ready"] == 1
