"""What every set of books keeps to, whoever keeps them."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.logs import TALKATIVE
from clients.receivables_rows import OPTIONAL_COLUMNS, REQUIRED_COLUMNS, VERSIONS, as_of
from core.domain.exposure import Status
from core.domain.money import CURRENCIES, Money
from core.ports.outside import Unreachable
from core.ports.receivables import Page, PlaceLost, Receivables, Row, SourceRefused
from core.ports.records import SheetRow
from tests.clients.receivables.bench import Bench, Trouble
from tests.clients.receivables.readings import by_id, differences, judged, pages, told, whole
from tests.clients.receivables.truth import paid, truth

PLAIN = re.compile(r"-?\d+(\.\d+)?")
FIVE = timedelta(minutes=5)
RAISES: dict[Trouble, tuple[type[Exception], ...]] = {
    Trouble.BROKEN: (Unreachable,),
    Trouble.THROTTLED: (Unreachable,),
    Trouble.CUT: (Unreachable,),
    Trouble.NONSENSE: (Unreachable, SourceRefused),
    Trouble.KEPT_OUT: (SourceRefused,),
}
TROUBLES = pytest.mark.parametrize("trouble", list(Trouble), ids=lambda one: one.name.lower())


def partly_paid(row: SheetRow) -> SheetRow:
    left = Money(Decimal("100.07"), row.document.open.currency)
    return replace(row, document=replace(row.document, status=Status.PARTIALLY_PAID, open=left))


def need(bench: Bench, trouble: Trouble) -> None:
    if trouble not in bench.troubles:
        pytest.skip(f"cannot be made here: {trouble}")


# What is read


@pytest.mark.parametrize("size", [1, 7, 100])
def test_everything_is_read_whatever_a_page_holds(bench: Bench, size: int) -> None:
    rows, _ = whole(bench.adapter(size), bench.clock())

    assert differences(judged(rows), told(bench, truth())) == []


def test_a_row_is_one_of_receivables_v1(bench: Bench) -> None:
    books, now = bench.adapter(), bench.clock()
    rows, _ = whole(books, now)

    assert {row["source_system"] for row in rows} == {books.source} == {"books"}
    assert {row["schema_version"] for row in rows} <= VERSIONS
    assert len({row["as_of"] for row in rows}) == 1
    assert as_of(rows[0], "Europe/Berlin") <= now
    for row in rows:
        assert set(REQUIRED_COLUMNS) <= set(row) <= {*REQUIRED_COLUMNS, *OPTIONAL_COLUMNS}
        assert PLAIN.fullmatch(row["total_amount"]) and PLAIN.fullmatch(row["open_amount"])


def test_books_with_nothing_in_them_are_read_as_such_or_refused(bench: Bench) -> None:
    bench.fill([])

    try:
        rows, _ = whole(bench.adapter(), bench.clock())
    except SourceRefused as refused:
        assert "no rows" in refused.why
    else:
        assert rows == []


def test_the_books_say_whose_they_are(bench: Bench) -> None:
    found = bench.adapter().check()

    assert found.company
    assert found.currency in CURRENCIES | {""}
    assert all(one.strip() for one in found.lacking)


@pytest.mark.parametrize("skew", [-FIVE, FIVE], ids=["server ahead", "server behind"])
def test_a_clock_that_is_off_hides_nothing(bench: Bench, skew: timedelta) -> None:
    rows, mark = whole(bench.adapter(), bench.clock() + skew)
    known = truth()
    changed = paid(by_id(known, "D20"))
    bench.change(changed)

    assert differences(judged(rows), told(bench, known)) == []
    start = bench.adapter().begin(mark, bench.clock() + skew)
    rows = [row for page in pages(bench.adapter(), start.place) for row in page.rows]
    now = [changed if one.document.document_id == "D20" else one for one in known]
    assert_tells(bench, rows, now, [changed], start.whole)


# From page to page


def test_a_reading_goes_on_in_another_process(bench: Bench) -> None:
    start = bench.adapter(7).begin("", bench.clock())
    rows, place = [], start.place
    while place:
        page = bench.adapter(7).page(place)
        rows += page.rows
        place = page.next

    assert differences(judged(rows), told(bench, truth())) == []


def test_a_page_may_be_asked_for_again(bench: Bench) -> None:
    books = bench.adapter(7)
    start = books.begin("", bench.clock())
    rows, place = [], start.place
    while place:
        first, page = books.page(place), bench.adapter(7).page(place)
        assert first.rows == page.rows
        rows += page.rows
        place = page.next

    assert differences(judged(rows), told(bench, truth())) == []


def test_a_place_that_is_none_is_told(bench: Bench) -> None:
    with pytest.raises(PlaceLost):
        bench.adapter().page("nowhere")


@pytest.mark.parametrize("id", ["D01", "D20", "D40"])
def test_what_is_paid_while_pages_are_turned_is_found_by_looking(bench: Bench, id: str) -> None:
    books, known = bench.adapter(7), truth()
    start = books.begin("", bench.clock())
    first = books.page(start.place)
    before, after = by_id(known, id), paid(by_id(known, id))
    bench.change(after)
    rows = [*first.rows, *(row for page in pages(books, first.next) for row in page.rows)]

    found, others = judged(rows), told(bench, [one for one in known if one is not before])
    ((name, was),) = told(bench, [before]).items()
    ((_, now),) = told(bench, [after]).items()
    assert found.pop(name, None) in (None, was, now)
    assert differences(found, others) == []
    assert judged(books.look([name])) == {name: now}


# What changed


def test_the_next_reading_brings_what_changed(bench: Bench) -> None:
    known = {row.document.document_id: row for row in truth()}
    _, mark = whole(bench.adapter(), bench.clock())
    new = replace(known["D20"].document, document_id="D41", number="R-2026/041")
    changed = [paid(known["D01"]), partly_paid(known["D20"]), replace(known["D20"], document=new)]
    for one in changed:
        bench.change(one)

    start = bench.adapter(7).begin(mark, bench.clock())
    rows = [row for page in pages(bench.adapter(7), start.place) for row in page.rows]

    assert start.place
    assert bench.marks is not start.whole
    now = known | {one.document.document_id: one for one in changed}
    assert_tells(bench, rows, list(now.values()), changed, start.whole)


def assert_tells(
    bench: Bench, rows: list[Row], now: list[SheetRow], changed: list[SheetRow], everything: bool
) -> None:
    """All of it, or all that changed; and nothing that is not so."""
    found, right = judged(rows), told(bench, now)
    if everything:
        assert differences(found, right) == []
        return
    assert {id: found.get(id) for id in told(bench, changed)} == told(bench, changed)
    assert [row for id, row in found.items() if right.get(id) != row] == []


def test_where_nothing_changed_nothing_else_is_told(bench: Bench) -> None:
    _, mark = whole(bench.adapter(), bench.clock())

    start = bench.adapter().begin(mark, bench.clock())
    rows = [row for page in pages(bench.adapter(), start.place) for row in page.rows]

    if start.place:
        assert_tells(bench, rows, truth(), [], start.whole)


def test_a_mark_that_nobody_understands_means_everything(bench: Bench) -> None:
    start = bench.adapter().begin("of another version", bench.clock())
    rows = [row for page in pages(bench.adapter(), start.place) for row in page.rows]

    assert start.whole
    assert differences(judged(rows), told(bench, truth())) == []


# How something ended


def test_looking_finds_how_each_document_stands(bench: Bench) -> None:
    expected = told(bench, truth())

    assert judged(bench.adapter().look(list(expected))) == expected


def test_what_the_books_do_not_know_is_left_out(bench: Bench) -> None:
    ((name, row),) = told(bench, [by_id(truth(), "D01")]).items()

    assert judged(bench.adapter().look([bench.unknown_id, name])) == {name: row}
    assert bench.adapter().look([bench.unknown_id]) == ()
    assert bench.adapter().look([]) == ()


# When it goes wrong


@TROUBLES
def test_no_reading_ends_well_in_trouble(bench: Bench, trouble: Trouble) -> None:
    need(bench, trouble)
    bench.disturb(trouble)

    with pytest.raises(RAISES[trouble]) as raised:
        whole(bench.adapter(), bench.clock())

    if trouble is Trouble.THROTTLED:
        assert getattr(raised.value, "retry_after", None) == bench.pause


@TROUBLES
def test_trouble_at_any_page_is_raised_and_the_reading_goes_on_after_it(
    bench: Bench, trouble: Trouble
) -> None:
    need(bench, trouble)
    books = bench.adapter(7)
    rows, place = [], books.begin("", bench.clock()).place
    while place:
        page = turned_in_trouble(bench, books, place, trouble) or books.page(place)
        rows += page.rows
        place = page.next

    assert differences(judged(rows), told(bench, truth())) == []


def turned_in_trouble(
    bench: Bench, books: Receivables, place: str, trouble: Trouble
) -> Page | None:
    """The page, where it was here already; None where it could not be had."""
    bench.disturb(trouble)
    try:
        return books.page(place)
    except RAISES[trouble]:
        return None
    finally:
        bench.calm()


@TROUBLES
def test_looking_and_checking_in_trouble_say_so(bench: Bench, trouble: Trouble) -> None:
    need(bench, trouble)
    names = list(told(bench, truth()))
    books = bench.adapter()
    bench.disturb(trouble)

    with pytest.raises(RAISES[trouble]):
        books.look(names)
    with pytest.raises(RAISES[trouble]):
        books.check()


@TROUBLES
def test_no_secret_is_seen(
    bench: Bench, trouble: Trouble, caplog: pytest.LogCaptureFixture
) -> None:
    need(bench, trouble)
    caplog.set_level(logging.DEBUG)
    for talkative in TALKATIVE:
        caplog.set_level(logging.WARNING, talkative)
    books = bench.adapter(7)
    start = books.begin("", bench.clock())
    seen = [repr(books), repr(start), *map(repr, pages(books, start.place)), repr(books.check())]
    bench.disturb(trouble)
    with pytest.raises(RAISES[trouble]) as raised:
        bench.adapter().check()
    seen += [str(raised.value), repr(raised.value), caplog.text]

    assert [one for one in bench.secrets for text in seen if one in text] == []
