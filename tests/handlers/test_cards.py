"""What is answered in private: one customer, all that owe, and the forms that ask for a plan."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.domain.cases import Case, CaseState
from core.domain.customers import (
    Customer,
    CustomerKey,
    Debtor,
    MappingState,
    Subscription,
    Suspension,
)
from core.domain.exposure import Exposure, Standing
from core.domain.money import by_currency
from core.domain.plans import Reason
from core.gate import GO, Ruling, Verdict, Why
from core.usecases.overdue import Overview, Row, sum_buckets
from core.usecases.reinstatement import Release
from core.usecases.standing import View
from core.usecases.suspension import Offer
from handlers.messages.cards import standing_card
from handlers.messages.customer_forms import reinstate_form, suspend_form
from handlers.messages.mappings import MOST_PROPOSALS, Proposal, mapping_list, settled_list
from handlers.messages.overdue import overdue_card
from handlers.messages.text import Words
from tests.core.a_gate import KEY, NOW
from tests.handlers.a_plan_view import (
    DOCUMENTS,
    EXCHANGE,
    SUBSCRIPTIONS,
    TODAY,
    a_subscription,
    a_suspension,
    an_exposure,
)
from tests.handlers.a_reader import Reader
from tests.handlers.conftest import Looks

WORDS = Reader("en-US", "Europe/Berlin")
ENGLISH = Words("en-US", "Europe/Berlin")
CUSTOMER = Customer(KEY, "Contoso Handels GmbH", "contoso.example", "DE")
OWED = an_exposure(*DOCUMENTS)
SUSPENDED = Suspension("s", KEY, EXCHANGE, "plan", "non-payment", {}, NOW)
CASE = Case("case", 12, KEY, Reason.NON_PAYMENT, CaseState.OPEN, "kang", NOW)
DEBTOR = Debtor("erp", "10001", "Contoso <GmbH>", MappingState.PROPOSED, KEY)


def a_customer(**changes: object) -> View:
    view = View(
        customer=CUSTOMER,
        standing=Standing.AT_RISK,
        exposure=OWED,
        subscriptions=SUBSCRIPTIONS,
        suspensions=(),
        cases=(),
        open_plan=None,
        unconfirmed=(),
        unreadable=False,
        books_as_of=datetime(2026, 10, 12, 6, 30, tzinfo=UTC),
        freeze=None,
    )
    return replace(view, **changes)  # type: ignore[arg-type]


def test_a_customer_who_owes(looks_like: Looks) -> None:
    looks_like("standing_at_risk", standing_card(a_customer(), "token", WORDS))


def test_a_customer_with_a_case_and_a_suspension(looks_like: Looks) -> None:
    view = a_customer(suspensions=(SUSPENDED,), cases=(CASE,), standing=Standing.SUSPENDED)
    looks_like("standing_suspended", standing_card(view, "token", WORDS))


def test_what_a_customer_owes_is_unknown_until_somebody_confirmed_who_it_is() -> None:
    view = a_customer(books_as_of=None, exposure=an_exposure(), unconfirmed=(DEBTOR,))
    card = standing_card(view, "token", WORDS)
    assert card.text.endswith("Overdue: unknown.")
    assert "Contoso &lt;GmbH&gt;" in json.dumps(card.blocks)


def test_nobody_stands_well_before_books_are_in() -> None:
    view = a_customer(books_as_of=None, exposure=an_exposure(), standing=Standing.UNKNOWN)
    assert standing_card(view, "token", WORDS).text.endswith(
        ": standing unknown. Overdue: unknown."
    )


def test_while_a_plan_is_open_no_other_change_is_offered() -> None:
    card = standing_card(a_customer(open_plan=a_suspension()), "token", WORDS)
    assert "A suspension is open" in json.dumps(card.blocks)
    (row,) = [block for block in card.blocks if block["type"] == "actions"]
    assert re.findall("'action_id': '([a-z_]+)'", str(row)) == [
        *("customer_promise", "customer_dispute", "customer_hold"),
        *("customer_credit", "ticket_open"),
    ]


def a_row(name: str, exposure: Exposure = OWED, **changes: object) -> Row:
    row = Row(str(KEY), name, KEY, Standing.OVERDUE, exposure, confirmed=True, unreadable=False)
    return replace(row, **changes)  # type: ignore[arg-type]


def an_overview(*rows: Row) -> Overview:
    return Overview(
        on=TODAY,
        rows=rows,
        totals=by_currency(m for row in rows for m in row.exposure.overdue().values()),
        buckets=sum_buckets(row.exposure.buckets() for row in rows),
        unapplied={},
        books_as_of=NOW,
        refused=False,
        unmapped=1,
        freeze=None,
    )


def test_who_owes_what(looks_like: Looks) -> None:
    rows = a_row("Contoso"), a_row("북방 <물류>", confirmed=False, unreadable=True)
    looks_like("overdue", overdue_card(an_overview(*rows), WORDS, tokens=["t1", "t2"]))


def test_five_hundred_rows_do_not_break_it(looks_like: Looks) -> None:
    name = "Ä" * 80
    many = an_overview(*(a_row(f"{n} {name}") for n in range(500)))
    tokens = ["t"] * 50
    said = json.dumps(overdue_card(many, ENGLISH, tokens=tokens).blocks)
    assert re.search(r"These are the worst \d\d of 500\.", said)
    looks_like("overdue_500", overdue_card(many, WORDS, tokens=tokens))


def test_a_name_that_nobody_overdue_has_is_said() -> None:
    card = overdue_card(an_overview(), WORDS, "<zzz>")
    assert card.text == "Nobody who is overdue is called “&lt;zzz&gt;”."


def test_a_quiet_day_is_one_line() -> None:
    card = overdue_card(an_overview(), WORDS)
    assert card.text == "Nobody is overdue."
    assert len(card.blocks) == 2


@pytest.mark.parametrize("matching", ["", "contoso"])
def test_before_there_are_books_nobody_knows_who_is_overdue(matching: str) -> None:
    card = overdue_card(replace(an_overview(), books_as_of=None), WORDS, matching)
    assert card.text == "Who is overdue is not known: no books are in yet."


def an_offer(choices: tuple[Subscription, ...], **changes: object) -> Offer:
    offer = Offer(CUSTOMER, OWED, choices, (), (), owes=True, most=25, quorum=2, hour=GO)
    return replace(offer, **changes)  # type: ignore[arg-type]


def test_the_form_that_asks_for_a_suspension(looks_like: Looks) -> None:
    azure = a_subscription("a", "Azure plan", 1, status="suspended")
    offer = an_offer(SUBSCRIPTIONS[:2], kept=SUBSCRIPTIONS[2:], shut_out=(azure,))
    looks_like("suspend_form", suspend_form(offer, "token", WORDS))


@pytest.mark.parametrize(
    ("count", "element"),
    [(10, "checkboxes"), (11, "multi_static_select"), (250, "multi_static_select")],
)
def test_many_subscriptions_become_a_list(count: int, element: str, looks_like: Looks) -> None:
    many = tuple(a_subscription(f"id-{n}", f"Service {n}", n) for n in range(count))
    form = suspend_form(an_offer(many), "token", WORDS)
    assert element_of(form, "subscriptions")["type"] == element
    looks_like(f"suspend_form_{count}", form)


def test_two_groups_say_that_either_will_do() -> None:
    many = tuple(a_subscription(f"id-{n}", f"Service {n}", n) for n in range(10))
    form = suspend_form(an_offer(many, kept=SUBSCRIPTIONS[2:]), "token", WORDS)
    labels = [block["label"]["text"] for block in form["blocks"] if "label" in block]  # type: ignore[attr-defined]
    assert "choose at least one" in labels[0] and "Kept by policy" in labels[1]


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (GO, "For non-payment it would run now."),
        (Ruling(Verdict.WAIT, Why.CUT_WINDOW, NOW), "would wait until Mon 12 Oct 2026, "),
        (Ruling(Verdict.WAIT, Why.PRINTED_DATE, NOW), ": a notice names that day."),
        (Ruling(Verdict.WAIT, Why.NO_CALENDAR), "no calendar of the customer is known"),
    ],
    ids=["now", "later", "as printed", "never"],
)
def test_the_form_says_when_it_would_run(hour: Ruling, said: str) -> None:
    form = suspend_form(an_offer(SUBSCRIPTIONS, hour=hour), "token", WORDS)
    assert said in json.dumps(form, ensure_ascii=False)


def test_non_payment_is_preselected_only_where_something_is_owed() -> None:
    owing = suspend_form(an_offer(SUBSCRIPTIONS), "token", WORDS)
    clear = suspend_form(an_offer(SUBSCRIPTIONS, owes=False), "token", WORDS)
    assert element_of(owing, "reason")["initial_option"]["value"] == "non-payment"  # type: ignore[index]
    assert "initial_option" not in element_of(clear, "reason")


def test_a_customer_with_nothing_to_suspend_gets_no_submit_button() -> None:
    assert "submit" not in suspend_form(an_offer(()), "token", WORDS)


def test_the_form_that_asks_for_a_reinstatement(looks_like: Looks) -> None:
    release = Release(CUSTOMER, SUBSCRIPTIONS[:1], quorum=1)
    looks_like("reinstate_form", reinstate_form(release, "token", WORDS))


def element_of(form: Mapping[str, object], block_id: str) -> Mapping[str, object]:
    blocks = form["blocks"]
    assert isinstance(blocks, list)
    found = next(block for block in blocks if block.get("block_id") == block_id)
    element: Mapping[str, object] = found["element"]
    return element


def test_the_names_that_wait_for_a_person(looks_like: Looks) -> None:
    one = Proposal(DEBTOR, CUSTOMER, "token-1")
    two = Proposal(replace(DEBTOR, customer=CustomerKey("main", "t2")), None, "token-2")
    looks_like("mappings", mapping_list([one, two], "token-all", 0, WORDS))


def test_a_list_that_is_settled_says_by_whom_and_has_no_buttons(looks_like: Looks) -> None:
    done = [Proposal(DEBTOR, CUSTOMER, "")]
    said = settled_list(done, 3, "D. Novak", ENGLISH).text
    assert said == "1 of 3 confirmed, the last by D. Novak."
    looks_like("mappings_settled", settled_list(done, 3, "D. Novak", WORDS))


def test_a_long_list_of_names_fits_into_one_message(looks_like: Looks) -> None:
    many = [Proposal(DEBTOR, CUSTOMER, f"token-{n}") for n in range(MOST_PROPOSALS)]
    assert mapping_list(many, "token-all", 7, ENGLISH).text.startswith("47 customers")
    looks_like("mappings_many", mapping_list(many, "token-all", 7, WORDS))


def test_no_hour_is_named_for_a_debt_that_is_not_there() -> None:
    owing, free = an_offer(SUBSCRIPTIONS), an_offer(SUBSCRIPTIONS, owes=False)
    assert "For non-payment it would" in json.dumps(suspend_form(owing, "token", WORDS))
    form = json.dumps(suspend_form(free, "token", WORDS))
    assert "For non-payment it would" not in form and "wait for no hour" in form
