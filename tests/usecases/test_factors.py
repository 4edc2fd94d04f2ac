"""Second factors: enrolled by one administrator, confirmed by another, proved by their owner."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest

from core.domain.errors import BadInput, NoRole, SelfApproval
from core.domain.events import (
    FactorConfirmed,
    FactorProved,
    FactorRevoked,
    Route,
)
from core.domain.people import AccountKey
from core.domain.plans import Action, PlanState
from core.domain.step_up import Purpose
from core.domain.step_up_errors import (
    AlreadyEnrolled,
    NoSecondAdministrator,
    NotConfirmed,
    NothingEnrolled,
    NotProved,
    OwnFactor,
)
from core.usecases import factors
from core.usecases.step_up import Look
from storage.code_boxes import SealedVault
from storage.sealing import read_master_key
from tests.a_step_up import (
    VAULT,
    agree,
    code_at,
    counting,
    enrol,
    factor,
    happened,
    look,
    offer,
    refused,
    with_second_administrator,
)
from tests.office import ADMIN, AGENT, APPROVER, MONDAY, TEAM, Desk

SECOND_ADMIN = AccountKey(TEAM, "U0LEE")
OTHER, THIRD = AccountKey(TEAM, "U0PARK"), AccountKey(TEAM, "U0WEBER")


@pytest.fixture(autouse=True)
def two_administrators(desk: Desk) -> None:
    with_second_administrator(desk.store, SECOND_ADMIN)


def test_a_factor_counts_after_a_second_administrator_and_one_code(desk: Desk) -> None:
    done = enrol(APPROVER.user_id, desk.office)
    assert done.plan.content.action is Action.CONFIRM_STEP_UP
    mine = factor(desk)
    assert mine is not None and not mine.counts
    with pytest.raises(NotConfirmed):
        offer(desk, code_at(done.secret, desk.now), mine.factor_id, Purpose.PROVE)
    assert agree(desk, done.plan, SECOND_ADMIN).state is PlanState.FINISHED
    with pytest.raises(NotProved):
        offer(desk, code_at(done.secret, desk.now), "f" * 64)
    offered = offer(desk, code_at(done.secret, desk.now), mine.factor_id, Purpose.PROVE)
    found = Look(VAULT, desk.office).at(offered)
    assert found is not None
    factors.proved(found[0], office=desk.office)
    mine = factor(desk)
    assert mine is not None and mine.counts
    assert happened(desk, FactorConfirmed) == happened(desk, FactorProved) == 1


@pytest.mark.parametrize(
    ("account", "refusal"),
    [
        pytest.param(ADMIN, SelfApproval, id="who enrolled"),
        pytest.param(APPROVER, NoRole, id="an approver"),
        pytest.param(AGENT, NoRole, id="an agent"),
    ],
)
def test_nobody_else_confirms_it(desk: Desk, account: AccountKey, refusal: type[Exception]) -> None:
    done = enrol(APPROVER.user_id, desk.office)
    with pytest.raises(refusal):
        agree(desk, done.plan, account)
    mine = factor(desk)
    assert mine is not None and mine.confirmed_at is None


def test_nobody_confirms_the_own_factor(desk: Desk) -> None:
    with_second_administrator(desk.store, THIRD)
    done = enrol(SECOND_ADMIN.user_id, desk.office)
    with pytest.raises(OwnFactor):
        agree(desk, done.plan, SECOND_ADMIN)
    assert agree(desk, done.plan, THIRD).state is PlanState.FINISHED


def test_without_a_second_administrator_nobody_is_enrolled(desk: Desk) -> None:
    with pytest.raises(NoSecondAdministrator):
        enrol(SECOND_ADMIN.user_id, desk.office)
    assert factor(desk, SECOND_ADMIN) is None


@pytest.mark.parametrize(
    ("user", "by", "refusal"),
    [
        pytest.param("U0BRAUN", "U0BRAUN", NoRole, id="by an approver"),
        pytest.param("U0READER", "U0ADMIN", BadInput, id="of somebody without a role"),
        pytest.param("@braun", "U0ADMIN", BadInput, id="no user id"),
        pytest.param("U0BRAUN", "admin", BadInput, id="by no user id"),
    ],
)
def test_who_enrols_whom(desk: Desk, user: str, by: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        factors.enrol(user, by=by, vault=VAULT, office=desk.office, route=Route.CLI)


def test_a_new_one_takes_the_place_of_one_that_nobody_confirmed(desk: Desk) -> None:
    first, second = (enrol(APPROVER.user_id, desk.office) for _ in range(2))
    with desk.store.reading() as work:
        assert work.plans.get(first.plan.plan_id).state is PlanState.WITHDRAWN
    assert first.secret != second.secret
    agree(desk, second.plan, SECOND_ADMIN)
    with pytest.raises(AlreadyEnrolled):
        enrol(APPROVER.user_id, desk.office)


def test_a_lost_telephone_is_revoked_by_one_and_at_once(desk: Desk) -> None:
    secret = counting(APPROVER.user_id, desk.office)
    offered = offer(desk, code_at(secret, desk.now), "f" * 64)
    factors.revoke(APPROVER.user_id, by=ADMIN.user_id, office=desk.office, route=Route.CLI)
    assert factor(desk) is None
    assert look(desk, offered) is None
    assert refused(desk) == ["not_enrolled"]
    assert happened(desk, FactorRevoked) == 1
    with pytest.raises(NothingEnrolled):
        factors.revoke(APPROVER.user_id, by=ADMIN.user_id, office=desk.office, route=Route.CLI)
    enrol(APPROVER.user_id, desk.office)


def test_whoever_is_enrolled_under_a_new_master_key_can_use_codes(desk: Desk) -> None:
    """The old one is gone: everybody was revoked, and nothing that it sealed opens."""
    counting(APPROVER.user_id, desk.office)
    factors.revoke(APPROVER.user_id, by=ADMIN.user_id, office=desk.office, route=Route.CLI)
    desk.now += timedelta(minutes=1)
    new = SealedVault([read_master_key(base64.b64encode(bytes(range(1, 33))).decode())])
    secret = counting(APPROVER.user_id, desk.office, new)
    typed = offer(desk, code_at(secret, desk.now), "f" * 64)
    assert Look(new, desk.office).at(typed) is not None, refused(desk)


def test_enrolling_leaves_the_box_alone_that_opens(desk: Desk) -> None:
    for user in (APPROVER.user_id, OTHER.user_id):
        counting(user, desk.office)
        with desk.store.reading() as work:
            key = work.step_ups.key()
        desk.now += timedelta(minutes=1)
        assert key is not None and key.made_at == MONDAY
