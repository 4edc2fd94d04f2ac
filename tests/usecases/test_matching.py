"""Proposals for accounts that are nobody's: found after new books, and no mapping themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from core.domain.customers import Customer, CustomerKey, Debtor, MappingState
from core.domain.events import AccountsMatched, Event
from core.domain.mapping import AccountFacts, Reason, Strength, Suggestion
from core.usecases.matching import match
from tests.office import MONDAY, Desk

WESERKAI = CustomerKey("main", "00000000-0000-4000-8000-00000000beef")
TENANT = Customer(WESERKAI, "Weserkai Werft GmbH", "weserkai.example", "DE")


def an_account(desk: Desk, ref: str, name: str, mail: str = "") -> Debtor:
    """A name in the books that is nobody's."""
    debtor = Debtor("erp", ref, name, MappingState.UNMAPPED)
    with desk.store() as work:
        work.customers.save([TENANT])
        work.books.save_debtor(debtor)
        if mail:
            work.mappings.save_facts("erp", {ref: AccountFacts((mail,))})
        work.commit()
    return debtor


def standing(desk: Desk) -> list[Suggestion]:
    """For the accounts of these tests: there are others."""
    with desk.store.reading() as work:
        return [one for one in work.mappings.suggestions() if one.source == "erp"]


def told(desk: Desk) -> list[Event]:
    with desk.store.reading() as work:
        found = work.events.since(AccountsMatched, MONDAY - timedelta(days=1))
    return [one.event for one in found]


def test_what_is_found_is_told_once_and_maps_nobody(desk: Desk) -> None:
    match(office=desk.office)
    before = told(desk)
    an_account(desk, "1", "WESERKAI Werft", "weserkai.example")
    an_account(desk, "2", "Weserkai-Werft")
    an_account(desk, "3", "Quite Another")
    match(office=desk.office)
    assert [(one.customer_ref, one.customer, one.strength) for one in standing(desk)] == [
        ("1", WESERKAI, Strength.SURE),
        ("2", WESERKAI, Strength.LIKELY),
    ]
    (news,) = told(desk)[len(before) :]
    assert isinstance(news, AccountsMatched) and (news.sure, news.likely) == (1, 1)
    match(office=desk.office)
    assert len(told(desk)) == len(before) + 1
    with desk.store.reading() as work:
        known = [work.books.debtor("erp", ref) for ref in "123"]
        assert work.books.claims(WESERKAI) == []
    assert [one.mapping for one in known if one] == [MappingState.UNMAPPED] * 3


def test_what_speaks_for_it_no_longer_stands_no_longer(desk: Desk) -> None:
    debtor = an_account(desk, "1", "Weserkai Werft")
    match(office=desk.office)
    with desk.store() as work:
        work.books.save_debtor(replace(debtor, name="Quite Another"))
        work.commit()
    match(office=desk.office)
    assert standing(desk) == []


def test_a_tenant_that_is_read_later_is_proposed_then(desk: Desk) -> None:
    an_account(desk, "1", "Elbtal Papier KG")
    match(office=desk.office)
    assert standing(desk) == []
    elbtal = Customer(
        CustomerKey("main", "00000000-0000-4000-8000-00000000cafe"), "Elbtal-Papier", ""
    )
    with desk.store() as work:
        work.customers.save([elbtal])
        work.commit()
    match(office=desk.office)
    (found,) = standing(desk)
    assert found.customer == elbtal.key and found.reasons == (Reason.SAME_NAME,)


def test_a_customer_may_have_several_accounts(desk: Desk) -> None:
    first = an_account(desk, "1", "Weserkai Werft")
    with desk.store() as work:
        known = replace(first, mapping=MappingState.CONFIRMED, customer=WESERKAI)
        work.books.save_debtor(known)
        work.commit()
    an_account(desk, "2", "Weserkai Werft")
    match(office=desk.office)
    assert [(one.customer_ref, one.customer) for one in standing(desk)] == [("2", WESERKAI)]
