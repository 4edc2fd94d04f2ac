"""Two clouds in the Partner Center stand-in: what 21Vianet lacks, and what time takes away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sandbox.partner_center_desk import Desk, running


@pytest.fixture
def china() -> Iterator[Desk]:
    with running("china") as made:
        yield made


@pytest.fixture
def main() -> Iterator[Desk]:
    with running() as made:
        yield made


def test_the_other_cloud_has_its_own_customers_and_tokens(china: Desk) -> None:
    listed = china.read("customers")

    assert listed["totalCount"] == 4
    assert {one["companyProfile"]["domain"].split(".")[-1] for one in listed["items"]} == {
        "example"
    }
    assert china.get("customers", account="main").json()["code"] == "900420"


@pytest.mark.parametrize(
    "path",
    [
        "customers/{customer}/subscriptions/{id}/azureEntitlements",
        "customers/{customer}/usagesummary",
        "customers/{customer}/usagebudget",
        "customers/{customer}/servicerequests",
        "servicerequests",
        "auditrecords",
        "fraudEvents",
    ],
)
def test_what_21vianet_lacks_is_refused_as_such(china: Desk, path: str) -> None:
    customer, licence = china.subscription("yunjin-textile", "Office 365 E3")

    answer = china.get(path.format(customer=customer, id=licence["id"]))

    assert (answer.status_code, answer.json()["code"]) == (400, "900127")


def test_licences_are_suspended_and_reactivated_in_both_clouds(china: Desk) -> None:
    customer, licence = china.subscription("yunjin-textile", "Office 365 E3")

    suspended = china.patch(licence, customer=customer, status="suspended").json()
    active = china.patch(suspended, customer=customer, status="active").json()

    assert (suspended["status"], active["status"]) == ("suspended", "active")
    assert "cancellationAllowedUntilDate" not in active


def test_in_21vianet_sixty_days_are_the_end(china: Desk) -> None:
    customer, licence = china.subscription("yunjin-textile", "Office 365 E3")
    china.patch(licence, customer=customer, status="suspended")
    path = f"customers/{customer}/subscriptions/{licence['id']}"

    china.move_clock(advance="P59D")
    assert china.read(path)["status"] == "suspended"
    china.move_clock(advance="P2D")
    assert china.read(path)["status"] == "deleted"

    assert china.control("changes")[-1]["by"] == "microsoft"
    assert china.patch(china.read(path), customer=customer, status="active").status_code == 400


def test_elsewhere_a_legacy_licence_lasts_ninety_days_and_new_commerce_its_term(
    main: Desk,
) -> None:
    customer, legacy = main.subscription("nordwind-logistik", "Office 365 E3")
    _, standard = main.subscription("nordwind-logistik", "Microsoft 365 Business Standard")
    for one in (legacy, standard):
        main.patch(one, customer=customer, status="suspended")

    main.move_clock(advance="P89D")
    found = {one["id"]: one["status"] for one in _all(main, customer)}
    assert (found[legacy["id"]], found[standard["id"]]) == ("suspended", "suspended")
    main.move_clock(advance="P2D")
    found = {one["id"]: one["status"] for one in _all(main, customer)}
    assert (found[legacy["id"]], found[standard["id"]]) == ("deleted", "suspended")


def test_a_reactivation_in_time_starts_the_days_anew(china: Desk) -> None:
    customer, licence = china.subscription("yunjin-textile", "Office 365 E3")
    path = f"customers/{customer}/subscriptions/{licence['id']}"
    china.patch(licence, customer=customer, status="suspended")
    china.move_clock(advance="P40D")
    china.patch(china.read(path), customer=customer, status="active")
    china.patch(china.read(path), customer=customer, status="suspended")

    china.move_clock(advance="P40D")

    assert china.read(path)["status"] == "suspended"


@pytest.mark.parametrize(
    ("domain", "name"),
    [("roesler-werkzeug", "Windows Server"), ("tidewater-robotics", "SQL Server")],
)
def test_software_is_not_suspended(main: Desk, domain: str, name: str) -> None:
    customer, software = main.subscription(domain, name)

    answer = main.patch(software, customer=customer, status="suspended")

    assert (answer.status_code, answer.json()["code"]) == (400, "800096")


def test_a_perpetual_licence_is_given_back_within_thirty_days(main: Desk) -> None:
    customer, fresh = main.subscription("roesler-werkzeug", "Windows Server")
    elsewhere, old = main.subscription("stadtwerke-elbtal", "Windows Server")

    late = main.patch(old, customer=elsewhere, status="deleted")
    assert main.patch(fresh, customer=customer, status="deleted").json()["status"] == "deleted"

    assert (late.status_code, late.json()["code"]) == (400, "900117")


def _all(desk: Desk, customer: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = desk.read(f"customers/{customer}/subscriptions")["items"]
    return found
