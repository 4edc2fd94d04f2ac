"""Accounts that are nobody's, as they look: with their reasons, in a form, beside what is owed."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from core.domain.customers import Customer, CustomerKey, Debtor, MappingState
from core.domain.mapping import Reason, Strength, Suggestion
from core.domain.money import Money
from core.usecases.mapping_view import Entry, Unmapped
from core.usecases.payers import Payer
from handlers.messages.cards import standing_card
from handlers.messages.mapping_forms import (
    MOST_SHOWN,
    Row,
    found_card,
    mapping_form,
    unmapped_card,
)
from handlers.messages.mapping_words import REASONS, STRENGTHS, payer_lines, why
from handlers.messages.mappings import MOST_REASONED, Proposal, mapping_list, settled_list
from handlers.messages.overdue import state_lines
from handlers.messages.text import Words
from tests.handlers.a_reader import Reader
from tests.handlers.conftest import Looks
from tests.handlers.test_cards import a_customer, an_overview

WORDS = Reader("en-US", "Europe/Berlin")
ENGLISH = Words("en-US", "Europe/Berlin")
NORDWIND = Customer(
    CustomerKey("main", "7c1e-nordwind-04ab"), "Nordwind <Logistik> GmbH", "nord.de"
)
NAMESAKE = Customer(CustomerKey("main", "9d2f-namesake-77cd"), "Nordwind AG", "")
ACCOUNT = Debtor("erp", "10001", "Nordwind & <!channel>", MappingState.UNMAPPED)
SURE = Suggestion(
    "erp", "10001", NORDWIND.key, Strength.SURE, (Reason.MAIL_DOMAIN, Reason.SAME_NAME)
)
OWED = {"EUR": Money(Decimal("12400.00"), "EUR"), "CNY": Money(Decimal("300.50"), "CNY")}


def an_entry(*suggestions: Suggestion, **changes: object) -> Entry:
    known = {one.key: one for one in (NORDWIND, NAMESAKE)}
    there = {one.customer: known[one.customer] for one in suggestions}
    entry = Entry(ACCOUNT, None, suggestions, there, OWED)
    return replace(entry, **changes)  # type: ignore[arg-type]


def candidate(customer: Customer) -> Suggestion:
    return Suggestion("erp", "10001", customer.key, Strength.CANDIDATE, (Reason.ALIKE_NAME,))


SEVERAL = an_entry(candidate(NORDWIND), candidate(NAMESAKE))
NAMED = an_entry(
    debtor=replace(ACCOUNT, mapping=MappingState.PROPOSED, customer=NORDWIND.key),
    customer=NORDWIND,
)
CONFIRMED = an_entry(
    debtor=replace(ACCOUNT, mapping=MappingState.CONFIRMED, customer=NORDWIND.key),
    customer=NORDWIND,
    open={},
)
ENTRIES = (an_entry(SURE), SEVERAL, NAMED, an_entry())


def test_proposals_with_their_reasons(looks_like: Looks) -> None:
    named = replace(ACCOUNT, customer=NORDWIND.key)
    maybe = replace(
        SURE, strength=Strength.MAYBE, reasons=(Reason.ALIKE_NAME, Reason.OTHER_COUNTRY)
    )
    rows = [
        Proposal(named, NORDWIND, "token-1", why(SURE, WORDS)),
        Proposal(named, NORDWIND, "token-2", why(maybe, WORDS), sure=False),
    ]
    looks_like("mappings_reasoned", mapping_list(rows, "token-all", 0, WORDS))
    many = [replace(rows[0], token=f"t{n}") for n in range(MOST_REASONED)]
    assert len(mapping_list(many, "token-all", 9, WORDS, settled="1 of 2").blocks) <= 50


def test_only_what_is_sure_is_confirmed_at_once() -> None:
    rows = [Proposal(ACCOUNT, NORDWIND, "t", "Likely: same name", sure=False)] * 2
    assert "mapping_confirm_all" not in str(mapping_list(rows, "all", 0, WORDS).blocks)


def test_a_list_on_which_nobody_was_right_says_so() -> None:
    said = settled_list([], 2, "D. Novak", WORDS)
    assert said.text == "Nobody of 2 is confirmed, as D. Novak said."


def test_what_is_owed_by_nobody_we_know(looks_like: Looks) -> None:
    rows = [Row(entry, f"token-{n}") for n, entry in enumerate(ENTRIES)]
    looks_like("mapping_unmapped", unmapped_card(Unmapped(ENTRIES, OWED), rows, WORDS))
    quiet = unmapped_card(Unmapped((), {}), [], ENGLISH)
    assert quiet.text == "Everybody who owes something is somebody we know."
    many = Unmapped((an_entry(SURE),) * 99, OWED)
    shown = unmapped_card(many, [Row(an_entry(SURE), "t")] * MOST_SHOWN, ENGLISH)
    assert "and 79 more" in str(shown.blocks)


def test_accounts_that_fit(looks_like: Looks) -> None:
    looks_like("mapping_found", found_card([Row(CONFIRMED, "token")], WORDS))


FORMS = {"candidates": SEVERAL, "named": NAMED, "nobody": an_entry(), "confirmed": CONFIRMED}


@pytest.mark.parametrize("name", FORMS)
def test_the_form(name: str, looks_like: Looks) -> None:
    looks_like(f"mapping_form_{name}", mapping_form(FORMS[name], "token", WORDS))


def test_the_form_holds_no_key_of_a_customer() -> None:
    form = json.dumps(mapping_form(SEVERAL, "token", WORDS))
    assert NORDWIND.key.tenant_id not in form and NAMESAKE.key.tenant_id not in form


def test_there_are_words_for_every_reason() -> None:
    assert set(REASONS) == set(Reason) and set(STRENGTHS) == set(Strength)


HEAD = Payer(ACCOUNT, "9000", "Alpha <Holding>", NORDWIND.key, OWED)
PAYERS = {
    "late": (HEAD, "and is late there with EUR 12,400.00"),
    "on time": (replace(HEAD, overdue={}), "and is late with nothing"),
    "unknown": (replace(HEAD, customer=None, overdue=None), "nobody has confirmed who that is"),
}


@pytest.mark.parametrize("case", PAYERS)
def test_who_pays(case: str) -> None:
    payer, said = PAYERS[case]
    (line,) = payer_lines([payer], WORDS)
    assert line.startswith("Alpha &lt;Holding&gt; (9000) pays for 10001") and said in line


def test_who_pays_stands_on_the_card(looks_like: Looks) -> None:
    looks_like("standing_paid_for", standing_card(a_customer(payers=(HEAD,)), "token", WORDS))


def test_the_digest_says_how_much_is_nobodys() -> None:
    said = " ".join(state_lines(replace(an_overview(), unmapped=2, unmapped_open=OWED), WORDS))
    owed = "EUR 12,400.00, CNY 300.50"
    assert f"2 accounts are not confirmed, {owed} open: see `/mapping`." in said
