"""Credit is decided by the right people, one decision at a time, and on a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.domain.credit import CheckKind, CreditState, Lack, TermKind, Terms
from core.domain.credit_advice import Because
from core.domain.credit_errors import (
    CheckUnfit,
    CreditAlreadyOpen,
    CreditOver,
    CreditUnfit,
    OthersCredit,
    OwnCredit,
)
from core.domain.errors import NoRole, ReasonMissing
from core.domain.events import CreditApproved
from core.domain.money import Money
from core.domain.people import AccountKey
from core.usecases import credit, credit_view, home
from core.usecases.credit_checks import Found, put_down
from tests.a_credit import a_proposal
from tests.builders import eur
from tests.credit_desk import a_wish, approved, asked, events, stored
from tests.office import ADMIN, AGENT, APPROVER, READER, TEAM, Desk, contoso

S = CreditState
OTHER_APPROVER = AccountKey(TEAM, "U0PARK")
TODAY = date(2026, 10, 12)


# Who decides


def test_a_large_limit_waits_for_somebody_else(desk: Desk) -> None:
    waiting = asked(desk)
    assert waiting.state is S.PENDING
    with desk.store.reading() as work:
        (line,) = credit_view.lines_of(work, contoso(desk), office=desk.office)
        assert (line.in_force, line.undecided) == (None, waiting)

    done = credit.approve(waiting.credit_id, APPROVER, office=desk.office)

    assert done.state is S.APPROVED and stored(desk, done) == done
    (event,) = events(desk, CreditApproved)
    assert (event.limit, event.currency, event.terms, event.days) == ("20000.00", "EUR", "net", 30)
    assert event.requester == waiting.requested_by != done.decided_by


@pytest.mark.parametrize(
    ("limit", "account", "state"),
    [
        ("5000", AGENT, S.APPROVED),
        ("5000.01", AGENT, S.PENDING),
        ("5000", APPROVER, S.APPROVED),
        ("5000", ADMIN, S.PENDING),
    ],
    ids=["small", "a-cent-more", "approver", "administrator"],
)
def test_a_small_limit_takes_one_person_who_works_with_customers(
    desk: Desk, limit: str, account: AccountKey, state: CreditState
) -> None:
    assert asked(desk, limit, account).state is state


def test_a_currency_without_a_floor_always_takes_two(desk: Desk) -> None:
    wish = credit.Wish(contoso(desk), a_proposal(limit=Money(Decimal(1), "SEK")))
    assert credit.ask(wish, AGENT, office=desk.office).state is S.PENDING


@pytest.mark.parametrize(
    ("account", "refusal"),
    [(APPROVER, OwnCredit), (AGENT, NoRole), (ADMIN, NoRole), (READER, NoRole)],
    ids=["who-asked", "agent", "administrator", "reader"],
)
def test_nobody_else_decides(desk: Desk, account: AccountKey, refusal: type[Exception]) -> None:
    waiting = asked(desk, account=APPROVER)
    with pytest.raises(refusal):
        credit.approve(waiting.credit_id, account, office=desk.office)
    with pytest.raises(refusal):
        credit.reject(waiting.credit_id, "Too much", account, office=desk.office)
    assert stored(desk, waiting).state is S.PENDING
    assert events(desk, CreditApproved) == []


def test_a_reader_asks_for_nothing(desk: Desk) -> None:
    for act in (credit.ask, credit.draft):
        with pytest.raises(NoRole):
            act(a_wish(desk), READER, office=desk.office)


# One at a time


def test_one_decision_at_a_time_for_each_currency(desk: Desk) -> None:
    asked(desk)
    for act in (credit.ask, credit.draft):
        with pytest.raises(CreditAlreadyOpen):
            act(a_wish(desk, "100"), AGENT, office=desk.office)
    dollars = credit.Wish(contoso(desk), a_proposal(limit=Money(Decimal(100), "USD")))
    assert credit.ask(dollars, AGENT, office=desk.office).state is S.APPROVED


def test_a_draft_asks_nobody_until_somebody_asks(desk: Desk) -> None:
    first = credit.draft(a_wish(desk), AGENT, office=desk.office)
    again = credit.draft(a_wish(desk, "30000"), OTHER_APPROVER, office=desk.office)
    assert again.credit_id == first.credit_id and again.limit == eur("30000")
    with pytest.raises(CreditOver):
        credit.approve(first.credit_id, APPROVER, office=desk.office)

    waiting = asked(desk, "25000")

    assert waiting.credit_id == first.credit_id
    assert stored(desk, waiting).state is S.PENDING


def test_a_new_limit_takes_the_place_of_the_old_one(desk: Desk) -> None:
    old, new = approved(desk, "20000"), approved(desk, "3000")
    assert stored(desk, old).state is S.SUPERSEDED
    assert stored(desk, old).decided_by == old.decided_by
    assert stored(desk, new).state is S.APPROVED


def test_of_two_approvers_one_decides(desk: Desk) -> None:
    waiting = asked(desk)
    credit.approve(waiting.credit_id, APPROVER, office=desk.office)
    with pytest.raises(CreditOver) as refusal:
        credit.approve(waiting.credit_id, OTHER_APPROVER, office=desk.office)
    assert refusal.value.facts["state"] is S.APPROVED
    with pytest.raises(CreditOver):
        credit.reject(waiting.credit_id, "No", OTHER_APPROVER, office=desk.office)
    assert len(events(desk, CreditApproved)) == 1


def test_it_rests_on_the_file_as_it_was_handed_in(desk: Desk) -> None:
    key = contoso(desk)
    found = Found(CheckKind.BUREAU, TODAY, "Creditreform", "Index 210")
    first = put_down(key, found, AGENT, office=desk.office)
    waiting = asked(desk)
    put_down(key, replace(found, note="Index 480"), AGENT, office=desk.office)
    with desk.store.reading() as work:
        view = credit_view.card_view(work, waiting.credit_id, office=desk.office)
    assert view.rests_on == (first,)


# How it ends


def test_a_rejection_has_a_reason(desk: Desk) -> None:
    waiting = asked(desk)
    with pytest.raises(ReasonMissing):
        credit.reject(waiting.credit_id, " ", APPROVER, office=desk.office)
    done = credit.reject(waiting.credit_id, " Too much ", APPROVER, office=desk.office)
    assert (done.state, done.why) == (S.REJECTED, "Too much")


@pytest.mark.parametrize(
    ("account", "works"), [(AGENT, True), (APPROVER, False)], ids=["who-asked", "somebody-else"]
)
def test_what_waits_is_taken_back_by_whoever_asked(
    desk: Desk, account: AccountKey, works: bool
) -> None:
    waiting = asked(desk)
    if not works:
        with pytest.raises(OthersCredit):
            credit.withdraw(waiting.credit_id, "No need", account, office=desk.office)
        return
    done = credit.withdraw(waiting.credit_id, "No need", account, office=desk.office)
    assert done.state is S.WITHDRAWN
    with pytest.raises(CreditOver):
        credit.withdraw(waiting.credit_id, "Again", account, office=desk.office)


def test_a_limit_in_force_is_taken_back_by_one_person_at_once(desk: Desk) -> None:
    held = approved(desk)
    done = credit.withdraw(held.credit_id, "Insolvent", APPROVER, office=desk.office)
    assert done.state is S.WITHDRAWN and done.decided_at == held.decided_at
    with desk.store.reading() as work:
        (line,) = credit_view.lines_of(work, contoso(desk), office=desk.office)
    assert line.in_force is None


def test_what_cannot_be_decided_on_is_refused_before_anybody_is_asked(desk: Desk) -> None:
    with pytest.raises(CreditUnfit):
        asked(desk, "1", terms=Terms(TermKind.NET))
    with desk.store.reading() as work:
        assert work.credits.undecided() == []


# The file


@pytest.mark.parametrize(
    ("changes", "lack"),
    [
        ({"on": TODAY + timedelta(days=1)}, Lack.FUTURE),
        ({"kind": CheckKind.DEPOSIT}, Lack.AMOUNT),
        ({"kind": CheckKind.DEPOSIT, "amount": eur("0")}, Lack.AMOUNT),
        ({"kind": CheckKind.AGREEMENT, "given_by": ""}, Lack.GIVEN_BY),
        ({"note": " "}, Lack.EMPTY),
        ({"link": "javascript:alert(1)"}, Lack.LINK),
        ({"link": "https://files.example/a|b>"}, Lack.LINK),
        ({"note": "x" * 1001}, Lack.LONG),
    ],
    ids=["future", "deposit", "nothing", "agreement", "empty", "script", "breaks-out", "long"],
)
def test_what_says_nothing_is_not_put_into_the_file(
    desk: Desk, changes: dict[str, Any], lack: Lack
) -> None:
    found = replace(Found(CheckKind.BUREAU, TODAY, "Creditreform", "Index 210"), **changes)
    with pytest.raises(CheckUnfit) as refusal:
        put_down(contoso(desk), found, AGENT, office=desk.office)
    assert refusal.value.facts["why"] is lack


def test_a_view_has_file_history_and_advice(desk: Desk) -> None:
    deposit = Found(CheckKind.DEPOSIT, TODAY, "", "Paid in", amount=eur("500"))
    put_down(contoso(desk), deposit, AGENT, office=desk.office)
    approved(desk)
    view = credit_view.look_up("contoso", AGENT, office=desk.office)
    assert [check.amount for check in view.checks] == [eur("500")]
    assert [one.state for one in view.history] == [S.APPROVED]
    (advice,) = view.advice
    known = {reason.because: reason for reason in advice.reasons}
    assert advice.currency == "EUR" and known[Because.PAID_LATE].among == 5
    assert known[Because.KNOWN].days > 180
    with pytest.raises(NoRole):
        credit_view.look_up("contoso", READER, office=desk.office)


@pytest.mark.parametrize(
    ("by", "waits_for"),
    [(AGENT, {APPROVER}), (APPROVER, set())],
    ids=["of an agent", "of the approver"],
)
def test_a_decision_waits_on_the_home_of_whoever_may_take_it(
    desk: Desk, by: AccountKey, waits_for: set[AccountKey]
) -> None:
    waiting = asked(desk, account=by)
    found = {
        account
        for account in (AGENT, APPROVER)
        for one in home.view(account, office=desk.office).credits
        if one.credit == waiting
    }
    assert found == waits_for
    if waits_for:
        credit.approve(waiting.credit_id, APPROVER, office=desk.office)
        assert home.view(APPROVER, office=desk.office).credits == ()
