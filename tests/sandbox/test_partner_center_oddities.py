"""Answers of the Partner Center stand-in that are right and look different."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.data.partner import CONTOSO
from tests.sandbox.partner_center_desk import Desk, running


@pytest.fixture
def desk() -> Iterator[Desk]:
    with running() as made:
        yield made


@pytest.fixture
def premium(desk: Desk) -> dict[str, Any]:
    return desk.subscription("contoso", "Microsoft 365 Business Premium")[1]


def path_of(subscription: dict[str, Any]) -> str:
    return f"customers/{CONTOSO}/subscriptions/{subscription['id']}"


def test_names_may_begin_with_a_capital_at_every_depth(desk: Desk, premium: dict[str, Any]) -> None:
    desk.fault("pascal_case")

    found = desk.read(path_of(premium))

    assert found["Attributes"]["Etag"] == premium["attributes"]["etag"]
    assert found["ProductType"]["Id"] == premium["productType"]["id"]
    assert not [name for name in found if name[0].islower()]


def test_words_may_come_as_numbers_in_lists_too(desk: Desk, premium: dict[str, Any]) -> None:
    desk.patch(premium, customer=CONTOSO, status="suspended")
    desk.fault("numbers")

    listed = desk.read(f"customers/{CONTOSO}/subscriptions")["items"]

    found = {one["id"]: (one["status"], one["billingType"]) for one in listed}
    assert found[premium["id"]] == (2, 2)
    assert sorted(found.values()) == [(1, 2), (1, 2), (2, 2)]


def test_a_change_may_be_taken_in_and_be_seen_later(desk: Desk, premium: dict[str, Any]) -> None:
    desk.fault("accepted", reads=2)

    answer = desk.patch(premium, customer=CONTOSO, status="suspended")

    assert (answer.status_code, answer.content) == (202, b"")
    assert answer.headers["Location"].endswith(path_of(premium))
    seen = [desk.read(path_of(premium))["status"] for _ in range(3)]
    assert seen == ["active", "active", "suspended"]


def test_a_refusal_is_not_taken_in(desk: Desk, premium: dict[str, Any]) -> None:
    desk.fault("accepted")

    answer = desk.patch(premium, customer=CONTOSO, etag='"old"', status="suspended")

    assert (answer.status_code, answer.json()["code"]) == (400, "2055")


def test_somebody_in_the_portal_may_be_quicker(desk: Desk, premium: dict[str, Any]) -> None:
    desk.fault("meanwhile", set={"status": "suspended"})

    answer = desk.patch(premium, customer=CONTOSO, status="suspended")

    assert (answer.status_code, answer.json()["code"]) == (400, "2055")
    (change,) = desk.control("changes")
    assert (change["by"], change["changed"]["status"]) == ("portal", ["active", "suspended"])


def test_the_next_page_may_stand_behind_a_second_question_mark(desk: Desk) -> None:
    desk.fault("odd_link")

    uri = desk.read("customers?size=5")["links"]["next"]["uri"]

    assert uri == "/customers?size=5?seekOperation=Next"


def test_an_answer_may_point_elsewhere(desk: Desk) -> None:
    desk.fault("redirect", location="https://evil.example/v1/customers")

    answer = desk.get("customers")

    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        "https://evil.example/v1/customers",
    )


@pytest.mark.parametrize("set", [{}, "active", None], ids=["empty", "text", "nothing"])
def test_a_quicker_change_names_its_fields(desk: Desk, set: object) -> None:
    asked = {"target": "partner-center", "kind": "meanwhile", "set": set}

    assert desk.http.post("/sandbox/faults", json=asked).status_code == 400
