"""Codes: right once, for one thing, looked at with the master key alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.domain.events import (
    FactorLocked,
)
from core.domain.people import AccountKey
from core.domain.step_up import Purpose
from core.domain.step_up_errors import (
    CodeMissing,
    CodesLocked,
)
from core.usecases.step_up import Look
from tests.a_step_up import (
    VAULT,
    code_at,
    counting,
    happened,
    look,
    offer,
    person,
    refused,
    with_second_administrator,
)
from tests.office import APPROVER, TEAM, Desk

SECOND_ADMIN = AccountKey(TEAM, "U0LEE")
OTHER, THIRD = AccountKey(TEAM, "U0PARK"), AccountKey(TEAM, "U0WEBER")


@pytest.fixture(autouse=True)
def two_administrators(desk: Desk) -> None:
    with_second_administrator(desk.store, SECOND_ADMIN)


def test_a_code_is_right_once_and_for_one_thing(desk: Desk) -> None:
    secret = counting(APPROVER.user_id, desk.office)
    code = code_at(secret, desk.now)
    proof = look(desk, offer(desk, code, "f" * 64))
    assert proof is not None and VAULT.attests(proof)
    assert proof.is_for(Purpose.VOTE, person(desk, APPROVER), "f" * 64)
    assert not proof.is_for(Purpose.VOTE, person(desk, APPROVER), "e" * 64)
    assert look(desk, offer(desk, code, "f" * 64)) is None
    assert refused(desk) == ["wrong"]
    later = code_at(secret, desk.now, ahead=1)
    assert look(desk, offer(desk, later, "f" * 64)) is not None


def test_a_job_that_runs_again_brings_the_same_proof_until_it_is_over(desk: Desk) -> None:
    secret = counting(APPROVER.user_id, desk.office)
    offered, looks = offer(desk, code_at(secret, desk.now), "f" * 64), Look(VAULT, desk.office)
    first, again = looks.at(offered), looks.at(offered)
    assert first == again and first is not None
    looks.over(first[0])
    assert looks.at(offered) is None


def test_a_code_that_waited_for_two_minutes_is_not_looked_at(desk: Desk) -> None:
    secret = counting(APPROVER.user_id, desk.office)
    offered = offer(desk, code_at(secret, desk.now), "f" * 64)
    desk.now += timedelta(minutes=2)
    assert look(desk, offered) is None
    assert refused(desk) == ["lapsed"]


def test_without_the_master_key_no_code_is_right(desk: Desk) -> None:
    secret = counting(APPROVER.user_id, desk.office)
    offered = offer(desk, code_at(secret, desk.now), "f" * 64)
    assert Look(None, desk.office).at(offered) is None
    assert refused(desk) == ["unreadable"]


def test_five_wrong_codes_lock_it_for_a_quarter_of_an_hour(desk: Desk) -> None:
    secret = counting(APPROVER.user_id, desk.office)
    waiting = offer(desk, code_at(secret, desk.now), "f" * 64)
    for _ in range(4):
        assert look(desk, offer(desk, "000000", "f" * 64)) is None
    assert happened(desk, FactorLocked) == 0
    assert look(desk, offer(desk, "000000", "f" * 64)) is None
    assert happened(desk, FactorLocked) == 1
    assert refused(desk) == ["wrong"] * 4 + ["locked"]
    assert look(desk, waiting) is None, "also one that was typed before"
    with pytest.raises(CodesLocked):
        offer(desk, code_at(secret, desk.now), "f" * 64)
    desk.now += timedelta(minutes=15)
    assert look(desk, offer(desk, code_at(secret, desk.now), "f" * 64)) is not None


def test_a_right_code_forgives_the_wrong_ones_before(desk: Desk) -> None:
    secret = counting(APPROVER.user_id, desk.office)
    for ahead in (0, 1):
        for _ in range(4):
            look(desk, offer(desk, "000000", "f" * 64))
        assert look(desk, offer(desk, code_at(secret, desk.now, ahead), "f" * 64)) is not None
    assert happened(desk, FactorLocked) == 0


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "1234567"])
def test_what_is_no_code_is_not_kept(desk: Desk, typed: str) -> None:
    counting(APPROVER.user_id, desk.office)
    with pytest.raises(CodeMissing):
        offer(desk, typed, "f" * 64)
