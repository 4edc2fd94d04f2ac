"""Whose an account is, said by a person: somebody else, nobody, or no longer the one it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.customers import CustomerKey, MappingState
from core.domain.errors import LostRace, NoRole, ReasonMissing, UnknownCustomer
from core.domain.events import Event, MappingChanged, MappingConfirmed, MappingTurnedDown
from core.domain.mapping_errors import MappingUnchanged, UnknownLedgerAccount
from core.usecases.matching import match
from core.usecases.names import Match, confirm
from core.usecases.settling import Seen, Wish, settle
from tests.office import AGENT, MONDAY, READER, Desk, contoso
from tests.usecases.test_matching import WESERKAI, an_account, standing

KEY = ("erp", "1")
NOBODY = Seen(MappingState.UNMAPPED, None)
IS_WESERKAI = Seen(MappingState.CONFIRMED, WESERKAI)


@pytest.fixture
def proposed(desk: Desk) -> Desk:
    """An account that is likely Weserkai."""
    an_account(desk, "1", "Weserkai Werft")
    match(office=desk.office)
    return desk


@pytest.fixture
def confirmed(proposed: Desk) -> Desk:
    confirm([Match(*KEY, WESERKAI)], AGENT, office=proposed.office)
    return proposed


def newest(desk: Desk, kind: type[Event]) -> Event:
    with desk.store.reading() as work:
        return work.events.since(kind, MONDAY - timedelta(days=1))[-1].event


def who(desk: Desk) -> tuple[MappingState, CustomerKey | None]:
    with desk.store.reading() as work:
        debtor = work.books.debtor(*KEY)
    assert debtor is not None
    return debtor.mapping, debtor.customer


def test_a_proposal_is_confirmed_like_one_of_the_books(confirmed: Desk) -> None:
    assert who(confirmed) == (MappingState.CONFIRMED, WESERKAI)
    assert standing(confirmed) == []
    event = newest(confirmed, MappingConfirmed)
    assert event == MappingConfirmed(source="erp", customer_ref="1", customer=str(WESERKAI))


def test_what_nobody_proposes_is_not_confirmed_by_a_list(proposed: Desk) -> None:
    with pytest.raises(LostRace):
        confirm([Match(*KEY, contoso(proposed))], AGENT, office=proposed.office)
    assert who(proposed) == (MappingState.UNMAPPED, None)


def test_somebody_else_is_named_and_the_proposal_never_comes_back(proposed: Desk) -> None:
    customer = contoso(proposed)
    settle(Wish(KEY, NOBODY, customer), AGENT, office=proposed.office)
    assert who(proposed) == (MappingState.CONFIRMED, customer)
    with proposed.store.reading() as work:
        assert [one.customer for one in work.mappings.turned_down()] == [WESERKAI]


def test_none_of_these_is_written_down_and_not_proposed_again(proposed: Desk) -> None:
    settle(Wish(KEY, NOBODY, None), AGENT, office=proposed.office)
    assert newest(proposed, MappingTurnedDown) == MappingTurnedDown(
        source="erp", customer_ref="1", customers=(str(WESERKAI),)
    )
    match(office=proposed.office)
    assert standing(proposed) == [] and who(proposed) == (MappingState.UNMAPPED, None)


def test_who_was_turned_down_can_be_named_after_all(proposed: Desk) -> None:
    settle(Wish(KEY, NOBODY, None), AGENT, office=proposed.office)
    settle(Wish(KEY, NOBODY, WESERKAI), AGENT, office=proposed.office)
    assert who(proposed) == (MappingState.CONFIRMED, WESERKAI)
    with proposed.store.reading() as work:
        assert work.mappings.turned_down() == []


def test_a_change_takes_a_reason_and_is_on_record_by_its_digest(confirmed: Desk) -> None:
    customer = contoso(confirmed)
    with pytest.raises(ReasonMissing):
        settle(Wish(KEY, IS_WESERKAI, customer, "  "), AGENT, office=confirmed.office)
    assert who(confirmed) == (MappingState.CONFIRMED, WESERKAI)

    settle(Wish(KEY, IS_WESERKAI, customer, "Two of that name"), AGENT, office=confirmed.office)
    assert who(confirmed) == (MappingState.CONFIRMED, customer)
    event = newest(confirmed, MappingChanged)
    assert isinstance(event, MappingChanged)
    assert (event.customer, event.after) == (str(WESERKAI), str(customer))
    assert "Two of that name" not in str(event)
    with confirmed.store.reading() as work:
        change = work.mappings.change(event.change_id)
        assert change is not None and change.reason == "Two of that name"
        assert work.text_keys.says(event.reason_digest, change.reason)


def test_taking_it_back_takes_a_reason_and_leaves_nobody(confirmed: Desk) -> None:
    with pytest.raises(ReasonMissing):
        settle(Wish(KEY, IS_WESERKAI, None), AGENT, office=confirmed.office)
    settle(Wish(KEY, IS_WESERKAI, None, "Sold"), AGENT, office=confirmed.office)
    match(office=confirmed.office)
    assert who(confirmed) == (MappingState.UNMAPPED, None) and standing(confirmed) == []
    event = newest(confirmed, MappingChanged)
    assert isinstance(event, MappingChanged) and event.after == ""


REFUSED = {
    "who it is already": (Wish(KEY, IS_WESERKAI, WESERKAI, "Again"), MappingUnchanged),
    "who was looked at before": (Wish(KEY, NOBODY, WESERKAI), LostRace),
    "an account that is not there": (Wish(("erp", "9"), NOBODY, WESERKAI), UnknownLedgerAccount),
    "a customer that is not there": (
        Wish(KEY, IS_WESERKAI, replace(WESERKAI, tenant_id="gone"), "Why"), UnknownCustomer,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_refused_is(confirmed: Desk, case: str) -> None:
    wish, refusal = REFUSED[case]
    with pytest.raises(refusal):
        settle(wish, AGENT, office=confirmed.office)
    assert who(confirmed) == (MappingState.CONFIRMED, WESERKAI)


def test_who_has_no_role_says_nothing_of_accounts(confirmed: Desk) -> None:
    with pytest.raises(NoRole):
        settle(Wish(KEY, IS_WESERKAI, None, "Why"), READER, office=confirmed.office)


def test_nobody_stays_nobody_where_nothing_was_proposed(desk: Desk) -> None:
    an_account(desk, "1", "Quite Another")
    with pytest.raises(MappingUnchanged):
        settle(Wish(KEY, NOBODY, None), AGENT, office=desk.office)
