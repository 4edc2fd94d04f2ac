"""How a customer pays, as it is said; and the example of docs/payment-behaviour.md, computed."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest

from core.domain.credit_advice import Paid
from core.domain.money import Money
from core.domain.payment_behaviour import Behaviour, Promised, behaviour_of
from handlers.messages.behaviour_lines import behaviour_lines, formula, lines_in, percent
from handlers.messages.cards import standing_card
from handlers.messages.credit_card import credit_card
from handlers.messages.credit_decision import decision_card
from handlers.messages.spreadsheets import overdue_file
from tests.a_payment import some_paid
from tests.handlers.a_reader import Reader
from tests.handlers.conftest import Looks
from tests.handlers.test_cards import OWED, a_customer, a_row
from tests.handlers.test_credit_cards import a_view, asked

WORDS = Reader("en-US", "Europe/Berlin")
TODAY = date(2026, 10, 12)
PAGE = Path(__file__).parents[2] / "docs" / "payment-behaviour.md"
DAYS = r" (\d{4}-\d\d-\d\d) \|" * 3
ROW = re.compile(rf"\| (INV-\d) \|{DAYS} ([\d.]+) \| (\d+) \| (\d+) \|")
WON = [replace(one, total=Money(one.total.amount * 1000, "KRW")) for one in
       some_paid(20, 20, last=TODAY)]  # fmt: skip
LATE = some_paid(28, 30, 35, 31, 33, 30, 52, 45, 50, last=TODAY, amount="2680.20")
MIXED = replace(
    behaviour_of([*LATE, *WON], (), [TODAY], TODAY), promised=Promised(kept=2, partly=1, broken=1)
)


def example() -> list[Paid]:
    day = date.fromisoformat
    return [
        Paid("erp", number, "K1", Money(Decimal(total), "EUR"), day(issued), day(due), day(paid_on))
        for number, issued, due, paid_on, total, *_ in ROW.findall(PAGE.read_text("utf-8"))
    ]


def plain(lines: list[str]) -> str:
    return " ".join(lines).replace("*", "")


def test_the_example_of_the_page_is_what_comes_out() -> None:
    page, found = PAGE.read_text("utf-8"), behaviour_of(example(), (), (), TODAY)
    rows = ROW.findall(page)
    assert len(rows) == 6
    for one, row in zip(example(), rows, strict=True):
        assert ((one.paid_on - one.issued).days, one.days_late()) == tuple(map(int, row[-2:]))
    assert f"> {plain(behaviour_lines(found, WORDS))}\n" in page
    (euros,) = found.currencies
    assert euros.pace and euros.lately and euros.before
    for number in (euros.pace.to_pay, euros.pace.beyond_terms, euros.lately.to_pay,
                   euros.before.to_pay, euros.on_time, percent(euros.share_by_amount)):  # fmt: skip
        assert f"**{number}**" in page


def test_a_customer_who_slows_down(looks_like: Looks) -> None:
    looks_like("standing_behaviour", standing_card(a_customer(pays=MIXED), "token", WORDS))


def test_credit_shows_it_beside_the_advice(looks_like: Looks) -> None:
    card = credit_card(a_view(pays=MIXED), "token", {}, WORDS)
    looks_like("credit_card_behaviour", card)
    looks_like("credit_decision_behaviour", decision_card(asked(pays=MIXED), "token", WORDS))


NOBODY = Behaviour(TODAY)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (NOBODY, "Pays: nothing that was paid in the last twelve months is known."),
        (
            behaviour_of(some_paid(20, last=TODAY), (), (), TODAY),
            "Pays EUR: 1 invoice in twelve months is too little to say how.",
        ),
        (
            behaviour_of(some_paid(20, 20, 20, 20, last=TODAY), (), (), TODAY),
            "Pays EUR: 4 invoices in twelve months are too few to say how.",
        ),
        (
            behaviour_of(some_paid(20, 20, 20, 20, 20, last=TODAY, at_latest=True), (), (), TODAY),
            "Pays EUR: after 20 days, none beyond terms; 5 of 5 invoices on time, 100% of the "
            "amount. At the latest: of 5 the books name no day, and the one counts on which each "
            "was seen closed.",
        ),
        (
            replace(NOBODY, promised=Promised(broken=2)),
            "Pays: nothing that was paid in the last twelve months is known. Promises: 2 broken.",
        ),
        (
            replace(NOBODY, returned=1),
            "Pays: nothing that was paid in the last twelve months is known. "
            "Came back: 1 payment.",
        ),
    ],
    ids=["nothing", "one", "four", "at-the-latest", "promises", "returned"],
)  # fmt: skip
def test_what_is_said(found: Behaviour, said: str) -> None:
    assert plain(behaviour_lines(found, WORDS)) == said


def test_only_all_of_it_is_a_hundred_percent() -> None:
    assert (percent(Decimal("0.9999")), percent(Decimal(1))) == (99, 100)


def test_the_formula_stands_where_there_is_something_to_explain() -> None:
    assert formula(MIXED, WORDS) and not formula(NOBODY, WORDS)


def test_a_decision_in_one_currency_hears_of_that_one() -> None:
    assert "KRW" not in plain(lines_in(MIXED, "EUR", WORDS))
    assert plain(lines_in(NOBODY, "EUR", WORDS)) == ""


def test_files_have_columns_of_it() -> None:
    known, unknown = a_row("Contoso", pays=MIXED), a_row("Fabrikam", OWED)
    few = a_row("Nordwind", pays=behaviour_of(some_paid(9, last=TODAY), (), (), TODAY))
    file = overdue_file([known, unknown, few], TODAY, "csv", WORDS)
    first, second, third = csv.DictReader(StringIO(file.content.decode("utf-8-sig")))
    columns = (
        "Paid invoices in a year", "Days to pay", "Days beyond terms", "Paid on time, % of amount",
    )  # fmt: skip
    assert [first[name] for name in columns] == ["9", "37", "7", "33"]
    assert [second[name] for name in columns] == [""] * 4
    assert [third[name] for name in columns] == ["1", "", "", ""]
