"""What goes wrong at the Partner Center stand-in when a test asks for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from sandbox.clock import Clock
from sandbox.data.partner import CONTOSO
from sandbox.faults import Faults
from sandbox.partner_center.app import PartnerCenter
from tests.sandbox.partner_center_desk import Desk, running


@pytest.fixture
def desk() -> Iterator[Desk]:
    with running() as made:
        yield made


@pytest.fixture
def premium(desk: Desk) -> dict[str, Any]:
    return desk.subscription("contoso", "Microsoft 365 Business Premium")[1]


def status(desk: Desk, subscription: dict[str, Any]) -> str:
    return str(desk.control(f"subscriptions/{subscription['id']}")["status"])


@pytest.mark.parametrize(
    ("kind", "error", "applied"),
    [
        ("timeout_before", httpx.ReadTimeout, "active"),
        ("timeout_after", httpx.ReadTimeout, "suspended"),
        ("reset_before", httpx.ReadError, "active"),
        ("reset_after", httpx.ReadError, "suspended"),
        ("truncated", httpx.RemoteProtocolError, "suspended"),
    ],
)
def test_a_lost_answer_may_have_been_applied(
    desk: Desk,
    premium: dict[str, Any],
    kind: str,
    error: type[httpx.HTTPError],
    applied: str,
) -> None:
    desk.fault(kind, match={"method": "PATCH"})

    with pytest.raises(error):
        desk.patch(premium, customer=CONTOSO, timeout=0.3, status="suspended")

    assert status(desk, premium) == applied
    assert desk.control("requests")[-1]["fault"] == kind


def test_the_same_request_id_settles_an_answer_that_was_lost(
    desk: Desk, premium: dict[str, Any]
) -> None:
    desk.fault("reset_after", match={"method": "PATCH"})
    request_id = str(uuid4())
    with pytest.raises(httpx.ReadError):
        desk.patch(premium, customer=CONTOSO, request_id=request_id, status="suspended")

    answer = desk.patch(premium, customer=CONTOSO, request_id=request_id, status="suspended")

    assert answer.json()["status"] == "suspended"
    assert len(desk.control("changes")) == 1


def test_a_status_comes_with_the_code_and_body_that_were_asked_for(
    desk: Desk, premium: dict[str, Any]
) -> None:
    desk.fault("status", status=503, code="500001", match={"method": "PATCH"})
    desk.fault("status", status=502, body="<html>Bad gateway</html>", skip=1)

    first = desk.patch(premium, customer=CONTOSO, status="suspended")
    desk.get("customers")
    third = desk.get("customers")

    assert (first.status_code, first.json()["code"]) == (503, "500001")
    assert (third.status_code, third.text) == (502, "<html>Bad gateway</html>")
    assert status(desk, premium) == "active"


def test_a_throttle_says_how_long(desk: Desk) -> None:
    desk.fault("throttle", retry_after=57)

    answer = desk.get("customers")

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "57")
    assert answer.json()["message"] == "Rate limit is exceeded. Try again in 57 seconds."


def test_a_stale_etag_is_refused_and_a_fresh_one_works(desk: Desk, premium: dict[str, Any]) -> None:
    desk.fault("stale_etag")

    stale = desk.patch(premium, customer=CONTOSO, status="suspended")
    fresh = desk.read(f"customers/{CONTOSO}/subscriptions/{premium['id']}")
    answer = desk.patch(fresh, customer=CONTOSO, status="suspended")

    assert (stale.status_code, stale.json()["code"]) == (400, "2055")
    assert answer.status_code == 200


def test_an_accepted_change_may_change_nothing(desk: Desk, premium: dict[str, Any]) -> None:
    desk.fault("accepted_but_unchanged")

    answer = desk.patch(premium, customer=CONTOSO, status="suspended")

    assert (answer.status_code, answer.json()["status"]) == (200, "suspended")
    assert status(desk, premium) == "active"
    assert desk.control("changes") == []


def test_a_late_change_shows_after_some_reads(desk: Desk, premium: dict[str, Any]) -> None:
    desk.fault("late", reads=2)
    desk.patch(premium, customer=CONTOSO, status="suspended")
    path = f"customers/{CONTOSO}/subscriptions/{premium['id']}"

    seen = [desk.read(path)["status"] for _ in range(4)]

    assert seen == ["active", "active", "suspended", "suspended"]
    assert status(desk, premium) == "suspended"


def test_a_slow_answer_holds_nobody_else_up(desk: Desk) -> None:
    desk.fault("slow", seconds=600, match={"path": "/profiles/company"})

    def ask() -> None:
        desk.get(f"customers/{CONTOSO}/profiles/company")

    held = threading.Thread(target=ask)
    held.start()
    deadline = time.monotonic() + 5
    while not any(r["fault"] == "slow" for r in desk.control("requests")):
        assert time.monotonic() < deadline
    other = desk.get(f"customers/{CONTOSO}")
    still_held = held.is_alive()
    desk.stop_holding()
    held.join(5)

    assert other.status_code == 200
    assert still_held
    assert not held.is_alive()


def test_latency_is_an_option(desk: Desk) -> None:
    desk.options(latency_ms=200)
    started = time.monotonic()

    desk.get("customers")

    assert time.monotonic() - started >= 0.2


def test_the_token_endpoint_has_faults_of_its_own(desk: Desk) -> None:
    desk.fault("status", target="token", status=503)

    assert desk.get("customers").status_code == 200
    assert desk.sign_in().status_code == 503
    assert desk.sign_in().status_code == 200


def test_it_goes_on_where_it_stopped(desk: Desk, premium: dict[str, Any]) -> None:
    desk.patch(premium, customer=CONTOSO, status="suspended")
    state = desk.stand_in.to_json()
    later = PartnerCenter(Clock(), Faults())

    later.load_json(state)

    assert later.to_json() == state
    assert later.truth.find(premium["id"])[2]["status"] == "suspended"
    assert len(later.truth.changes()) == 1
