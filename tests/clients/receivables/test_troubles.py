"""What every set of books does when it goes wrong: it says so, and never ends early."""

from __future__ import annotations

import logging

import pytest

from bot.logs import TALKATIVE
from core.ports.boundary import CallInsideTransaction, transaction_open
from core.ports.outside import Unreachable
from core.ports.receivables import ClocksApart, Page, Receivables, Row, SourceRefused
from tests.clients.receivables.bench import Bench, Trouble
from tests.clients.receivables.benches import BENCHES
from tests.clients.receivables.readings import differences, judged, pages, told, whole
from tests.clients.receivables.truth import truth

RAISES: dict[Trouble, tuple[type[Exception], ...]] = {
    Trouble.BROKEN: (Unreachable,),
    Trouble.THROTTLED: (Unreachable,),
    Trouble.CUT: (Unreachable,),
    Trouble.NONSENSE: (Unreachable, SourceRefused),
    Trouble.KEPT_OUT: (SourceRefused,),
    Trouble.APART: (ClocksApart,),
}
# Each kind of books with what may happen to it.
TROUBLES = pytest.mark.parametrize(
    ("bench", "trouble"),
    [
        pytest.param(name, trouble, id=f"{name}-{trouble.name.lower()}")
        for name, kind in sorted(BENCHES.items())
        for trouble in Trouble
        if trouble in kind.troubles
    ],
    indirect=["bench"],
)


def test_nobody_is_asked_while_a_transaction_of_ours_is_open(bench: Bench) -> None:
    with transaction_open(), pytest.raises(CallInsideTransaction):
        bench.adapter().check()


@TROUBLES
def test_no_reading_ends_well_in_trouble(bench: Bench, trouble: Trouble) -> None:
    bench.disturb(trouble)

    with pytest.raises(RAISES[trouble]) as raised:
        whole(bench.adapter(), bench.clock())

    if trouble is Trouble.THROTTLED:
        assert getattr(raised.value, "retry_after", None) == bench.pause


@TROUBLES
def test_trouble_at_any_page_is_raised_and_the_reading_goes_on_after_it(
    bench: Bench, trouble: Trouble
) -> None:
    books = bench.adapter(7)
    rows: list[Row] = []
    place = books.begin("", bench.clock()).place
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
