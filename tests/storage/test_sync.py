"""Rounds and drifts, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from core.domain.drift import DriftKind
from core.domain.sync import Round
from core.ports.sync import FoundDrift
from storage.unit_of_work import SqlStore
from tests.builders import CONTOSO, EXCHANGE, FABRIKAM, NOW, a_customer

ROUND = Round(
    "main", NOW, listed=True, cursor=CONTOSO.tenant_id, read=7, subscriptions=20, unread=1,
    finished_at=NOW - timedelta(hours=1), minute=NOW, spent=40, holder="me", held_until=NOW,
    trouble="503",
)  # fmt: skip
DRIFT = FoundDrift(
    "d-1", CONTOSO, EXCHANGE, "Exchange Online", DriftKind.SEATS, "10", "12", NOW, "m@example.com"
)


def test_a_round_is_kept_as_it_stands(store: SqlStore) -> None:
    for round in (ROUND, replace(ROUND, cursor="", open=False, minute=None)):
        with store() as work:
            work.sync.put(round)
            work.commit()
        with store.reading() as work:
            assert work.sync.round("main") == round
            assert work.sync.round("china") is None


def test_customers_come_in_the_order_of_their_tenants_and_each_once(store: SqlStore) -> None:
    with store() as work:
        work.customers.save([a_customer(key=FABRIKAM), a_customer(key=CONTOSO)])
        work.commit()
    first, second = sorted((CONTOSO, FABRIKAM))
    with store.reading() as work:
        account = first.account
        assert work.sync.next_customer(account, "") == first
        assert work.sync.next_customer(account, first.tenant_id) == second
        assert work.sync.next_customer(account, second.tenant_id) is None
        assert work.sync.customers(account) == 2
        assert work.sync.customers("nobody") == 0


def test_drifts_are_found_again_by_id_and_from_a_moment_on(store: SqlStore) -> None:
    later = replace(DRIFT, drift_id="d-0", found_at=NOW + timedelta(hours=1))
    with store() as work:
        work.sync.add_drift(later)
        work.sync.add_drift(DRIFT)
        work.commit()
    with store.reading() as work:
        assert work.sync.drift("d-1") == DRIFT
        assert work.sync.drifts_since(NOW) == [DRIFT, later]
        assert work.sync.drifts_since(NOW + timedelta(minutes=1)) == [later]
