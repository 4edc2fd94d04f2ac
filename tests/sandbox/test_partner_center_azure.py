"""Azure plans in the Partner Center stand-in: subscriptions under a plan, and their order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.sandbox.partner_center_desk import Desk, running

Resource = dict[str, Any]
COMPROMISE = {"cancellationReason": "compromise"}


@pytest.fixture
def desk() -> Iterator[Desk]:
    with running() as made:
        made.options(entitlement_reads=0)
        yield made


class AzurePlan:
    """An Azure plan and what is asked of the subscriptions under it."""

    def __init__(self, desk: Desk, domain: str) -> None:
        self.desk = desk
        self.customer, plan = desk.subscription(domain, "Azure plan")
        self.id = plan["id"]
        self.path = f"customers/{self.customer}/subscriptions/{self.id}/azureEntitlements"

    def listed(self) -> list[Resource]:
        found: list[Resource] = self.desk.read(self.path)["items"]
        return found

    def one(self, name: str) -> str:
        (found,) = [str(one["id"]) for one in self.listed() if one["friendlyName"] == name]
        return found

    def ask(self, id: str, verb: str, body: object = None, request_id: str = "") -> httpx.Response:
        return self.desk.post(f"{self.path}/{id}/{verb}", body, request_id=request_id)

    def status(self, id: str) -> str:
        return str(self.desk.control(f"entitlements/{id}")["status"])

    def patch(self, status: str) -> httpx.Response:
        stored = self.desk.control(f"subscriptions/{self.id}")
        return self.desk.patch(stored, customer=self.customer, status=status)


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_plan_is_paid_by_use_and_never_ends(desk: Desk) -> None:
    plan = AzurePlan(desk, "lumen-labs")

    found = desk.read(f"customers/{plan.customer}/subscriptions/{plan.id}")

    assert (found["billingType"], found["unitType"]) == ("usage", "Usage-based")
    assert found["commitmentEndDate"].startswith("9999-")
    assert not {"termDuration", "cancellationAllowedUntilDate"} & found.keys()


def test_what_is_under_a_plan_is_listed_and_read_alone(desk: Desk) -> None:
    plan = AzurePlan(desk, "lumen-labs")

    listed = plan.listed()

    assert [(one["friendlyName"], one["status"]) for one in listed] == [
        ("Lumen production", "active"),
        ("Lumen staging", "active"),
        ("Lumen old demo", "inactive"),
    ]
    assert {one["subscriptionId"] for one in listed} == {plan.id}
    assert desk.read(f"{plan.path}/{listed[0]['id'].upper()}") == listed[0]
    assert code(desk.get(f"{plan.path}/{uuid4()}")) == (404, "800111")


def test_a_licence_has_nothing_under_it(desk: Desk) -> None:
    customer, licence = desk.subscription("contoso", "Teams Phone")

    found = desk.read(f"customers/{customer}/subscriptions/{licence['id']}/azureEntitlements")

    assert found["items"] == []


def test_a_plan_is_suspended_after_what_is_under_it_and_activated_before(desk: Desk) -> None:
    plan = AzurePlan(desk, "tidewater-robotics")
    first, second = (str(one["id"]) for one in plan.listed())

    assert plan.ask(first, "cancel", COMPROMISE).status_code == 200
    assert code(plan.patch("suspended")) == (403, "900115")
    assert plan.ask(second, "cancel", COMPROMISE).status_code == 200
    assert plan.patch("suspended").status_code == 200

    assert code(plan.ask(first, "reactivate")) == (409, "27009")
    assert plan.patch("active").status_code == 200
    answer = plan.ask(first, "reactivate")
    assert (answer.status_code, answer.content) == (202, b"")
    assert (plan.status(first), plan.status(second)) == ("active", "inactive")


def test_a_change_is_seen_late_and_the_plan_waits_for_it(desk: Desk) -> None:
    desk.options(entitlement_reads=2)
    plan = AzurePlan(desk, "dodam-games")
    id = plan.one("도담 게임 서버")

    answer = plan.ask(id, "cancel", COMPROMISE)

    assert answer.json()["status"] == "active"
    assert code(plan.patch("suspended")) == (403, "900115")
    seen = [desk.read(f"{plan.path}/{id}")["status"] for _ in range(3)]
    assert seen == ["active", "active", "inactive"]
    assert plan.patch("suspended").status_code == 200


def test_the_status_of_a_cancel_can_be_the_other_one(desk: Desk) -> None:
    desk.options(cancel_status=202)
    plan = AzurePlan(desk, "lumen-labs")

    assert plan.ask(plan.one("Lumen staging"), "cancel", COMPROMISE).status_code == 202
    assert desk.options(cancel_status=204).status_code == 400


@pytest.mark.parametrize("body", [{}, {"cancellationReason": "nonPayment"}], ids=["none", "unpaid"])
def test_compromise_is_the_only_reason(desk: Desk, body: Resource) -> None:
    plan = AzurePlan(desk, "lumen-labs")
    id = plan.one("Lumen production")

    assert code(plan.ask(id, "cancel", body)) == (400, "900307")
    assert plan.status(id) == "active"


def test_the_same_request_id_cancels_once_and_answers_twice(desk: Desk) -> None:
    plan = AzurePlan(desk, "lumen-labs")
    id, request_id = plan.one("Lumen staging"), str(uuid4())

    first = plan.ask(id, "cancel", COMPROMISE, request_id)
    again = plan.ask(id, "cancel", COMPROMISE, request_id)

    assert (first.status_code, again.status_code) == (200, 200)
    (change,) = desk.control("changes")
    assert change["changed"] == {"status": ["active", "inactive"]}
    assert (change["subscription_id"], change["entitlement_id"]) == (plan.id, id)
    assert (change["by"], change["request_id"]) == ("api", request_id)
    assert code(plan.ask(id, "cancel", COMPROMISE)) == (400, "900279")


@pytest.mark.parametrize(("days", "status"), [(89, 202), (91, 400)])
def test_a_cancelled_subscription_comes_back_within_ninety_days(
    desk: Desk, days: int, status: int
) -> None:
    plan = AzurePlan(desk, "lumen-labs")
    id = plan.one("Lumen production")
    plan.ask(id, "cancel", COMPROMISE)
    desk.move_clock(advance=f"P{days}D")

    assert plan.ask(id, "reactivate").status_code == status


def test_what_microsoft_disabled_no_partner_brings_back(desk: Desk) -> None:
    plan = AzurePlan(desk, "dodam-games")

    assert code(plan.ask(plan.one("도담 개발"), "reactivate")) == (400, "900337")
    assert code(plan.ask(plan.one("도담 게임 서버"), "reactivate")) == (400, "900279")


def test_somebody_may_cancel_in_the_portal(desk: Desk) -> None:
    plan = AzurePlan(desk, "lumen-labs")
    id = plan.one("Lumen staging")

    assert desk.portal(entitlement_id=id, set={"status": "inactive"}).status_code == 200

    assert [one["status"] for one in plan.listed()] == ["active", "inactive", "inactive"]
    assert desk.control("changes")[-1]["by"] == "portal"
    assert desk.portal(entitlement_id=id, set={"status": "gone"}).status_code == 400
    assert desk.portal(entitlement_id="gone", set={"status": "active"}).status_code == 404


def test_an_accepted_cancel_may_have_done_nothing(desk: Desk) -> None:
    plan = AzurePlan(desk, "lumen-labs")
    id, request_id = plan.one("Lumen staging"), str(uuid4())
    desk.fault("accepted_but_unchanged", match={"method": "POST"})

    assert plan.ask(id, "cancel", COMPROMISE, request_id).status_code == 200
    assert plan.status(id) == "active"
    assert plan.ask(id, "cancel", COMPROMISE, request_id).status_code == 200
    assert plan.status(id) == "inactive"
