"""Changing subscriptions in the Partner Center stand-in: what is legal and what follows."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from tests.sandbox.partner_center_desk import Desk, running

Resource = dict[str, Any]


@pytest.fixture
def desk() -> Iterator[Desk]:
    with running() as made:
        yield made


def stored(desk: Desk, subscription: Resource) -> Resource:
    found: Resource = desk.control(f"subscriptions/{subscription['id']}")
    return found


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_suspending_is_recorded_with_both_etags_and_business_time(desk: Desk) -> None:
    customer, premium = desk.subscription("contoso", "Microsoft 365 Business Premium")
    desk.move_clock(to="2026-10-13T09:00:00Z")
    request_id = str(uuid4())

    answer = desk.patch(premium, customer=customer, request_id=request_id, status="suspended")

    assert answer.status_code == 200
    assert answer.json() == stored(desk, premium)
    (change,) = desk.control("changes")
    assert change["changed"]["status"] == ["active", "suspended"]
    assert (change["by"], change["request_id"]) == ("api", request_id)
    assert change["at"].startswith("2026-10-13T09:00:")
    assert change["etag_before"] == premium["attributes"]["etag"]
    assert change["etag_after"] == answer.json()["attributes"]["etag"] != change["etag_before"]


def test_the_same_request_id_changes_once_and_answers_twice(desk: Desk) -> None:
    customer, premium = desk.subscription("contoso", "Microsoft 365 Business Premium")
    request_id = str(uuid4())

    first = desk.patch(premium, customer=customer, request_id=request_id, status="suspended")
    again = desk.patch(premium, customer=customer, request_id=request_id, status="suspended")

    assert (again.status_code, again.json()) == (200, first.json())
    assert len(desk.control("changes")) == 1


def test_a_refused_request_id_may_be_used_again(desk: Desk) -> None:
    customer, premium = desk.subscription("contoso", "Microsoft 365 Business Premium")
    request_id = str(uuid4())

    stale = desk.patch(
        premium, customer=customer, request_id=request_id, etag='"old"', status="suspended"
    )
    fresh = desk.patch(premium, customer=customer, request_id=request_id, status="suspended")

    assert code(stale) == (400, "2055")
    assert fresh.status_code == 200


def test_of_changes_at_the_same_moment_one_wins(desk: Desk) -> None:
    customer, premium = desk.subscription("contoso", "Microsoft 365 Business Premium")

    def suspend(_: int) -> int:
        return desk.patch(premium, customer=customer, status="suspended").status_code

    with ThreadPoolExecutor(6) as people:
        answers = sorted(people.map(suspend, range(6)))

    assert answers == [200, 400, 400, 400, 400, 400]
    assert len(desk.control("changes")) == 1


def test_etags_and_request_ids_are_enforced(desk: Desk) -> None:
    customer, premium = desk.subscription("contoso", "Microsoft 365 Business Premium")
    path = f"/partner-center/main/v1/customers/{customer}/subscriptions/{premium['id']}"
    etag = premium["attributes"]["etag"]
    whole = {"MS-RequestId": str(uuid4()), "If-Match": f'"{etag}"'}
    wrong: list[dict[str, str]] = [
        {"MS-RequestId": whole["MS-RequestId"]},
        {"If-Match": whole["If-Match"]},
        whole | {"If-Match": etag},
        whole | {"MS-RequestId": "the-first-one"},
    ]

    for headers in wrong:
        sent = headers | {"Authorization": f"Bearer {desk.token}"}
        answer = desk.http.patch(path, json=premium | {"status": "suspended"}, headers=sent)
        assert answer.status_code == 400, headers

    assert desk.control("changes") == []


def test_leaving_out_auto_renew_switches_it_off_and_leaves_the_rest(desk: Desk) -> None:
    customer, premium = desk.subscription("contoso", "Microsoft 365 Business Premium")
    sent = {"Id": premium["id"], "Status": "active", "Quantity": 45, "x-note": "kept"}
    sent["attributes"] = premium["attributes"]

    desk.patch(sent | {"id": premium["id"]}, customer=customer)

    after = stored(desk, premium)
    assert desk.control("changes")[0]["changed"] == {
        "autoRenewEnabled": [True, False],
        "x-note": [None, "kept"],
    }
    assert after["friendlyName"] == premium["friendlyName"]
    assert "friendlyName" in desk.control("requests")[-1]["left_out"]


def test_suspending_ends_what_was_planned_and_reactivating_brings_nothing_back(
    desk: Desk,
) -> None:
    customer, standard = desk.subscription("nordwind", "Microsoft 365 Business Standard")
    assert standard["scheduledNextTermInstructions"]["quantity"] == 22

    suspended = desk.patch(standard, customer=customer, status="suspended").json()
    again = desk.patch(suspended, customer=customer, status="active", autoRenewEnabled=True).json()
    restored = desk.patch(
        again,
        customer=customer,
        autoRenewEnabled=True,
        scheduledNextTermInstructions=standard["scheduledNextTermInstructions"],
    ).json()

    assert "scheduledNextTermInstructions" not in suspended
    assert (again["status"], again["autoRenewEnabled"]) == ("active", False)
    assert restored["autoRenewEnabled"]
    assert restored["scheduledNextTermInstructions"]["quantity"] == 22


def test_add_ons_follow_their_base_down_and_come_back_after_it(desk: Desk) -> None:
    customer, base = desk.subscription("nordwind", "Office 365 E3")
    _, add_on = desk.subscription("nordwind", "Audio Conferencing")

    suspended = desk.patch(base, customer=customer, status="suspended").json()
    follower = stored(desk, add_on)
    too_early = desk.patch(follower, customer=customer, status="active")
    desk.patch(suspended, customer=customer, status="active")
    still_down = stored(desk, add_on)
    in_order = desk.patch(still_down, customer=customer, status="active")

    assert follower["status"] == still_down["status"] == "suspended"
    assert code(too_early) == (409, "27009")
    assert in_order.json()["status"] == "active"


@pytest.mark.parametrize(
    ("domain", "offer", "change", "expected"),
    [
        ("tavira", "", {"status": "active"}, (400, "2011")),
        ("velozentrum", "Microsoft 365", {"status": "active"}, (400, "800096")),
        ("maru", "Microsoft 365", {"quantity": 1}, (400, "2001")),
        ("maru", "Microsoft 365", {"friendlyName": "x"}, (400, "800091")),
        ("maru", "Microsoft 365", {"status": "active", "quantity": 1}, (400, "2001")),
        ("maru", "Microsoft 365", {"status": "deleted"}, (400, "800040")),
        ("contoso", "Teams", {"status": "deleted"}, (400, "900117")),
        ("nordwind", "Office 365", {"status": "deleted"}, (400, "800063")),
        ("contoso", "Teams", {"status": "paused"}, (400, "800040")),
        ("stadtwerke", "Windows Server", {"status": "suspended"}, (400, "800096")),
    ],
)
def test_illegal_moves_have_their_codes(
    desk: Desk, domain: str, offer: str, change: Resource, expected: tuple[int, str]
) -> None:
    customer, subscription = desk.subscription(domain, offer)
    if domain == "tavira":
        subscription = next(
            s
            for c in desk.control("customers")
            for s in c["subscriptions"]
            if c["id"] == customer and s["status"] == "deleted"
        )

    answer = desk.patch(subscription, customer=customer, **change)

    assert code(answer) == expected
    assert desk.control("changes") == []


def test_a_pending_subscription_cannot_be_edited(desk: Desk) -> None:
    customer, teams = desk.subscription("contoso", "Teams")
    pending = desk.portal(subscription_id=teams["id"], set={"status": "pending"}).json()

    assert code(desk.patch(pending, customer=customer)) == (400, "800012")


def test_the_suspension_of_an_ended_term_stays(desk: Desk) -> None:
    customer, standard = desk.subscription("nordwind", "Microsoft 365 Business Standard")
    desk.patch(standard, customer=customer, status="suspended")
    desk.move_clock(to="2027-02-01T08:00:00Z")

    expired = desk.read(f"customers/{customer}/subscriptions/{standard['id']}")

    assert code(desk.patch(expired, customer=customer, status="active")) == (400, "800012")


def test_suspension_reasons_cannot_be_written(desk: Desk) -> None:
    customer, seats = desk.subscription("velozentrum", "Microsoft 365")

    answer = desk.patch(seats, customer=customer, status="active", suspensionReasons=[])

    assert code(answer) == (400, "800096")


def test_a_change_in_the_portal_moves_the_etag_and_is_told_apart(desk: Desk) -> None:
    customer, premium = desk.subscription("contoso", "Microsoft 365 Business Premium")

    desk.portal(subscription_id=premium["id"], set={"status": "suspended"})

    (change,) = desk.control("changes")
    assert (change["by"], change["customer_id"]) == ("portal", customer)
    assert code(desk.patch(premium, customer=customer, status="suspended")) == (400, "2055")
    assert [c["n"] for c in desk.control("changes?after=1")] == []


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 400),
        ({"subscription_id": "nothing", "set": {"status": "active"}}, 404),
        ({"subscription_id": "nothing", "set": {"status": "gone"}}, 400),
        ({"subscription_id": "nothing", "set": {}}, 400),
        ({"subscription_id": "nothing", "set": {"id": "other"}}, 400),
        ({"customer_id": "nobody", "set": {"relationshipToPartner": "none"}}, 404),
        ({"customer_id": "nobody", "set": {"relationshipToPartner": "friend"}}, 400),
    ],
)
def test_a_wrong_portal_change_is_refused(desk: Desk, asked: Resource, status: int) -> None:
    answer = desk.portal(**asked)

    assert answer.status_code == status
    assert answer.json()["error"]
