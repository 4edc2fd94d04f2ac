"""Azure spend by day, and how customers came to us."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from core.domain.intakes import Intake
from core.domain.spending import Spending, ToDate
from core.ports.store import Store
from tests.builders import CONTOSO, FABRIKAM, NOW, a_customer, eur

TENTH = date(2026, 10, 10)
COUNTED = datetime(2026, 10, 11, tzinfo=UTC)
SPENT = Spending(CONTOSO, "Contoso", eur("120.123456"), counted_at=COUNTED)


def test_the_newest_count_of_a_day_holds(store: Store) -> None:
    with store() as work:
        work.spend.note([SPENT, replace(SPENT, counted_at=COUNTED + timedelta(hours=1))])
        work.spend.note([replace(SPENT, spent=eur("130"))])
        work.spend.note([replace(SPENT, spent=None), replace(SPENT, counted_at=None)])
        work.spend.note([replace(SPENT, customer=FABRIKAM)])
        work.commit()
    tenth, eleventh = ToDate(TENTH, Decimal(130)), ToDate(date(2026, 10, 11), Decimal("120.123456"))
    with store() as work:
        assert work.spend.of(CONTOSO, TENTH) == {"EUR": [tenth, eleventh]}
        assert work.spend.of(CONTOSO, date(2026, 10, 11)) == {"EUR": [eleventh]}
        assert work.spend.customers("main", date(2026, 10, 11)) == [CONTOSO]
        assert work.spend.customers("main", TENTH) == [CONTOSO, FABRIKAM]
        assert work.spend.customers("other", TENTH) == []
        work.spend.forget(date(2026, 10, 11))
        assert work.spend.of(CONTOSO, TENTH) == {"EUR": [eleventh]}


def test_who_was_never_read_comes_first_and_an_agreement_is_asked_for_again(store: Store) -> None:
    other = a_customer(key=FABRIKAM)
    with store() as work:
        work.customers.save([a_customer(), other])
        assert work.intakes.due("main", NOW, 5) == [CONTOSO, FABRIKAM]
        without = Intake(CONTOSO, NOW, "DE", agreed=False)
        work.intakes.put(without)
        later = NOW + timedelta(days=1)
        assert work.intakes.due("main", NOW, 5) == [FABRIKAM]
        assert work.intakes.due("main", later, 5) == [FABRIKAM, CONTOSO]
        assert work.intakes.due("main", later, 1) == [FABRIKAM]
        assert work.intakes.due("other", later, 5) == []
        work.intakes.put(replace(without, agreed=True, agreed_on=TENTH))
        work.customers.save([replace(other, relationship="none")])
        assert work.intakes.due("main", later, 5) == []
