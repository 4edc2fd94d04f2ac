"""Azure spend and budgets in the Partner Center stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.sandbox.partner_center_desk import Desk, running

LUMEN_A_DAY = 312.40 + 41.80


@pytest.fixture
def desk() -> Iterator[Desk]:
    with running() as made:
        made.options(entitlement_reads=0)
        yield made


def lumen(desk: Desk) -> str:
    return desk.subscription("lumen-labs", "Azure plan")[0]


def cost(desk: Desk) -> float:
    return float(desk.read(f"customers/{lumen(desk)}/usagesummary")["totalCost"])


def set_budget(desk: Desk, customer: str, amount: object) -> httpx.Response:
    path = f"/partner-center/{desk.account}/v1/customers/{customer}/usagebudget"
    body = {"Amount": amount, "Attributes": {"ObjectType": "SpendingBudget"}}
    return desk.http.patch(path, json=body, headers={"Authorization": f"Bearer {desk.token}"})


def record(desk: Desk) -> dict[str, Any]:
    found = {one["resourceId"]: one for one in desk.read("customers/usagerecords")["items"]}
    one: dict[str, Any] = found[lumen(desk)]
    return one


def test_spend_is_counted_to_the_last_midnight_and_begins_anew_each_month(desk: Desk) -> None:
    assert cost(desk) == pytest.approx(11 * LUMEN_A_DAY)
    desk.move_clock(advance="P2D")
    assert cost(desk) == pytest.approx(13 * LUMEN_A_DAY)
    desk.move_clock(to="2026-11-02T09:00:00Z")
    assert cost(desk) == pytest.approx(LUMEN_A_DAY)


def test_what_was_cancelled_costs_no_more(desk: Desk) -> None:
    customer, plan = desk.subscription("lumen-labs", "Azure plan")
    path = f"customers/{customer}/subscriptions/{plan['id']}/azureEntitlements"
    production = desk.read(path)["items"][0]["id"]
    desk.move_clock(to="2026-10-20T00:00:00Z")
    desk.post(f"{path}/{production}/cancel", {"cancellationReason": "compromise"})
    desk.move_clock(to="2026-10-30T09:00:00Z")
    assert cost(desk) == pytest.approx(19 * 312.40 + 29 * 41.80, abs=1)

    desk.post(f"{path}/{production}/reactivate")
    desk.move_clock(to="2026-10-31T12:00:00Z")

    assert cost(desk) == pytest.approx(19.6 * 312.40 + 30 * 41.80, abs=10)


def test_a_budget_is_set_read_and_taken_away_and_stops_nothing(desk: Desk) -> None:
    customer = lumen(desk)
    assert desk.read(f"customers/{customer}/usagebudget")["amount"] is None

    assert set_budget(desk, customer, 2000).json()["amount"] == 2000

    assert record(desk)["percentUsed"] == pytest.approx(11 * LUMEN_A_DAY / 20, abs=0.01)
    assert desk.read("usagesummary")["customersOverBudget"] == 1
    change = desk.control("changes")[-1]
    assert (change["customer_id"], change["changed"]) == (customer, {"amount": [None, 2000]})
    assert set_budget(desk, customer, None).json()["amount"] is None
    assert desk.read("usagesummary")["customersOverBudget"] == 0


@pytest.mark.parametrize("amount", ["100", -1, True], ids=["text", "below", "truth"])
def test_a_budget_is_a_number(desk: Desk, amount: object) -> None:
    assert set_budget(desk, lumen(desk), amount).status_code == 400


def test_a_budget_may_be_spelt_as_in_an_old_sample(desk: Desk) -> None:
    set_budget(desk, lumen(desk), 100)
    assert desk.options(ammount=True).status_code == 200

    assert desk.read(f"customers/{lumen(desk)}/usagebudget")["ammount"] == 100
    assert "amount" not in record(desk)["budget"]


def test_only_customers_with_azure_have_records(desk: Desk) -> None:
    found = desk.read("customers/usagerecords")

    assert found["totalCount"] == 4
    assert {one["isUpgraded"] for one in found["items"]} == {True}
    assert {one["currencyCode"] for one in found["items"]} == {"EUR"}


def test_a_plan_has_its_own_summary_and_record(desk: Desk) -> None:
    customer, plan = desk.subscription("lumen-labs", "Azure plan")
    path = f"customers/{customer}/subscriptions"

    alone = desk.read(f"{path}/{plan['id']}/usagesummary")
    (listed,) = desk.read(f"{path}/usagerecords")["items"]

    assert alone["totalCost"] == listed["totalCost"] == pytest.approx(11 * LUMEN_A_DAY)


def test_in_21vianet_nobody_asks() -> None:
    with running("china") as china:
        customer, _ = china.subscription("yunjin-textile", "Office 365 E3")
        answers = [
            china.get("customers/usagerecords"),
            set_budget(china, customer, 1),
            china.get("usagesummary"),
        ]

    assert {(one.status_code, one.json()["code"]) for one in answers} == {(400, "900127")}


def test_what_costs_more_from_now_on_shows_in_the_days_that_follow(desk: Desk) -> None:
    (owner,) = [one for one in desk.control("customers") if one["id"] == lumen(desk)]
    azure = owner["entitlements"][0]["id"]
    before = cost(desk)
    lever = "/sandbox/partner-center/money"
    asked = {"account": desk.account, "entitlement_id": azure, "extra_per_day": 900}
    assert desk.http.post(lever, json=asked).status_code == 200
    desk.move_clock(advance="P2D")
    gone = cost(desk) - before - 2 * LUMEN_A_DAY
    assert 900 < gone < 1800
    assert desk.http.post(lever, json=asked | {"extra_per_day": 0}).status_code == 200
    ended = cost(desk)
    desk.move_clock(advance="P2D")
    rest = cost(desk) - ended - 2 * LUMEN_A_DAY
    assert rest == pytest.approx(1800 - gone)
    for wrong in ({"extra_per_day": -1}, {"entitlement_id": "nobody"}):
        assert desk.http.post(lever, json=asked | wrong).status_code in (400, 404)
