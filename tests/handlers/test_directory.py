"""Whoever decides is read from Slack while it is fresh, and refused where Slack does not say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.errors import DirectoryUnreadable, NotEligible
from core.domain.people import MEMBER_FRESH, AccountKey, Ineligibility
from core.ports.outside import Unreachable
from handlers.directory import SlackDirectory, slack_client, whoami
from handlers.request import Services
from tests.handlers.a_bot import World, a_clock, a_services, a_world
from tests.sandbox.slack_desk import TOKEN


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with a_world() as world:
        yield world


@pytest.fixture
def services(world: World) -> Services:
    world.members.clear()
    return a_services(world.desk.sandbox, world.members)


@pytest.fixture
def lee(world: World) -> AccountKey:
    client = slack_client(TOKEN, f"{world.desk.sandbox.url}/slack/api/")
    return AccountKey(whoami(client).home_team, "U0LEE")


def asked(world: World) -> int:
    return len(world.desk.read("calls", method="users.info"))


def test_who_is_fresh_is_not_asked_for_again(
    world: World, services: Services, lee: AccountKey
) -> None:
    before = asked(world)
    services.know(lee)
    services.know(lee)
    assert asked(world) == before + 1
    met = world.members.get(lee)
    assert met is not None
    stale = replace(met, read_at=a_clock() - MEMBER_FRESH - timedelta(1))
    world.members.save(stale)
    services.know(lee)
    assert asked(world) == before + 2


@pytest.mark.parametrize("kind", ["error", "status", "ratelimited", "reset_before"])
def test_who_cannot_be_read_decides_nothing(
    world: World, services: Services, lee: AccountKey, kind: str
) -> None:
    fault = {"target": "slack", "match": {"method": "users.info"}, "kind": kind}
    world.desk.fault(**fault, **({"error": "fatal_error"} if kind == "error" else {}))
    with pytest.raises(DirectoryUnreadable):
        services.know(lee)


def test_nobody_and_somebody_of_another_team_are_refused(
    services: Services, lee: AccountKey
) -> None:
    with pytest.raises(NotEligible) as unknown:
        services.know(AccountKey(lee.team_id, "U0NOBODY"))
    with pytest.raises(NotEligible) as foreign:
        services.know(AccountKey(lee.team_id, "U0EXTERN"))
    assert unknown.value.facts["why"] is Ineligibility.UNKNOWN
    assert foreign.value.facts["why"] is Ineligibility.OTHER_TEAM


def test_a_missing_field_is_unknown(services: Services) -> None:
    directory = services.directory
    assert isinstance(directory, SlackDirectory)
    member = directory.member_of({"user": {"id": "U1", "team_id": "T1", "is_bot": "no"}})
    assert (member.deleted, member.is_bot, member.is_restricted) == (None, None, None)
    with pytest.raises(Unreachable):
        directory.member_of({"user": {"id": "U1"}})
