"""The telephones of the sandbox: each shows the code of the sandbox's moment, and they are kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.domain.secret import Secret
from core.domain.totp import accepted_step
from sandbox.calls import WrongCall
from tests.sandbox.slack_desk import Desk, Json, running

SECRET, OTHER = "GEZDGNBVGY3TQOJQ", "MFRGGZDFMZTWQ2LK"


@pytest.fixture
def desk() -> Iterator[Desk]:
    with running() as started:
        yield started


def shown(desk: Desk) -> Json:
    answer: Json = desk.http.get("/sandbox/telephones").json()
    return answer


def enrol(desk: Desk, user: str) -> tuple[int, Json]:
    answer = desk.http.post("/sandbox/telephones", json={"user": user})
    return answer.status_code, answer.json()


def test_who_is_enrolled_has_the_code_of_the_moment(desk: Desk) -> None:
    desk.sandbox.telephones.enrol = {"U0BRAUN": SECRET}.__getitem__

    status, answer = enrol(desk, "U0BRAUN")

    [one] = answer["codes"]
    assert status == 200 and one["user"] == "U0BRAUN"
    now = desk.sandbox.clock.now()
    assert accepted_step(Secret(SECRET), one["code"], now, last=0)
    assert shown(desk)["enrols"] is True


def test_the_clock_moves_the_codes(desk: Desk) -> None:
    desk.sandbox.telephones.keep("U0BRAUN", SECRET)
    before = shown(desk)

    desk.http.post("/clock", json={"advance": "PT1M"})

    after = shown(desk)
    assert before["until"] < after["until"]
    assert before["codes"] != after["codes"]


def test_a_new_secret_takes_the_place_of_the_old_one(desk: Desk) -> None:
    telephones = desk.sandbox.telephones
    telephones.keep("U0BRAUN", SECRET)
    telephones.keep("U0BRAUN", OTHER)

    [one] = shown(desk)["codes"]

    assert accepted_step(Secret(OTHER), one["code"], desk.sandbox.clock.now(), last=0)


def test_where_nobody_enrols_it_is_said(desk: Desk) -> None:
    status, answer = enrol(desk, "U0BRAUN")
    assert status == 400 and "enrol" in answer["error"]
    assert shown(desk) == {"codes": [], "enrols": False, "until": shown(desk)["until"]}


def test_a_refusal_is_told_and_changes_nothing(desk: Desk) -> None:
    def refuse(user: str) -> str:
        raise WrongCall(f"{user} has one already")

    desk.sandbox.telephones.enrol = refuse
    assert enrol(desk, "U0BRAUN") == (400, {"error": "U0BRAUN has one already"})
    assert shown(desk)["codes"] == []
