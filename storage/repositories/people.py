"""People by account and role, and what the directory said of their accounts."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from sqlalchemy import Connection, Row, delete, select
from sqlalchemy import insert as add

from core.domain.people import AccountKey, Member, Person, Role
from storage.sql import one, put
from storage.tables.people import accounts, members, people, roles


class SqlPeople:
    """Implements core.ports.store.People."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by_account(self, key: AccountKey) -> Person | None:
        person_id = self._connection.scalar(
            select(accounts.c.person_id).where(
                accounts.c.team_id == key.team_id, accounts.c.user_id == key.user_id
            )
        )
        return None if person_id is None else self.get(person_id)

    def get(self, person_id: str) -> Person:
        found = select(people).where(people.c.person_id == person_id)
        row = one(self._connection, found, f"person {person_id}")
        bound = self._accounts(person_id)
        member = self.member(bound[0]) if bound else None
        return Person(
            person_id=person_id,
            # The directory knows best what somebody is called now.
            name=member.name if member and member.name else row.name,
            accounts=bound,
            roles=self._roles(person_id),
            member=member,
        )

    def _accounts(self, person_id: str) -> tuple[AccountKey, ...]:
        found = (
            select(accounts.c.team_id, accounts.c.user_id)
            .where(accounts.c.person_id == person_id)
            .order_by(accounts.c.position)
        )
        return tuple(AccountKey(*row) for row in self._connection.execute(found))

    def _roles(self, person_id: str) -> frozenset[Role]:
        found = select(roles.c.role).where(roles.c.person_id == person_id)
        return frozenset(Role(role) for role in self._connection.scalars(found))

    def with_role(self, *wanted: Role) -> list[Person]:
        found = select(roles.c.person_id).where(roles.c.role.in_(wanted)).distinct()
        held = [self.get(person_id) for person_id in self._connection.scalars(found).all()]
        return sorted(held, key=lambda person: (person.name, person.person_id))

    def member(self, key: AccountKey) -> Member | None:
        found = select(members).where(
            members.c.team_id == key.team_id, members.c.user_id == key.user_id
        )
        row = self._connection.execute(found).first()
        return None if row is None else _member(row)

    def save_member(self, member: Member) -> None:
        row = {
            "team_id": member.key.team_id,
            "user_id": member.key.user_id,
            "name": member.name,
            "deleted": member.deleted,
            "is_bot": member.is_bot,
            "is_restricted": member.is_restricted,
            "is_ultra_restricted": member.is_ultra_restricted,
            "is_stranger": member.is_stranger,
            "zone": member.zone,
            "locale": member.locale,
            "read_at": member.read_at,
        }
        put(self._connection, members, [row])

    def bind(self, key: AccountKey, name: str) -> Person:
        known = self.by_account(key)
        if known is not None:
            return known
        person_id = str(uuid4())
        self._connection.execute(add(people).values(person_id=person_id, name=name))
        self._connection.execute(
            add(accounts).values(
                team_id=key.team_id, user_id=key.user_id, person_id=person_id, position=1
            )
        )
        return self.get(person_id)

    def set_role(self, role: Role, person_ids: Sequence[str]) -> None:
        self._connection.execute(delete(roles).where(roles.c.role == role))
        for person_id in dict.fromkeys(person_ids):
            self._connection.execute(add(roles).values(role=role, person_id=person_id))


def _member(row: Row[tuple[object, ...]]) -> Member:
    values = dict(row._mapping)
    key = AccountKey(values.pop("team_id"), values.pop("user_id"))
    return Member(key=key, **values)
