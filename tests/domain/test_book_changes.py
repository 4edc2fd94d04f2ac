"""What became of a document, and that what is open now follows from what was and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.book_changes import Change, Changed, changes_of, sums_of
from core.domain.exposure import Document, Kind
from core.domain.money import Money, by_currency, zero
from tests.builders import a_document, eur

A = a_document(open=eur("100"), disputed=eur("10"))
CREDIT = a_document(kind=Kind.CREDIT_NOTE, open=eur("-100"))


def usd(amount: str) -> Money:
    return Money(eur(amount).amount, "USD")


Rows = Sequence[tuple[Change, str]]


@pytest.mark.parametrize(
    ("was", "now", "closed", "expected"),
    [
        pytest.param(None, A, False, [(Change.NEW, "100")], id="new"),
        pytest.param(A, None, True, [(Change.PAID, "100")], id="closed"),
        pytest.param(A, None, False, [(Change.VANISHED, "100")], id="vanished"),
        pytest.param(
            A, replace(A, open=eur("0")), False, [(Change.PAID, "100")], id="nothing open"
        ),
        pytest.param(A, replace(A, open=eur("60")), False, [(Change.PARTLY_PAID, "40")], id="part"),
        pytest.param(A, replace(A, open=eur("130")), False, [(Change.GROWN, "30")], id="grown"),
        pytest.param(
            A, replace(A, disputed=eur("25")), False, [(Change.DISPUTED, "15")], id="more"
        ),
        pytest.param(A, replace(A, disputed=eur("0")), False, [], id="no dispute any more"),
        pytest.param(A, replace(A, customer_ref="K9"), False, [(Change.MOVED, "100")], id="moved"),
        pytest.param(
            A,
            replace(A, customer_ref="K9", open=eur("40")),
            False,
            [(Change.PARTLY_PAID, "60"), (Change.MOVED, "40")],
            id="paid in part by another",
        ),
        pytest.param(A, replace(A, number="other"), False, [], id="another number"),
        pytest.param(
            CREDIT,
            replace(CREDIT, open=eur("-30")),
            False,
            [(Change.PARTLY_PAID, "-70")],
            id="a credit used in part",
        ),
        pytest.param(
            A,
            replace(A, open=usd("90")),
            False,
            [(Change.PAID, "100"), (Change.NEW, "90")],
            id="another currency",
        ),
    ],
)
def test_what_became_of_a_document(
    was: Document | None, now: Document | None, closed: bool, expected: Rows
) -> None:
    found = changes_of(was, now, closed=closed)
    assert [(one.change, one.amount.plain()) for one in found] == [
        (change, eur(amount).plain()) for change, amount in expected
    ]


AMOUNTS = st.builds(
    lambda minor, code: Money(eur("0.01").amount * minor, code),
    st.integers(-500, 500),
    st.sampled_from(["EUR", "USD"]),
)
LOOKS = st.none() | AMOUNTS.map(lambda money: replace(A, open=money, disputed=zero(money.currency)))


@given(st.lists(st.tuples(LOOKS, LOOKS, st.booleans()), max_size=8))
def test_what_is_open_follows_from_what_was_open_and_what_changed(
    pairs: list[tuple[Document | None, Document | None, bool]],
) -> None:
    found = [one for was, now, closed in pairs for one in changes_of(was, now, closed=closed)]
    before = by_currency(was.open for was, _, _ in pairs if was)
    after = by_currency(now.open for _, now, _ in pairs if now)
    assert nonzero(after) == nonzero(by_currency([*before.values(), *map(signed, found)]))


def signed(one: Changed) -> Money:
    match one.change:
        case Change.NEW | Change.GROWN:
            return one.amount
        case Change.PAID | Change.PARTLY_PAID | Change.VANISHED:
            return -one.amount
    return zero(one.amount.currency)


def nonzero(sums: dict[str, Money]) -> dict[str, Money]:
    return {code: money for code, money in sums.items() if money}


def test_sums_are_by_kind_and_currency() -> None:
    found = [Changed(Change.PAID, A, eur("1")), Changed(Change.NEW, A, eur("2"))]
    found += [Changed(Change.PAID, A, usd("3")), Changed(Change.PAID, A, eur("4"))]
    assert sums_of(found) == {
        Change.NEW: {"EUR": eur("2")},
        Change.PAID: {"EUR": eur("5"), "USD": usd("3")},
    }
