"""Headquarters pay for others: what they owe is shown with each, and cuts none of them off."""

from __future__ import annotations

import pytest

from core.accounts import documents_of
from core.domain.customers import MappingState
from core.domain.errors import MappingUnconfirmed, NothingOwed
from core.domain.mapping import AccountFacts, LedgerKey
from core.domain.plans import PlanState
from core.gathering import exposure_of
from core.ports.records import SheetRow
from core.usecases.account_facts import Said
from core.usecases.payers import Payer, paid_for, payers_of
from core.usecases.settling import Seen, Wish, settle
from sandbox.data.receivables import Change, Row, paid
from tests.builders import a_document
from tests.office import Desk
from tests.world import AGENT, FIRST, SECOND, World

HEAD, CHILD = ("erp-berlin", "D10001"), "ostsee"


def take_in_paid_by_head(world: World, *changes: Change) -> None:
    """Contoso pays for the account of Ostsee from now on."""
    world.happened += changes
    child = account_of(world)[1]

    def of_head(row: Row) -> Row:
        return row | {"payer_ref": HEAD[1]} if row["customer_ref"] == child else row

    world.take_in_rows([of_head(row) for row in world.rows()])
    world.settled()


def account_of(world: World) -> LedgerKey:
    key = world.customer(CHILD).key
    (debtor,) = world.ask(lambda work: work.books.claims(key))
    return debtor.source, debtor.customer_ref


def payers(world: World) -> tuple[Payer, ...]:
    key, on = world.customer(CHILD).key, world.office.today(world.now)
    return world.ask(lambda work: payers_of(work, key, on))


def test_who_pays_is_shown_with_what_is_late_there(world: World) -> None:
    take_in_paid_by_head(world)
    head, on = world.customer("contoso").key, world.office.today(world.now)
    (payer,) = payers(world)
    owed = world.ask(lambda work: exposure_of(work, head, on).overdue())
    assert (payer.customer, payer.overdue) == (head, owed) and owed
    (child,) = world.ask(lambda work: paid_for(work, head))
    assert child.customer == world.customer(CHILD).key
    said = world.command(AGENT, f"/standing {CHILD}")
    assert "pays for" in said and "That suspends nothing here" in said and "8,412.60" in said


def test_a_debt_of_the_head_is_no_debt_of_the_child(world: World) -> None:
    take_in_paid_by_head(world, paid(CHILD))
    child = world.customer(CHILD).key
    assert payers(world)[0].overdue
    on = world.office.today(world.now)
    assert not world.ask(lambda work: exposure_of(work, child, on).overdue())
    with pytest.raises(NothingOwed):
        world.file(CHILD, "E5")


def test_a_plan_of_the_child_ends_at_the_gate_though_the_head_still_owes(world: World) -> None:
    plan = world.file(CHILD, "E5")
    world.vote(plan, FIRST)
    take_in_paid_by_head(world, paid(CHILD))
    assert (world.again(plan).state, world.again(plan).ended_why) == (PlanState.WITHDRAWN, "paid")
    assert payers(world)[0].overdue and world.sends() == []


def test_what_a_person_says_whose_it_is_counts_there_and_no_longer_elsewhere(world: World) -> None:
    take_in_paid_by_head(world, paid(CHILD))
    head, child = world.customer("contoso").key, world.customer(CHILD).key
    plan = world.file("contoso", "Exchange")
    world.vote(plan, FIRST)
    wish = Wish(HEAD, Seen(MappingState.CONFIRMED, head), child, "One company, one ledger")
    settle(wish, world.account(AGENT), office=world.office)
    world.settled()
    on = world.office.today(world.now)
    owed = world.ask(lambda work: exposure_of(work, child, on).overdue())
    assert owed and world.ask(lambda work: documents_of(work, head, on)) == []
    assert payers(world) == (), "nobody pays for itself"
    world.vote(plan, SECOND)
    world.settled()
    assert world.sends() == [], "the account that it rests on is somebody else's now"


def test_taking_an_account_back_leaves_its_plan_without_a_send(world: World) -> None:
    head = world.customer("contoso").key
    plan = world.file("contoso", "Exchange")
    world.vote(plan, FIRST)
    wish = Wish(HEAD, Seen(MappingState.CONFIRMED, head), None, "Another Contoso")
    settle(wish, world.account(AGENT), office=world.office)
    world.settled()
    with pytest.raises(MappingUnconfirmed):
        world.file("contoso", "Teams")
    world.vote(plan, SECOND)
    world.settled()
    assert world.again(plan).waiting_for == "unmapped" and world.sends() == []


def a_row(mail: str = "", registration: str = "", payer_ref: str = "") -> SheetRow:
    document = a_document(customer_ref="1")
    return SheetRow(1, document, "Contoso", "", mail, registration, payer_ref)


HEARD = {
    "nothing": ([a_row()], {}),
    "domains, each once": (
        [a_row("x@b.de"), a_row("y@a.de"), a_row("z@A.de")],
        {"1": AccountFacts(("a.de", "b.de"))},
    ),
    "a number, and what came first": (
        [a_row(registration="HRB 1"), a_row(registration="HRB 2")],
        {"1": AccountFacts(registration="HRB 1")},
    ),
    "somebody else who pays": ([a_row(payer_ref="9")], {"1": AccountFacts(payer_ref="9")}),
    "itself": ([a_row(payer_ref="1")], {"1": AccountFacts()}),
}


@pytest.mark.parametrize("case", HEARD)
def test_rows_say_of_an_account(case: str) -> None:
    rows, found = HEARD[case]
    said = Said()
    for row in rows:
        said.hear(row)
    assert said.found == found


def test_what_is_said_no_longer_is_forgotten(desk: Desk) -> None:
    said = Said({"1": AccountFacts(payer_ref="9"), "2": AccountFacts(("a.de",))})
    said.keep("erp", {"1", "2"}, store=desk.store)
    Said().keep("erp", {"1"}, store=desk.store)
    with desk.store.reading() as work:
        assert work.mappings.facts_of(("erp", "1")) == AccountFacts()
        assert work.mappings.facts_of(("erp", "2")) == AccountFacts(("a.de",))
