"""Audit records of the Partner Center stand-in: who changed what, and how far back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from sandbox.data.partner import CONTOSO
from tests.sandbox.partner_center_desk import Desk, running

Resource = dict[str, Any]


@pytest.fixture
def desk() -> Iterator[Desk]:
    with running() as made:
        yield made


def records(desk: Desk, query: str = "") -> list[Resource]:
    found: list[Resource] = desk.read(f"auditrecords?{query}")["items"]
    return found


def filtered(desk: Desk, field: str, value: str, operator: str) -> str:
    asked = {"Field": field, "Value": value, "Operator": operator}
    return f"filter={quote(json.dumps(asked))}"


def suspend(desk: Desk, domain: str, offer: str) -> None:
    customer, found = desk.subscription(domain, offer)
    assert desk.patch(found, customer=customer, status="suspended").status_code == 200


def test_a_change_is_told_with_both_values_and_whose_it_was(desk: Desk) -> None:
    suspend(desk, "contoso", "Microsoft 365 Business Premium")
    _, phone = desk.subscription("contoso", "Teams Phone")
    desk.portal(subscription_id=phone["id"], set={"status": "suspended"})

    in_portal, by_us = records(desk)

    assert json.loads(by_us["resourceOldValue"])["Status"] == "active"
    assert json.loads(by_us["resourceNewValue"])["Status"] == "suspended"
    assert (by_us["operationType"], by_us["resourceType"]) == (
        "update_subscription",
        "subscription",
    )
    assert (by_us["userPrincipalName"], by_us["customerId"]) == ("", CONTOSO)
    assert by_us["applicationId"]
    assert (in_portal["userPrincipalName"], in_portal["applicationId"]) == (
        "admin.agent@partner.example",
        "",
    )


def test_budgets_and_relationships_have_their_own_operations(desk: Desk) -> None:
    customer, _ = desk.subscription("lumen-labs", "Azure plan")
    headers = {"Authorization": f"Bearer {desk.token}"}
    path = f"/partner-center/main/v1/customers/{customer}/usagebudget"
    desk.http.patch(path, json={"amount": 5}, headers=headers)
    desk.portal(customer_id=customer, set={"relationshipToPartner": "none"})

    assert [one["operationType"] for one in records(desk)] == [
        "remove_partner_customer_relationship",
        "update_customer_spending_budget",
    ]


def test_the_window_is_thirty_days_and_ninety_at_most(desk: Desk) -> None:
    suspend(desk, "contoso", "Microsoft 365 Business Premium")
    desk.move_clock(to="2026-11-20T08:00:00Z")
    contoso = filtered(desk, "CustomerId", CONTOSO, "equals")

    assert records(desk, contoso) == []
    assert len(records(desk, f"{contoso}&startDate=2026-10-12")) == 1
    assert len(records(desk, f"{contoso}&startDate=2026-10-01&endDate=2026-10-12")) == 1
    assert records(desk, f"{contoso}&startDate=2026-10-13&endDate=2026-10-30") == []


@pytest.mark.parametrize(
    "query",
    [
        "startDate=2026-07-13",
        "startDate=2026-10-10&endDate=2026-10-09",
        "startDate=yesterday",
        'filter={"Field":"CompanyName","Value":"x","Operator":"equals"}',
        'filter={"Field":"Nothing","Value":"x","Operator":"equals"}',
        "filter=x",
    ],
    ids=["too-old", "backwards", "no-date", "operator", "field", "no-json"],
)
def test_what_cannot_be_answered_is_refused(desk: Desk, query: str) -> None:
    assert desk.get(f"auditrecords?{query}").status_code == 400


def test_records_are_filtered_and_paged(desk: Desk) -> None:
    suspend(desk, "contoso", "Microsoft 365 Business Premium")
    suspend(desk, "contoso", "Exchange Online")
    suspend(desk, "fabrikam-medien", "Microsoft 365 E3")
    everything = [one["id"] for one in records(desk)]

    by_name = filtered(desk, "CompanyName", "ontoso h", "substring")
    assert len(records(desk, by_name)) == 2
    assert len(records(desk, filtered(desk, "CustomerId", CONTOSO, "equals"))) == 2
    assert records(desk, filtered(desk, "ResourceType", "order", "equals")) == []

    first = desk.read(f"auditrecords?{by_name}&size=1")
    link = first["links"]["next"]
    headers = {one["key"]: one["value"] for one in link["headers"]}
    second = desk.get(link["uri"].lstrip("/"), **headers).json()
    seen = [one["id"] for page in (first, second) for one in page["items"]]
    assert seen == [id for id in everything if id in seen]
    assert len(seen) == 2
