"""Promises: what one person may take, what is still to come, and when one is kept or broken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.domain.agreement_errors import NotAnInstalment, PromiseUnfit, Unfit
from core.domain.errors import Refusal
from core.domain.exposure import Document, Kind, Status
from core.domain.money import parse_money
from core.domain.promises import (
    Beyond,
    Instalment,
    PromiseState,
    Running,
    beyond,
    read_instalments,
    running,
    settled,
    terms_hash,
)
from core.domain.release import Found, Sighting
from tests.an_agreement import a_promise
from tests.builders import BOOKS, FABRIKAM, a_document, eur

TODAY, BY = date(2026, 10, 12), date(2026, 10, 19)
LAST = date(2026, 10, 21)
KEY = (BOOKS, "1")


def a_line(amount: str = "500", days: int = 7) -> Instalment:
    return Instalment(TODAY + timedelta(days=days), eur(amount))


@pytest.mark.parametrize(
    ("lines", "earlier", "why"),
    [
        ([a_line()], 0, ()),
        ([a_line("450")], 1, ()),
        ([a_line("449.99")], 0, (Beyond.TOO_LITTLE,)),
        ([a_line("225"), a_line("225", 14)], 0, ()),
        ([a_line("900", 14)], 0, ()),
        ([a_line("900", 15)], 0, (Beyond.TOO_FAR,)),
        ([a_line("900")], 2, (Beyond.TOO_MANY,)),
        ([a_line("100", 30)], 3, (Beyond.TOO_MANY, Beyond.TOO_FAR, Beyond.TOO_LITTLE)),
    ],
    ids=["usual", "exactly half", "a cent less", "in two", "14 days", "15 days", "third", "all"],
)
def test_what_one_person_may_take(
    lines: list[Instalment], earlier: int, why: tuple[Beyond, ...]
) -> None:
    assert beyond(lines, eur("900"), earlier, TODAY) == why


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", PromiseUnfit(why=Unfit.NOTHING)),
        ("tomorrow EUR 5", NotAnInstalment(text="tomorrow EUR 5")),
        ("2026-10-19 500.00", NotAnInstalment(text="2026-10-19 500.00")),
        ("2026-10-19 EUR 1,50", NotAnInstalment(text="2026-10-19 EUR 1,50")),
        ("2026-10-19 XYZ 5", NotAnInstalment(text="2026-10-19 XYZ 5")),
        ("2026-W43-1 EUR 5", NotAnInstalment(text="2026-W43-1 EUR 5")),
        ("20261019 EUR 5", NotAnInstalment(text="20261019 EUR 5")),
        ("2026-10-19 KRW 5.5", NotAnInstalment(text="2026-10-19 KRW 5.5")),
        ("2026-10-11 EUR 5", PromiseUnfit(why=Unfit.PAST)),
        ("2028-10-11 EUR 5", PromiseUnfit(why=Unfit.TOO_FAR)),
        ("2026-10-19 EUR 0", PromiseUnfit(why=Unfit.NOT_POSITIVE)),
        ("2026-10-19 EUR -5", PromiseUnfit(why=Unfit.NOT_POSITIVE)),
        ("2026-10-19 EUR 5\n2026-10-20 USD 5", PromiseUnfit(why=Unfit.TWO_CURRENCIES)),
        ("2026-10-19 EUR 5\n" * 13, PromiseUnfit(why=Unfit.TOO_MANY)),
    ],
    ids=["nothing", "no day", "no currency", "comma", "no such currency", "week", "no dashes",
         "too fine", "past", "far", "zero", "negative", "two currencies", "thirteen"],
)  # fmt: skip
def test_what_cannot_be_read_is_said(text: str, refusal: Refusal) -> None:
    with pytest.raises(type(refusal)) as met:
        read_instalments(text, TODAY)
    assert met.value.facts == refusal.facts


def test_lines_are_put_in_order() -> None:
    found = read_instalments(" 2026-11-01  eur 5.50 \n\n2026-10-19 EUR 500", TODAY)
    assert found == (a_line(), Instalment(date(2026, 11, 1), eur("5.50")))


def left(
    seen: Sighting, *others: Document, amounts: tuple[str, ...] = ("500",), **changes: object
) -> list[str]:
    series = [
        replace(a_promise(promise_id=f"p{n}", number=n, amount=eur(amount)), **changes)  # type: ignore[arg-type]
        for n, amount in enumerate(amounts, start=1)
    ]
    return [one.left.plain() for one in running(series, {KEY: seen}, others)]


def there(amount: str, **changes: object) -> Sighting:
    return Sighting(Found.PRESENT, a_document(open=eur(amount), **changes))


def unapplied(amount: str) -> Document:
    return a_document(document_id="9", kind=Kind.PAYMENT_UNAPPLIED, open=eur(amount), due=None)


@pytest.mark.parametrize(
    ("seen", "others", "expected"),
    [
        (there("900.00"), [], "500.00"),
        (there("700.00"), [], "300.00"),
        (there("400.00"), [], "0.00"),
        (there("950.00"), [], "500.00"),
        (Sighting(Found.CLOSED), [], "0.00"),
        (Sighting(Found.MISSING, a_document(open=eur("0"))), [], "500.00"),
        (Sighting(Found.VANISHED), [], "500.00"),
        (Sighting(Found.WRITTEN_OFF), [], "500.00"),
        (there("0.00", status=Status.WRITTEN_OFF), [], "500.00"),
        (there("900.00"), [unapplied("-120.00")], "380.00"),
        (there("700.00"), [unapplied("-120.00")], "180.00"),
    ],
    ids=["nothing came", "a part", "all", "more is open", "closed", "unknown", "vanished",
         "written off by us", "written off by the books", "not applied", "both"],
)  # fmt: skip
def test_what_is_still_to_come(seen: Sighting, others: list[Document], expected: str) -> None:
    assert left(seen, *others) == [expected]


def test_what_was_not_applied_then_does_not_count_as_new() -> None:
    assert left(there("900"), unapplied("-120.00"), credited=eur("120.00")) == ["500.00"]
    assert left(there("900"), unapplied("-50.00"), credited=eur("120.00")) == ["500.00"]


def test_what_comes_goes_to_the_first_instalment() -> None:
    assert left(there("300.00"), amounts=("500", "400")) == ["0.00", "300.00"]
    assert left(there("900.00"), amounts=("500", "400")) == ["500.00", "400.00"]


def test_a_kept_instalment_keeps_what_it_got() -> None:
    kept = a_promise(promise_id="p1", amount=eur("500"), state=PromiseState.KEPT)
    second = a_promise(promise_id="p2", number=2, amount=eur("400"))
    (one,) = running([second, kept], {KEY: there("350.00")}, [])
    assert (one.promise, one.left) == (second, eur("350.00"))


def test_another_currency_pays_nothing() -> None:
    dollars = replace(unapplied("-500.00"), open=parse_money("-500", "USD"))
    assert left(there("900.00"), dollars) == ["500.00"]


@pytest.mark.parametrize(
    ("missing", "on", "books", "unsure", "state"),
    [
        ("500", LAST, LAST, False, PromiseState.OPEN),
        ("500", LAST + timedelta(days=1), LAST, False, PromiseState.BROKEN),
        ("500", LAST + timedelta(days=1), BY, False, PromiseState.OPEN),
        ("500", LAST + timedelta(days=1), None, False, PromiseState.OPEN),
        ("500", LAST + timedelta(days=1), LAST, True, PromiseState.OPEN),
        ("50", LAST + timedelta(days=1), LAST, False, PromiseState.BROKEN),
        ("49.99", TODAY, TODAY, False, PromiseState.KEPT),
        ("0", TODAY, None, True, PromiseState.KEPT),
    ],
    ids=["its last day", "over", "no books of after it", "no books", "unknown document",
         "the floor is missing", "below the floor", "all came"],
)  # fmt: skip
def test_kept_or_broken(
    missing: str, on: date, books: date | None, unsure: bool, state: PromiseState
) -> None:
    one = Running(a_promise(by=BY), eur(missing), unsure)
    assert settled(one, floor=eur("50"), on=on, last_day=LAST, books_on=books) is state


def test_a_small_promise_of_which_nothing_came_is_not_kept() -> None:
    small = Running(a_promise(amount=eur("40"), by=BY), eur("40"))
    assert settled(
        small, floor=eur("50"), on=TODAY, last_day=LAST, books_on=TODAY
    ) is PromiseState.OPEN  # fmt: skip


def test_an_approver_takes_exactly_these_terms() -> None:
    promise = a_promise()
    known = terms_hash([promise])
    assert terms_hash([replace(promise, note="other words", state=PromiseState.ASKED)]) == known
    for other in (
        {"amount": eur("501")},
        {"by": BY + timedelta(days=1)},
        {"customer": FABRIKAM},
        {"series": "s2"},
    ):
        assert terms_hash([replace(promise, **other)]) != known
