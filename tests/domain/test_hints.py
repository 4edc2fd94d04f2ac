"""What a hint is good for, and which ids stand in its address."""

from __future__ import annotations

import pytest

from core.domain.hints import Wants, customer_in, subscription_in, wanted

TENANT = "11111111-2222-4333-8444-555555555555"
BOUGHT = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"


@pytest.mark.parametrize(
    ("event", "wants"),
    [
        ("subscription-updated", Wants.CUSTOMER),
        ("Subscription-Updated", Wants.CUSTOMER),
        ("invoice-ready", Wants.BILLING),
        ("usagerecords-thresholdExceeded", Wants.USAGE),
        ("azure-fraud-event-detected", Wants.FRAUD),
        ("reseller-relationship-accepted-by-customer", Wants.CUSTOMER),
        ("indirect-reseller-relationship-accepted-by-customer", Wants.CUSTOMER),
        ("dap-admin-relationship-terminated-by-microsoft", Wants.CUSTOMER),
        ("granular-admin-relationship-expired", Wants.CUSTOMER),
        ("test-created", Wants.NOTHING),
        ("referral-created", None),
        ("something-of-next-year", None),
    ],
)
def test_an_event_is_good_for_one_thing(event: str, wants: Wants | None) -> None:
    assert wanted(event) is wants


@pytest.mark.parametrize(
    "address",
    [
        f"/v1/customers/{TENANT}/subscriptions/{BOUGHT}",
        f"/webhooks/v1/customers/{TENANT}/subscriptions/{BOUGHT}",
        f"http://api.partnercenter.microsoft.com/webhooks/v1/customers/{TENANT}/subscriptions/{BOUGHT}",
        f"https://evil.example/customers/{TENANT}/subscriptions/{BOUGHT}?x=1",
        f"/v1/Customers/{TENANT.upper()}/Subscriptions/{BOUGHT.upper()}",
    ],
)
def test_ids_are_found_behind_any_beginning(address: str) -> None:
    assert (customer_in(address), subscription_in(address)) == (TENANT, BOUGHT)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/v1/customers/usagerecords",
        f"/v1/customers/{TENANT}0",
        f"/v1/customers/../{TENANT}",
        f"/v1/customers/{TENANT[:-1]}",
        f"/v1/customers/{TENANT[:-1]}g/subscriptions/{BOUGHT[:-1]}%",
        f"/v1/mycustomers/{TENANT}",
        "/v1/customers/" + "../" * 12,
    ],
)
def test_what_is_no_guid_is_no_id(address: str) -> None:
    assert (customer_in(address), subscription_in(address)) == ("", "")


def test_a_fraud_event_names_its_subscription_behind_a_question_mark() -> None:
    address = f"/v1/fraudEvents?EventStatus=Active&SubscriptionId={BOUGHT}"
    assert (customer_in(address), subscription_in(address)) == ("", BOUGHT)
    assert subscription_in(f"/v1/fraudEvents?SubscriptionId={BOUGHT}&EventStatus=Active") == BOUGHT
