"""The further accounts of the stand-in: US Government, and a reseller who may not call."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import httpx
import pytest

from sandbox.data import partner
from sandbox.data.receivables import receivables
from tests.sandbox.partner_center_desk import CREDENTIALS, running

MONDAY = datetime(2026, 10, 12, 6, 30, tzinfo=UTC)


def test_ids_are_used_once_across_all_accounts() -> None:
    accounts = partner.every_account()
    ids = [id for account in accounts for id in account.customers]
    ids += [s["id"] for account in accounts for _, s in account.all_subscriptions()]

    assert [account.name for account in accounts] == ["main", "china", "us", "shop"]
    assert [id for id, times in Counter(ids).items() if times > 1] == []
    assert {account.name: len(account.customers) for account in partner.further_accounts()} == {
        "us": 3,
        "shop": 2,
    }


def test_us_government_has_what_is_global_and_its_own_money() -> None:
    with running("us") as us:
        customer, premium = us.subscription("marlow-falls", "Microsoft 365 Business Premium")
        suspended = us.patch(premium, customer=customer, status="suspended")
        answers = [us.get(path) for path in ("customers", "auditrecords", "invoices/summary")]
        usage = us.read("customers/usagerecords")["items"]

    assert suspended.json()["status"] == "suspended"
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert {one["currencyCode"] for one in usage} == {"USD"}
    assert usage[0]["totalCost"] == usage[0]["usdTotalCost"] == pytest.approx(11 * 239.40)


def test_a_us_customer_is_inside_the_window_and_another_renews_soon() -> None:
    with running("us") as us:
        customer, fresh = us.subscription("cedar-water", "Microsoft 365 E3")
        assert us.patch(fresh, customer=customer, status="deleted").json()["status"] == "deleted"

        customer, old = us.subscription("marlow-falls", "Microsoft 365 Business Premium")
        us.move_clock(to="2026-11-06T08:00:00Z")
        after = us.read(f"customers/{customer}/subscriptions/{old['id']}")

    assert after["cancellationAllowedUntilDate"].startswith("2026-11-12")


def test_a_reseller_has_no_access_at_all() -> None:
    with running() as desk:
        tenant, client_id, secret = (
            partner.SHOP_TENANT,
            partner.SHOP_CLIENT,
            partner.SHOP_SECRET,
        )
        form = {
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": secret,
            "resource": f"{desk.url}/partner-center/shop",
        }
        token: httpx.Response = desk.http.post(f"/login/shop/{tenant}/oauth2/token", data=form)
        called = desk.get("customers", account="shop")
        (moewe, lindholm) = desk.control("customers?account=shop")
        done = desk.portal(
            subscription_id=moewe["subscriptions"][0]["id"], set={"status": "suspended"}
        )

    assert (token.status_code, token.json()["error"]) == (401, "unauthorized_client")
    assert (called.status_code, called.json()["code"]) == (401, "900420")
    assert done.json()["status"] == "suspended"
    assert lindholm["companyProfile"]["domain"] == "toepferei-lindholm.example"
    assert "shop" not in CREDENTIALS


def test_the_books_hold_their_customers_when_asked() -> None:
    usual, further = receivables(as_of=MONDAY), receivables(as_of=MONDAY, further=True)
    known = {id for account in partner.further_accounts() for id in account.customers}

    assert {row["tenant_id"] for row in further[len(usual) :]} == known
    assert not known & {row["tenant_id"] for row in usual}
    assert max(Counter(row["document_id"] for row in further).values()) == 1
