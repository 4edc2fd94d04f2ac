"""Books that the desk reads by itself: page by page over real HTTP, cut off and gone on with, and
in as a whole or not at all."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.domain.events import BooksReadable, BooksRefused, BooksTaken, BooksUnread
from core.domain.policy_file import read_policy
from core.domain.readings import ELSEWHERE, HELD, LONGEST, Stage, Trouble
from core.domain.release import Found
from core.ports.engine import Delivery, Later
from core.usecases.reading_jobs import READ_BOOKS, forget_others, want
from core.usecases.receivables import Drop
from storage.database import Database
from storage.figures import Counting
from storage.unit_of_work import SqlStore
from tests.a_policy import put_in_force
from tests.a_reading import ALL, NOW, SOURCE, Readers
from tests.a_run import policy_text
from tests.clients.a_stripe import running
from tests.office import Desk

HOUR, NEXT_DAY = timedelta(minutes=61), timedelta(hours=25)


@pytest.fixture
def books(store: SqlStore, tmp_path: Path) -> Iterator[Readers]:
    put_in_force(store, read_policy(policy_text()))
    with running() as shop:
        made = Readers(Desk(store, now=shop.moment), shop, tmp_path / "readings")
        for number in range(10):
            made.owe(f"in_{number:02}", 1000 + number, f"cus_{number % 3}")
        yield made


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


def test_a_file_that_was_damaged_is_never_taken_in(books: Readers) -> None:
    books.step()
    (file,) = books.files()
    file.write_bytes(b"\0" * 4096)
    assert books.read().trouble is Trouble.SILENT
    assert books.documents() == {}
    books.later(HOUR)
    assert books.read().stage is Stage.IDLE
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
