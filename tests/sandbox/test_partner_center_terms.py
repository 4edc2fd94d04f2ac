"""The end of a term in the Partner Center stand-in: renewed, extended, or on the way out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.sandbox.partner_center_desk import Desk, running

Resource = dict[str, Any]


@pytest.fixture
def desk() -> Iterator[Desk]:
    with running() as made:
        yield made


def read(desk: Desk, found: tuple[str, Resource]) -> Resource:
    customer, subscription = found
    seen: Resource = desk.read(f"customers/{customer}/subscriptions/{subscription['id']}")
    return seen


def by_microsoft(desk: Desk, subscription: Resource) -> list[Resource]:
    return [
        change["changed"]
        for change in desk.control("changes")
        if change["subscription_id"] == subscription["id"] and change["by"] == "microsoft"
    ]


def test_auto_renew_brings_another_term_and_another_window(desk: Desk) -> None:
    found = desk.subscription("alpen-fenster", "Microsoft 365 Business Premium")
    desk.move_clock(to="2026-10-15T08:00:00Z")

    after = read(desk, found)

    assert after["status"] == "active"
    assert after["commitmentEndDate"] == "2027-10-14T23:59:59Z"
    assert after["cancellationAllowedUntilDate"].startswith("2026-10-21T")
    cancelled = desk.patch(after, customer=found[0], status="deleted")
    assert cancelled.json()["status"] == "deleted"


def test_the_control_shows_what_time_brought_before_anybody_calls(desk: Desk) -> None:
    _, trial = desk.subscription("alpen-fenster", "Microsoft 365 E5 (Trial)")
    desk.move_clock(to="2026-10-25T08:00:00Z")

    assert desk.control(f"subscriptions/{trial['id']}")["status"] == "expired"


def test_a_leap_over_several_terms_is_one_change(desk: Desk) -> None:
    found = desk.subscription("kiefer-bau", "Microsoft 365 Copilot")
    desk.move_clock(to="2027-01-01T08:00:00Z")

    assert read(desk, found)["commitmentEndDate"] == "2027-01-14T23:59:59Z"
    assert len(by_microsoft(desk, found[1])) == 1


def test_a_planned_quantity_comes_with_the_term(desk: Desk) -> None:
    found = desk.subscription("nordwind-logistik", "Microsoft 365 Business Standard")
    desk.move_clock(to="2027-02-01T08:00:00Z")

    after = read(desk, found)

    assert (found[1]["quantity"], after["quantity"]) == (28, 22)
    assert "scheduledNextTermInstructions" not in after


def test_without_auto_renew_the_service_goes_on_month_by_month(desk: Desk) -> None:
    found = desk.subscription("saint-eloi", "Microsoft 365 Business Premium")
    desk.move_clock(to="2026-11-02T08:00:00Z")

    after = read(desk, found)

    assert (after["status"], after["isInExtendedServiceTerm"]) == ("active", True)
    assert (after["termDuration"], after["commitmentEndDate"]) == ("P1M", "2026-12-01T23:59:59Z")
    desk.move_clock(to="2026-12-02T08:00:00Z")
    assert read(desk, found)["commitmentEndDate"] == "2027-01-01T23:59:59Z"


def test_what_was_cancelled_in_the_portal_ends_with_its_term(desk: Desk) -> None:
    found = desk.subscription("saint-eloi", "Microsoft 365 Business Premium")
    desk.portal(subscription_id=found[1]["id"], set={"cancelAtTermEnd": True})

    desk.move_clock(to="2026-11-02T08:00:00Z")

    assert read(desk, found)["status"] == "expired"


def test_a_trial_ends(desk: Desk) -> None:
    found = desk.subscription("alpen-fenster", "Microsoft 365 E5 (Trial)")
    desk.move_clock(to="2026-10-25T08:00:00Z")

    assert read(desk, found)["status"] == "expired"


def test_new_commerce_that_is_suspended_at_term_end_never_comes_back(desk: Desk) -> None:
    found = desk.subscription("alpen-fenster", "Microsoft 365 Business Premium")
    desk.patch(found[1], customer=found[0], status="suspended")
    desk.move_clock(to="2026-10-15T08:00:00Z")

    expired = read(desk, found)
    refused = desk.patch(expired, customer=found[0], status="active")

    assert expired["status"] == "expired"
    assert (refused.status_code, refused.json()["code"]) == (400, "800012")
    desk.move_clock(to="2026-11-20T08:00:00Z")
    assert read(desk, found)["status"] == "disabled"
    desk.move_clock(to="2027-02-20T08:00:00Z")
    assert read(desk, found)["status"] == "deleted"


def test_a_leap_past_everything_ends_with_what_is_left(desk: Desk) -> None:
    found = desk.subscription("alpen-fenster", "Microsoft 365 E5 (Trial)")
    desk.move_clock(to="2027-10-25T08:00:00Z")

    assert read(desk, found)["status"] == "deleted"


def test_a_legacy_licence_is_renewed_or_suspended_by_microsoft(desk: Desk) -> None:
    found = desk.subscription("redwood-clinics", "Office 365 E3")
    desk.move_clock(to="2026-11-11T08:00:00Z")
    assert read(desk, found)["commitmentEndDate"] == "2027-11-10T23:59:59Z"

    desk.portal(subscription_id=found[1]["id"], set={"autoRenewEnabled": False})
    desk.move_clock(to="2027-11-11T08:00:00Z")
    lapsed = read(desk, found)
    refused = desk.patch(lapsed, customer=found[0], status="active")

    assert (lapsed["status"], lapsed["suspensionReasons"]) == ("suspended", ["Expiration"])
    assert refused.json()["code"] == "800096"


def test_azure_and_perpetual_licences_have_no_term(desk: Desk) -> None:
    plan = desk.subscription("lumen-labs", "Azure plan")
    for_good = desk.subscription("roesler-werkzeug", "Windows Server")
    desk.move_clock(to="2029-11-11T08:00:00Z")

    assert [read(desk, one)["status"] for one in (plan, for_good)] == ["active", "active"]
    assert by_microsoft(desk, plan[1]) == by_microsoft(desk, for_good[1]) == []
