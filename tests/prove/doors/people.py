"""Everybody who might stand before the desk: by what the directory says of them, and by role."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sqlalchemy import insert

from core.domain.people import AccountKey, Role
from core.ports.outside import Clock
from handlers.directory import SlackDirectory, slack_client
from storage.database import Database
from storage.tables.people import accounts
from storage.unit_of_work import SqlStore

HOME, ELSEWHERE = "T0PARTNER", "T0OUTSIDE"
PLAIN: Mapping[str, Any] = {
    "team_id": HOME,
    "deleted": False,
    "is_bot": False,
    "is_restricted": False,
    "is_ultra_restricted": False,
}


@dataclass(frozen=True, slots=True)
class Identity:
    """`said` is what users.info says beside `PLAIN`, where None leaves a field out; nothing at all
    where `is_known` is false. `first` is the same of the person's first account, where this is
    the second. Whether somebody like this `may_act` is meant by docs/safety.md, S9."""

    name: str
    said: Mapping[str, Any]
    may_act: bool = False
    is_known: bool = True
    first: Mapping[str, Any] | None = None


IDENTITIES = (
    Identity("full member", {}, may_act=True),
    Identity("multi-channel guest", {"is_restricted": True}),
    Identity("single-channel guest", {"is_restricted": True, "is_ultra_restricted": True}),
    Identity("external member", {"team_id": ELSEWHERE, "is_stranger": True}),
    Identity("stranger who is said to be of our workspace", {"is_stranger": True}),
    Identity("deactivated", {"deleted": True}),
    Identity("bot", {"is_bot": True}),
    Identity("workflow", {"is_bot": True, "is_workflow_bot": True}),
    Identity("unknown", {}, is_known=False),
    *(Identity(f"nothing said of {name}", {name: None}) for name in PLAIN if name != "team_id"),
    Identity("second account", {}, may_act=True, first={}),
    Identity("second account, a guest", {"is_restricted": True}, first={}),
    Identity("second account, deactivated", {"deleted": True}, first={}),
    Identity("second account, where the first is deactivated", {}, first={"deleted": True}),
)
MEMBER = IDENTITIES[0]
ROLES = tuple(frozenset(some) for count in range(4) for some in combinations(Role, count))
NOBODY, EVERYTHING = frozenset[Role](), frozenset(Role)
# Whoever is not simply a member is tried without a role, with all, and with the vote alone.
TELLING = (NOBODY, frozenset({Role.APPROVER}), EVERYTHING)


@dataclass(frozen=True, slots=True)
class Someone:
    """An account that acts. `interest` names what they have in the customer, beside their role."""

    account: AccountKey
    identity: Identity
    roles: frozenset[Role]
    interest: str = ""

    @property
    def name(self) -> str:
        held = " and ".join(sorted(self.roles)) or "no role"
        return f"{self.identity.name}, {held}{', ' if self.interest else ''}{self.interest}"


def everybody() -> Iterator[Someone]:
    """One for each identity and each set of roles that tells something."""
    number = 0
    for identity in IDENTITIES:
        for roles in ROLES if identity is MEMBER else TELLING:
            number += 1
            team = identity.said.get("team_id", HOME)
            yield Someone(AccountKey(team, f"U9PERSON{number:03}"), identity, roles)


def settle(crowd: list[Someone], database: Database, clock: Clock) -> dict[AccountKey, str]:
    """Bind them, give them their roles, and let the directory have said what it says of them.
    Their person ids."""
    ids = {one.account: _bind(one, database, clock) for one in crowd}
    with SqlStore(database)() as work:
        for role in Role:
            before = [person.person_id for person in work.people.with_role(role)]
            added = [ids[one.account] for one in crowd if role in one.roles]
            work.people.set_role(role, before + added)
        work.commit()
    return ids


def _bind(one: Someone, database: Database, clock: Clock) -> str:
    store, said = SqlStore(database), one.identity
    with store() as work:
        first = AccountKey(HOME, f"{one.account.user_id}A") if said.first is not None else None
        person_id = work.people.bind(first or one.account, one.name[:80]).person_id
        if first is not None and said.first is not None:
            work.people.save_member(_described(first, said.first, clock))
        if said.is_known:
            work.people.save_member(_described(one.account, said.said, clock))
        work.commit()
    if first is not None:
        _add_account(one.account, person_id, database)
    return person_id


def _add_account(account: AccountKey, person_id: str, database: Database) -> None:
    row = {"team_id": account.team_id, "user_id": account.user_id, "position": 2}
    with database.transaction() as connection:
        connection.execute(insert(accounts).values(person_id=person_id, **row))
        connection.commit()


def _described(account: AccountKey, said: Mapping[str, Any], clock: Clock) -> Any:
    """As the desk reads an answer of users.info."""
    user = {"id": account.user_id, "real_name": "Somebody", **PLAIN, **said}
    sent = {name: value for name, value in user.items() if value is not None}
    directory = SlackDirectory(slack_client("xoxb-none", "http://127.0.0.1:9/"), clock)
    return directory.member_of({"user": sent})
