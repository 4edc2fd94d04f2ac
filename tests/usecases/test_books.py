"""Books come in whole or not at all, and say what they do not know."""

from __future__ import annotations

import pytest

from core.domain.errors import BooksUnfit, ImportRefused
from core.usecases.receivables import Drop
from sandbox.data.receivables import Row, vanished
from sandbox.stories.driver import ALERTS
from tests.world import World

HALF_THE_PORTFOLIO = 200


def problems(refused: pytest.ExceptionInfo[ImportRefused]) -> list[str]:
    found = refused.value.facts["problems"]
    assert isinstance(found, list)
    return [problem.problem for problem in found]


def test_the_same_file_twice_changes_nothing(world: World) -> None:
    rows = world.rows()
    first = world.take_in_rows(rows)
    world.settled()
    head = world.audit().head
    again = world.take_in_rows(rows)
    world.settled()
    assert (first.again, again.again) == (False, True)
    assert again.snapshot.snapshot_id == first.snapshot.snapshot_id
    assert world.audit().head == head


def test_a_bad_row_makes_its_customer_unknown_and_nobody_else(world: World) -> None:
    rows = [spoilt(row) if row["document_number"] == "INV-20466" else row for row in world.rows()]
    taken = world.take_in_rows(rows)
    world.settled()
    assert [problem.customer_ref for problem in taken.bad_rows] == ["D10001"]
    with pytest.raises(BooksUnfit):
        world.file("contoso", "Exchange")
    assert world.file("ostsee", "E5").is_open()
    told = world.driver.wait_for_message(ALERTS, "cannot be read")
    assert "INV-20466" in told["text"] or "due_date" in str(told)


def test_more_than_one_percent_of_bad_rows_refuse_the_file_and_nothing_of_it_is_kept(
    world: World,
) -> None:
    before = world.ask(lambda work: work.books.currents())
    rows = [spoilt(row) if number < 4 else row for number, row in enumerate(world.rows())]
    with pytest.raises(ImportRefused) as refused:
        world.take_in_rows(rows)
    world.settled()
    assert "too_many_bad_rows" in problems(refused)
    assert world.ask(lambda work: work.books.currents()) == before
    world.driver.wait_for_message(ALERTS, "refused whole")


def spoilt(row: Row) -> Row:
    return row | {"due_date": "soon"}


def test_books_that_shrank_are_refused_until_a_person_says_that_it_is_true(world: World) -> None:
    rows = world.rows()[:HALF_THE_PORTFOLIO]
    with pytest.raises(ImportRefused) as refused:
        world.take_in_rows(rows)
    assert {"customers_dropped", "total_dropped"} & set(problems(refused))
    assert not world.take_in_rows(rows, drop=Drop.ACCEPT).again


def test_older_books_and_books_of_the_future_are_refused(world: World) -> None:
    rows = world.rows()
    for as_of, problem in (
        ("2026-10-11T08:00:00Z", "older_than_the_last"),
        ("2026-10-13T08:00:00Z", "as_of_in_the_future"),
    ):
        with pytest.raises(ImportRefused) as refused:
            world.take_in_rows([row | {"as_of": as_of} for row in rows])
        assert problems(refused) == [problem]


def test_a_document_that_is_missing_once_is_neither_owed_nor_paid(world: World) -> None:
    taken = world.take_in(vanished("contoso"))
    world.settled()
    assert taken.missing > 0
    assert "unknown" in world.command("U0KANG", "/standing contoso").lower()
    with pytest.raises(Exception, match="NothingOwed"):
        world.file("contoso", "Exchange")
