"""What we owe Microsoft and what customers spend, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from core.domain.billing import Balance
from core.domain.money import Money
from core.domain.spending import Spending
from core.ports.bills import Owed, Unpaid
from storage.unit_of_work import SqlStore
from tests.builders import CONTOSO, FABRIKAM, NOW


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


OWED = Owed(
    Balance(eur("812.405"), date(2026, 10, 1), eur("20"), date(2026, 9, 1), date(2026, 10, 6)),
    Unpaid("G001", date(2026, 8, 6), date(2026, 10, 5), eur("800.10")),
    NOW,
)
NOTHING = Owed(Balance(Money(Decimal(0), "CNY")), None, NOW)
SPENT = Spending(CONTOSO, "Contoso", eur("120.5"), eur("100"), NOW)


def test_balances_are_replaced_whole(store: SqlStore) -> None:
    for found in ([OWED, NOTHING], [replace(OWED, unpaid=None)]):
        with store() as work:
            work.bills.save_owed("main", found)
            work.commit()
        with store.reading() as work:
            assert sorted(work.bills.owed("main"), key=str) == sorted(found, key=str)
            assert work.bills.owed("china") == []


def test_spending_is_replaced_whole_and_unknown_stays_unknown(store: SqlStore) -> None:
    unknown = Spending(FABRIKAM, "Fabrikam", None)
    with store() as work:
        work.bills.save_spending("main", [SPENT, replace(unknown, customer=CONTOSO)][:1])
        work.bills.save_spending(FABRIKAM.account, [SPENT, unknown])
        work.commit()
    with store.reading() as work:
        assert work.bills.spending(CONTOSO) == SPENT
        assert work.bills.spending(FABRIKAM) == unknown
    with store() as work:
        work.bills.save_spending(CONTOSO.account, [])
        work.commit()
    with store.reading() as work:
        assert work.bills.spending(CONTOSO) is None
