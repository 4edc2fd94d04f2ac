"""What tells of fraud: everything of each customer that is asked for, and of nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from core.domain.customers import CustomerKey, MappingState
from core.domain.intakes import Intake
from core.domain.spending import Spending, ToDate
from core.ports.profiles import Profile
from core.ports.store import Store, Work
from tests.a_letter import ADDRESS, a_contact
from tests.builders import (
    CONTOSO,
    FABRIKAM,
    NOW,
    a_customer,
    a_debtor,
    a_sheet_row,
    a_snapshot,
    eur,
)
from tests.storage.test_signals import a_signal
from tests.storage.test_sync import DRIFT

A_DAY = timedelta(days=1)
# The same tenant, at another account.
ELSEWHERE = CustomerKey("china", CONTOSO.tenant_id)
SPENT = Spending(CONTOSO, "Contoso", eur("120"), eur("100"), NOW)
INTAKE = Intake(CONTOSO, NOW, "DE", agreed=False)


def profile_of(work: Work, key: CustomerKey) -> Profile:
    asked = [FABRIKAM, CONTOSO, ELSEWHERE]
    found = work.profiles.of(asked, drifts_since=NOW, spent_since=NOW.date())
    assert list(found) == asked
    return found[key]


def fill(work: Work) -> None:
    work.customers.save([a_customer(), a_customer(key=FABRIKAM)])
    work.signals.add(a_signal(first_seen=NOW, signal_id="2" * 36, key="newer"))
    work.signals.add(a_signal(first_seen=NOW - A_DAY))
    for number, at in enumerate((NOW + A_DAY, NOW, NOW - A_DAY)):
        work.sync.add_drift(
            replace(DRIFT, customer=CONTOSO, drift_id=f"{number}" * 36, found_at=at)
        )
    work.spend.note([replace(SPENT, counted_at=NOW + day * A_DAY) for day in (1, 0, -1)])
    work.bills.save_spending(CONTOSO.account, [SPENT])
    work.intakes.put(INTAKE)
    work.contacts.save(a_contact())


def test_each_customer_has_its_own(store: Store) -> None:
    with store() as work:
        fill(work)
        ours = profile_of(work, CONTOSO)
        assert [one.key for one in ours.signals] == ["EUR:2026-10-10", "newer"]
        assert [one.found_at for one in ours.drifts] == [NOW, NOW + A_DAY]
        days = [NOW.date(), NOW.date() + A_DAY]
        assert ours.spent == {"EUR": [ToDate(day, Decimal(120)) for day in days]}
        assert (ours.spending, ours.intake) == (SPENT, INTAKE)
        assert ours.addresses == {ADDRESS}
        for key in (FABRIKAM, ELSEWHERE):
            assert profile_of(work, key) == Profile(key, [], [], {}, None, frozenset(), None)


@pytest.mark.parametrize(
    ("mapping", "found"),
    [
        pytest.param(MappingState.CONFIRMED, {"dues@contoso.example"}, id="confirmed"),
        pytest.param(MappingState.PROPOSED, set(), id="only-proposed"),
    ],
)
def test_addresses_in_the_books_count_once_somebody_said_whose_they_are(
    store: Store, mapping: MappingState, found: set[str]
) -> None:
    snapshot = a_snapshot()
    with store() as work:
        work.customers.save([a_customer()])
        work.books.begin(snapshot)
        row = replace(a_sheet_row(), billing_email="dues@contoso.example")
        work.books.write(snapshot.snapshot_id, [row])
        work.books.save_debtor(a_debtor(mapping=mapping))
        work.books.make_current(replace(snapshot, state="current"), None)
        assert profile_of(work, CONTOSO).addresses == found
