"""Readings of a Stripe account: everything, page by page, and what changed since a mark."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.domain.exposure import Status
from core.ports.receivables import PlaceLost
from sandbox.accounting.stripe_account import StripeAccount
from tests.clients.a_stripe import Shop, by_id, day, read_from, running


@pytest.fixture
def shop() -> Iterator[Shop]:
    with running() as made:
        yield made


def asked(shop: Shop, kind: str) -> list[str]:
    return [path for path in shop.stripe.asked if path.startswith(f"/v1/{kind}")]


def mark_of_all(shop: Shop) -> str:
    books = shop.books()
    return read_from(books, books.begin("", shop.moment).place)[1]


# Everything


def test_what_is_made_after_the_beginning_is_left_to_the_next_reading(shop: Shop) -> None:
    (first,) = shop.bill()
    books = shop.books()
    start = books.begin("", shop.moment)
    shop.pass_time(seconds=1)
    second = shop.account.bill(None, 100, "eur", customer_account="acct_ExA")
    rows, mark = read_from(books, start.place)
    assert by_id(rows).keys() == {first}
    changed, _ = read_from(books, books.begin(mark, shop.moment).place)
    assert by_id(changed).keys() == {second}


def test_what_is_paid_between_two_pages_takes_nothing_with_it(shop: Shop) -> None:
    """The cursor itself is paid: the next page begins behind it all the same."""
    ids = shop.bill(count=5)
    books = shop.books(page_size=2)
    first = books.page(books.begin("", shop.moment).place)
    shop.account.pay(first.rows[-1]["document_id"])
    rest, mark = read_from(books, first.next)
    assert sorted(row["document_id"] for row in (*first.rows, *rest)) == sorted(ids)
    (paid,), _ = read_from(books, books.begin(mark, shop.moment).place)
    assert (paid["document_id"], paid["status"]) == (first.rows[-1]["document_id"], Status.CLOSED)


def test_a_cursor_that_is_gone_begins_the_reading_anew(shop: Shop) -> None:
    older, newer = (shop.account.add_customer(name) for name in ("Contoso", "Fabrikam"))
    for customer in (older, newer):
        shop.account.give_credit(customer, "eur", 100)
    books = shop.books(page_size=1)
    page = books.page(books.begin("", shop.moment).place)
    while not page.rows:
        page = books.page(page.next)
    assert page.rows[0]["customer_ref"] == newer
    shop.account.delete_customer(newer)
    with pytest.raises(PlaceLost):
        books.page(page.next)


def test_where_a_page_is_too_much_at_once_less_is_asked_for(shop: Shop) -> None:
    ids = shop.bill(count=2)
    for id in ids:
        shop.account.change_invoice(id, description="a line of many " * 200_000)
    assert shop.read(page_size=2).keys() == set(ids)
    assert "limit=1" in shop.stripe.asked[-1]


@pytest.mark.parametrize(
    "place",
    ["", "{}", "[]", '"open"', '{"list":"open","now":"yesterday"}',
     '{"list":"quotes","now":"2026-10-12T08:00:00+00:00"}'],
    ids=["empty", "nothing", "array", "text", "no moment", "no list"],
)  # fmt: skip
def test_what_is_no_place_is_lost(shop: Shop, place: str) -> None:
    with pytest.raises(PlaceLost):
        shop.books().page(place)


def test_a_connected_account_is_read_in_place_of_our_own(shop: Shop) -> None:
    theirs = shop.stripe.accounts["acct_ExShop"] = StripeAccount(lambda: shop.moment)
    id = theirs.bill(theirs.add_customer("Contoso"), 100, "usd")
    assert shop.read(account="acct_ExShop").keys() == {id}
    assert shop.read() == {}


# What changed


def test_a_change_is_read_again_once_and_as_it_is_now(shop: Shop) -> None:
    ids = shop.bill(count=3)
    mark = mark_of_all(shop)
    shop.account.pay(ids[0], 30)
    shop.account.pay(ids[0], 30)
    shop.account.note_credit(ids[1], 40)
    shop.account.change_customer(shop.account.add_customer("Fabrikam"), name="Fabrikam Inc")
    shop.stripe.asked.clear()
    books = shop.books()
    start = books.begin(mark, shop.moment)
    assert not start.whole
    rows, _ = read_from(books, start.place)
    assert {row["document_id"]: row["open_amount"] for row in rows} == {
        ids[0]: "0.40", ids[1]: "0.60",
    }  # fmt: skip
    assert len(asked(shop, "invoices/")) == 2
    assert len(asked(shop, "customers/")) == 1


@pytest.mark.parametrize("size", [1, 2, 100])
def test_all_pages_of_events_are_read_from_the_oldest_on(shop: Shop, size: int) -> None:
    ids = shop.bill(count=5)
    mark = mark_of_all(shop)
    for id in ids:
        shop.pass_time(seconds=1)
        shop.account.pay(id)
    books = shop.books(page_size=size)
    rows, newer = read_from(books, books.begin(mark, shop.moment).place)
    found = by_id(rows)
    assert found.keys() == set(ids)
    assert {row["status"] for row in found.values()} == {Status.CLOSED}
    assert read_from(books, books.begin(newer, shop.moment).place) == ([], newer)


def test_every_way_in_which_an_invoice_ends_is_told(shop: Shop) -> None:
    paid, voided, written_off, credited = shop.bill(count=4)
    mark = mark_of_all(shop)
    shop.account.pay(paid)
    shop.account.void(voided)
    shop.account.write_off(written_off)
    shop.account.note_credit(credited, 100)
    books = shop.books()
    rows, _ = read_from(books, books.begin(mark, shop.moment).place)
    assert {row["document_id"]: row["status"] for row in rows} == {
        paid: Status.CLOSED, voided: Status.CLOSED, credited: Status.CLOSED,
        written_off: Status.WRITTEN_OFF,
    }  # fmt: skip


@pytest.mark.parametrize("minor", [700, 0], ids=["came", "used up"])
@pytest.mark.parametrize("own", ["eur", None], ids=["another's", "none"])
def test_cash_changes_without_a_word_about_its_customer(
    shop: Shop, minor: int, own: str | None
) -> None:
    """Once it is used up, its currency is named by the event alone."""
    customer = shop.account.add_customer("Contoso", currency=own, created=day("2026-01-15"))
    shop.account.put_cash(customer, "usd", 500)
    mark = mark_of_all(shop)
    shop.account.put_cash(customer, "usd", minor)
    books = shop.books()
    rows, _ = read_from(books, books.begin(mark, shop.moment).place)
    left = by_id(rows)[f"cash:{customer}:usd"]["open_amount"]
    assert left == ("-7.00" if minor else "0.00")


def test_a_balance_that_stripe_leaves_out_is_used_up(shop: Shop) -> None:
    customer = shop.account.add_customer("Contoso", created=day("2026-01-15"))
    shop.account.give_credit(customer, "eur", 500)
    mark = mark_of_all(shop)
    shop.account.change_customer(customer, balance=0, invoice_credit_balance={})
    books = shop.books()
    rows, _ = read_from(books, books.begin(mark, shop.moment).place)
    assert by_id(rows)[f"balance:{customer}:eur"]["status"] == Status.CLOSED


def test_credits_change_too(shop: Shop) -> None:
    customer = shop.account.add_customer("Contoso", created=day("2026-01-15"))
    shop.account.give_credit(customer, "eur", 500)
    mark = mark_of_all(shop)
    shop.account.give_credit(customer, "eur", 0)
    shop.account.put_cash(customer, "eur", 700)
    books = shop.books()
    rows, _ = read_from(books, books.begin(mark, shop.moment).place)
    assert {row["document_id"]: (row["status"], row["open_amount"]) for row in rows} == {
        f"balance:{customer}:eur": (Status.CLOSED, "0.00"),
        f"cash:{customer}:eur": (Status.OPEN, "-7.00"),
    }


def test_drafts_and_what_is_gone_are_no_changes(shop: Shop) -> None:
    shop.bill()
    mark = mark_of_all(shop)
    draft = shop.account.draft(None, 100, "eur", customer_account="acct_ExA")
    shop.account.change_invoice(draft, total=200)
    gone = shop.account.draft(None, 100, "eur", customer_account="acct_ExA")
    shop.account.change_invoice(gone, total=200)
    del shop.account.invoices[gone]
    shop.account.delete_customer(shop.account.add_customer("Fabrikam"))
    books = shop.books()
    rows, newer = read_from(books, books.begin(mark, shop.moment).place)
    assert rows == []
    assert newer != mark


@pytest.mark.parametrize(("days", "whole"), [(0, False), (28, False), (29, True), (400, True)])
def test_an_old_mark_means_everything_again(shop: Shop, days: int, whole: bool) -> None:
    shop.bill()
    mark = mark_of_all(shop)
    shop.pass_time(days=days)
    assert shop.books().begin(mark, shop.moment).whole is whole


@pytest.mark.parametrize("mark", ["", "evt_Ex1", "evt_Ex1@", "evt_Ex1@soon"])
def test_what_is_no_mark_means_everything(shop: Shop, mark: str) -> None:
    assert shop.books().begin(mark, shop.moment).whole


def test_where_nothing_ever_happened_the_next_reading_is_of_everything(shop: Shop) -> None:
    assert mark_of_all(shop) == ""


def test_an_event_that_is_not_known_any_more_begins_the_reading_anew(shop: Shop) -> None:
    """Such as after a change from a key of test mode to a live one."""
    shop.bill()
    books = shop.books()
    start = books.begin(mark_of_all(shop), shop.moment)
    shop.account.events.clear()
    with pytest.raises(PlaceLost):
        books.page(start.place)
