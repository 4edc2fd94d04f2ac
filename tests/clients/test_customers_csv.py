"""customers.v1: whole or not at all, and every problem by its line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from clients.customers_csv import COLUMNS, read_customers
from core.domain.customers import CustomerKey, Generation
from core.domain.errors import ImportRefused
from core.ports.records import RowProblem

TENANT, OTHER = "0ce90000-0000-4000-8000-000000000001", "0ce90000-0000-4000-8000-000000000002"
SUBS = [f"5b0c0000-0000-4000-8000-00000000000{n}" for n in range(4)]


def row(**changes: str) -> dict[str, str]:
    return {
        "tenant_id": TENANT,
        "customer_name": "Bäckerei Sommer",
        "domain": "baeckerei-sommer.example",
        "country": "DE",
        "subscription_id": SUBS[0],
        "subscription_name": "Business Premium",
        "seats": "12",
        "kind": "new-commerce",
        "status": "active",
        "term_ends": "2027-03-31",
        "auto_renew": "yes",
        **changes,
    }


def write(folder: Path, *rows: dict[str, str], header: tuple[str, ...] = COLUMNS) -> Path:
    path = folder / "customers.csv"
    lines = [",".join(header), *(",".join(r.get(name, "") for name in header) for r in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def problems(path: Path) -> list[tuple[str, int]]:
    with pytest.raises(ImportRefused) as caught:
        read_customers(path, "shop")
    listed = caught.value.facts["problems"]
    assert isinstance(listed, list)
    return [(one.problem, one.line) for one in listed if isinstance(one, RowProblem)]


def test_a_customer_comes_with_all_its_subscriptions(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        row(),
        row(subscription_id=SUBS[1].upper(), kind="legacy", term_ends="", auto_renew="no"),
        row(tenant_id=OTHER, customer_name="Kiosk", domain="Kiosk.example", country="fr",
            subscription_id=SUBS[2]),
    )  # fmt: skip
    found = read_customers(path, "shop")

    (first, subscriptions), (second, _) = found.items()
    assert (first.key, first.name) == (CustomerKey("shop", TENANT), "Bäckerei Sommer")
    assert (second.domain, second.country) == ("kiosk.example", "FR")
    assert [s.subscription_id for s in subscriptions] == SUBS[:2]
    assert subscriptions[0].commitment_ends == datetime(2027, 3, 31, tzinfo=UTC)
    assert [s.generation for s in subscriptions] == [Generation.NEW_COMMERCE, Generation.LEGACY]
    assert [s.auto_renew for s in subscriptions] == [True, False]


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"tenant_id": "not one"}, "bad_guid"),
        ({"subscription_id": ""}, "missing"),
        ({"customer_name": ""}, "missing"),
        ({"domain": "d" * 201}, "too_long"),
        ({"country": "Germany"}, "unknown_word"),
        ({"seats": "12.5"}, "bad_seats"),
        ({"seats": "-1"}, "bad_seats"),
        ({"kind": "unknown"}, "unknown_word"),
        ({"status": "paused"}, "unknown_word"),
        ({"term_ends": "31.03.2027"}, "bad_date"),
        ({"auto_renew": "maybe"}, "unknown_word"),
        ({"customer_name": "One, Two"}, "wrong_length"),
    ],
    ids=str,
)
def test_one_bad_row_refuses_the_whole_list(
    tmp_path: Path, changes: dict[str, str], key: str
) -> None:
    path = write(tmp_path, row(subscription_id=SUBS[1]), row(**changes))
    assert problems(path) == [(key, 3)]


def test_rows_have_to_agree(tmp_path: Path) -> None:
    assert problems(write(tmp_path, row(), row())) == [("double_subscription", 3)]
    other = row(subscription_id=SUBS[1], customer_name="Somebody else")
    assert problems(write(tmp_path, row(), other)) == [("other_customer", 3)]


def test_the_header_is_exact(tmp_path: Path) -> None:
    short = tuple(name for name in COLUMNS if name != "seats")
    assert problems(write(tmp_path, row(), header=(*short, "chairs"))) == [
        ("missing_column", 1), ("unknown_column", 1),
    ]  # fmt: skip
    assert problems(write(tmp_path, row(), header=(*COLUMNS, "seats"))) == [("double_column", 1)]
    assert problems(write(tmp_path)) == [("no_rows", 0)]
