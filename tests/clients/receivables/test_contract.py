"""What every set of books keeps to, whoever keeps them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from clients.receivables_rows import OPTIONAL_COLUMNS, REQUIRED_COLUMNS, VERSIONS, as_of
from core.domain.exposure import Status
from core.domain.money import CURRENCIES, Money
from core.domain.outside_text import storable
from core.ports.receivables import PlaceLost, Row, SourceRefused
from core.ports.records import SheetRow
from tests.clients.receivables.bench import Bench
from tests.clients.receivables.readings import by_id, differences, judged, pages, told, whole
from tests.clients.receivables.truth import NAMES, paid, truth

MOST_OF_THEM = 25
LONGEST = 4000
PLAIN = re.compile(r"-?\d+(\.\d+)?")
FIVE = timedelta(minutes=5)


def partly_paid(row: SheetRow) -> SheetRow:
    left = Money(Decimal("100.07"), row.document.open.currency)
    return replace(row, document=replace(row.document, status=Status.PARTIALLY_PAID, open=left))


def test_a_bench_leaves_out_what_has_no_place_and_changes_no_debt(bench: Bench) -> None:
    pairs = [(one, held) for one in truth() if (held := bench.told(one)) is not None]

    assert len(pairs) >= MOST_OF_THEM
    assert {held.customer_name for _, held in pairs} == set(NAMES.values())
    assert [held.customer_name for _, held in pairs] == [one.customer_name for one, _ in pairs]
    assert [held.document.open for _, held in pairs] == [one.document.open for one, _ in pairs]
    assert {held.document.open.currency for _, held in pairs} == {"EUR", "USD", "JPY", "KRW", "KWD"}


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
    rows: list[Row] = []
    place = start.place
    while place:
        page = bench.adapter(7).page(place)
        rows += page.rows
        place = page.next

    assert differences(judged(rows), told(bench, truth())) == []


def test_a_page_may_be_asked_for_again(bench: Bench) -> None:
    books = bench.adapter(7)
    start = books.begin("", bench.clock())
    rows: list[Row] = []
    place = start.place
    while place:
        first, page = books.page(place), bench.adapter(7).page(place)
        assert first.rows == page.rows
        rows += page.rows
        place = page.next

    assert differences(judged(rows), told(bench, truth())) == []


def test_places_and_marks_are_texts_that_fit_into_a_row(bench: Bench) -> None:
    books = bench.adapter(7)
    start = books.begin("", bench.clock())
    found = list(pages(books, start.place))

    for text in (start.place, *(page.next for page in found), found[-1].mark):
        assert len(text) <= LONGEST
        assert storable(text) == text


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
    assert judged(books.look([name])) == judged(bench.adapter().look([name])) == {name: now}


def test_what_is_written_while_pages_are_turned_hides_nothing(bench: Bench) -> None:
    books, known = bench.adapter(7), truth()
    start = books.begin("", bench.clock())
    first = books.page(start.place)
    like = by_id(known, "D20").document
    for number in range(41, 49):
        new = replace(like, document_id=f"D{number}", number=f"R-2026/{number:03d}")
        bench.change(replace(by_id(known, "D20"), document=new))
        known.append(replace(by_id(known, "D20"), document=new))
    rows = [*first.rows, *(row for page in pages(books, first.next) for row in page.rows)]

    found = judged(rows)
    assert [one for one in differences(found, told(bench, known)) if one[0] is not None] == []
    assert differences(found, told(bench, truth()) | found) == []


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
