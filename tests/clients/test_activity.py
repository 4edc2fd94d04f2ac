"""Activity records: who did it, by which door, and to what."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest

from clients.activity import ActivityReader
from clients.partner_center import PartnerCenterClient
from core.domain.activity import Activity, who_set
from core.domain.customers import CustomerKey
from core.ports.outside import Missing, Unreachable
from tests.clients.scripted import KEY, OTHER, SUBSCRIPTION, TENANT, PartnerScript, listed, said
from tests.clients.stand_in import CONTOSO, set_status
from tests.sandbox.partner_center_desk import Desk

SINCE, UNTIL = date(2026, 10, 1), date(2026, 10, 12)
RECORD = {
    "id": "1f0e_7",
    "partnerId": OTHER,
    "customerId": TENANT,
    "customerName": "Contoso",
    "userPrincipalName": "agent@partner.example",
    "applicationId": "",
    "resourceType": "subscription",
    "resourceOldValue": json.dumps({"Id": SUBSCRIPTION, "Status": "active"}),
    "resourceNewValue": json.dumps({"Id": SUBSCRIPTION.upper(), "Status": "suspended"}),
    "operationType": "update_subscription",
    "operationDate": "2026-10-11T09:12:13.4567",
    "operationStatus": "succeeded",
    "customizedData": [],
    "attributes": {"objectType": "AuditRecord"},
}


def activity(record: dict[str, Any]) -> list[Activity]:
    script = PartnerScript(said(listed([record])))
    return list(ActivityReader(script.client().lines).activity(KEY, SINCE, UNTIL))


def test_a_record_says_who_by_which_door_and_what_became_of_it() -> None:
    [found] = activity(RECORD)
    assert found == Activity(
        record_id="1f0e_7",
        at=datetime(2026, 10, 11, 9, 12, 13, 456700, tzinfo=UTC),
        tenant_id=TENANT,
        operation="update_subscription",
        outcome="succeeded",
        person="agent@partner.example",
        subscription_id=SUBSCRIPTION,
        status="suspended",
    )


def test_the_question_names_days_and_customer() -> None:
    script = PartnerScript(said(listed([])))
    assert list(ActivityReader(script.client().lines).activity(KEY, SINCE, UNTIL)) == []
    asked = dict(httpx.QueryParams(script.requests[0].url.query))
    assert (asked["startDate"], asked["endDate"]) == ("2026-10-01", "2026-10-12")
    wanted = {"Field": "CustomerId", "Value": TENANT, "Operator": "equals"}
    assert json.loads(asked["filter"]) == wanted


@pytest.mark.parametrize(
    ("changed", "subscription", "status"),
    [
        ({"resourceNewValue": "no JSON"}, "", ""),
        ({"resourceNewValue": None}, "", ""),
        ({"resourceNewValue": "[1]"}, "", ""),
        ({"resourceNewValue": "[" * 100_000}, "", ""),
        (
            {
                "resourceNewValue": "{}",
                "customizedData": [3, {"key": "SubscriptionId", "value": SUBSCRIPTION}],
            },
            SUBSCRIPTION,
            "",
        ),
        ({"resourceType": "customer"}, "", "suspended"),
    ],
    ids=["words", "none", "a list", "deep", "beside it", "another resource"],
)
def test_what_cannot_be_read_of_a_record_stays_empty(
    changed: dict[str, Any], subscription: str, status: str
) -> None:
    [found] = activity(RECORD | changed)
    assert (found.subscription_id, found.status) == (subscription, status)


def test_records_of_others_are_none_of_ours() -> None:
    assert activity(RECORD | {"customerId": OTHER}) == []
    with pytest.raises(Unreachable):
        activity(RECORD | {"operationDate": "9999-12-31T00:00:00"})
    with pytest.raises(Missing):
        reader = ActivityReader(PartnerScript(said(listed([]))).client().lines)
        list(reader.activity(CustomerKey("main", "x"), SINCE, UNTIL))


# The stand-in


def test_the_stand_in_tells_a_portal_from_a_program(
    desk: Desk, client: PartnerCenterClient
) -> None:
    first, second = [
        one for one in client.subscriptions(CONTOSO) if one.status == "active" and one.etag
    ][:2]
    by_program, by_hand = first.subscription_id, second.subscription_id
    set_status(client, client.read(CONTOSO, by_program), "suspended")
    done = desk.portal(subscription_id=by_hand, set={"status": "suspended"})
    assert done.status_code == 200, done.text

    today = datetime.fromisoformat(desk.http.get("/clock").json()["now"]).date()
    found = list(ActivityReader(client.lines).activity(CONTOSO, SINCE, today))

    program, person = (who_set(found, one, "suspended") for one in (by_program, by_hand))
    assert program is not None and person is not None
    assert program.application and not program.person
    assert person.person and not person.application
    assert who_set(found, by_hand, "active") is None


def test_in_china_nothing_is_asked(client: PartnerCenterClient) -> None:
    with pytest.raises(Unreachable, match="has no activity records"):
        list(ActivityReader(client.lines).activity(CustomerKey("china", TENANT), SINCE, UNTIL))
