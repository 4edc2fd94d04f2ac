"""Credit: one undecided and one in force for each customer and currency, moved by condition."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.domain.credit import CheckKind, Credit, CreditState
from core.domain.errors import LostRace
from core.domain.money import Money
from core.ports.store import Store
from tests.a_credit import a_check, a_credit
from tests.builders import CONTOSO, FABRIKAM, NOW, eur

S = CreditState


def add(store: Store, *found: Credit) -> None:
    with store() as work:
        for credit in found:
            work.credits.add(credit)
        work.commit()


def test_what_was_written_is_read_again(store: Store) -> None:
    credit = a_credit(
        state=S.APPROVED, limit=Money(Decimal("7000000"), "KRW"), checks=("f1", "f2"),
        decided_by="braun", decided_at=NOW, why="they grew", next_at=NOW, over_since=NOW,
        link="https://desk.example/p1",
    )  # fmt: skip
    add(store, credit)
    with store.reading() as work:
        assert work.credits.get(credit.credit_id) == credit
        assert work.credits.of_customer(CONTOSO) == [credit] == work.credits.approved()
        assert work.credits.of_customer(FABRIKAM) == [] == work.credits.undecided()
        assert work.credits.due(NOW) == [credit]
        assert work.credits.due(NOW - timedelta(seconds=1)) == []
        assert work.credits.over_limit() == {CONTOSO}


@pytest.mark.parametrize(
    ("first", "second"),
    [(S.DRAFT, S.PENDING), (S.PENDING, S.DRAFT), (S.APPROVED, S.APPROVED)],
    ids=["draft", "pending", "in-force"],
)
def test_one_at_a_time_for_each_customer_and_currency(
    store: Store, first: CreditState, second: CreditState
) -> None:
    add(store, a_credit(state=first))
    with pytest.raises(LostRace):
        add(store, a_credit(state=second, credit_id="2"))
    dollars = Money(Decimal(1), "USD")
    add(store, a_credit(state=second, credit_id="3", limit=dollars))
    add(store, a_credit(state=second, credit_id="4", customer=FABRIKAM))


def test_a_new_one_may_wait_while_another_is_in_force(store: Store) -> None:
    add(store, a_credit(state=S.APPROVED), a_credit(state=S.PENDING, credit_id="2"))
    add(store, a_credit(state=S.REJECTED, credit_id="3"), a_credit(state=S.EXPIRED, credit_id="4"))
    with store.reading() as work:
        assert [one.credit_id for one in work.credits.undecided()] == ["2"]
        assert [one.credit_id for one in work.credits.of_customer(CONTOSO)][:3] == ["4", "3", "2"]


def test_of_two_who_move_it_one_wins(store: Store) -> None:
    credit = a_credit()
    add(store, credit)
    with store() as work:
        work.credits.update(replace(credit, state=S.APPROVED), S.PENDING)
        with pytest.raises(LostRace):
            work.credits.update(replace(credit, state=S.REJECTED), S.PENDING)


def test_only_a_limit_in_force_is_over(store: Store) -> None:
    add(store, a_credit(state=S.EXPIRED, over_since=NOW))
    with store.reading() as work:
        assert work.credits.over_limit() == set()


def test_a_file_is_kept_newest_first(store: Store) -> None:
    older = a_check(check_id="f1", on=date(2026, 5, 1))
    deposit = a_check(check_id="f2", kind=CheckKind.DEPOSIT, amount=eur("500.00"))
    with store() as work:
        for check in (deposit, older, a_check(check_id="f3", customer=FABRIKAM)):
            work.credits.put_down(check)
        work.commit()
    with store.reading() as work:
        assert work.credits.checks(CONTOSO) == [deposit, older]
        assert work.credits.check("f1") == older
