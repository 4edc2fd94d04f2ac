"""People and the Slack accounts they are bound to: who somebody is, and whether that may decide."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.domain.phrases import Phrase

MEMBER_FRESH = timedelta(minutes=15)
# As good as asking at once, where many plans with the same voters want to go.
MEMBER_JUST_READ = timedelta(seconds=10)
# What is believed of somebody whom a code proves while the directory is silent.
MEMBER_BELIEVED = timedelta(hours=24)
USER_ID = r"[UW][A-Z0-9]{2,}"


class Role(StrEnum):
    AGENT = "agents"
    APPROVER = "approvers"
    ADMINISTRATOR = "administrators"


class Ineligibility(Phrase):
    """Why an account may not decide. A directory field that is missing is a refusal, too."""

    UNKNOWN = "unknown account"
    INCOMPLETE = "incomplete directory entry"
    OTHER_TEAM = "another workspace"
    DEACTIVATED = "deactivated"
    BOT = "bot or workflow"
    GUEST = "guest"
    EXTERNAL = "external member"
    NO_ROLE = "role withdrawn"
    CONFLICT = "conflict of interest"


def is_user_id(text: str) -> bool:
    """Does this look like the id of a Slack user?"""
    return re.fullmatch(USER_ID, text, re.ASCII) is not None


@dataclass(frozen=True, slots=True, order=True)
class AccountKey:
    """A Slack account: enterprise or team id, and user id. Never e-mail or name."""

    team_id: str
    user_id: str


@dataclass(frozen=True, slots=True)
class Member:
    """A Slack user as users.info described it; None where a field was missing."""

    key: AccountKey
    name: str
    deleted: bool | None
    is_bot: bool | None
    is_restricted: bool | None
    is_ultra_restricted: bool | None
    is_stranger: bool | None
    zone: str = "UTC"
    locale: str = "en-US"
    read_at: datetime | None = None

    def fresh(self, now: datetime) -> bool:
        return self._is_younger(MEMBER_FRESH, now)

    def just_read(self, now: datetime, since: datetime) -> bool:
        """Was it asked for right now, and after that moment?"""
        after = self.read_at is not None and self.read_at > since
        return after and self._is_younger(MEMBER_JUST_READ, now)

    def believed(self, now: datetime) -> bool:
        """Is it still good enough where the directory cannot be asked?"""
        return self._is_younger(MEMBER_BELIEVED, now)

    def _is_younger(self, age: timedelta, now: datetime) -> bool:
        return self.read_at is not None and now - self.read_at <= age


def nobody(key: AccountKey, read_at: datetime) -> Member:
    """An account of which the directory knows nothing, or nothing any more."""
    return Member(key, "", None, None, None, None, None, read_at=read_at)


@dataclass(frozen=True, slots=True)
class Person:
    """A human, the accounts bound to it and its roles."""

    person_id: str
    name: str
    accounts: tuple[AccountKey, ...]
    roles: frozenset[Role]
    member: Member | None = None

    def has(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)


def ineligibility(member: Member | None, home_team: str) -> Ineligibility | None:
    """May this account vote at all? Guests, externals, bots and the deactivated may not."""
    if member is None:
        return Ineligibility.UNKNOWN
    if member.key.team_id != home_team or not home_team:
        return Ineligibility.OTHER_TEAM
    flags = {
        Ineligibility.DEACTIVATED: member.deleted,
        Ineligibility.BOT: member.is_bot,
        Ineligibility.GUEST: _either(member.is_restricted, member.is_ultra_restricted),
        Ineligibility.EXTERNAL: member.is_stranger,
    }
    if None in flags.values():
        return Ineligibility.INCOMPLETE
    return next((why for why, holds in flags.items() if holds), None)


def _either(first: bool | None, second: bool | None) -> bool | None:
    if first is None or second is None:
        return None
    return first or second
