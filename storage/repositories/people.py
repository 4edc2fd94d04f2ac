"""People by account and role, and what the directory said of their accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import BindParameter, Connection, Row, and_, bindparam, delete, func, select, update
from sqlalchemy import insert as add

from core.domain.people import AccountKey, Member, Person, Role
from storage.sql import NotStored, put, rows_of
from storage.tables.people import accounts, doubles, members, people, roles

IDS: BindParameter[Any] = bindparam("ids", expanding=True)
WANTED: BindParameter[Any] = bindparam("wanted", expanding=True)
PEOPLE = select(people).where(people.c.person_id.in_(IDS)).order_by(people.c.person_id)
DOUBLES = select(doubles).where(doubles.c.person_id.in_(IDS))
ROLES = select(roles).where(roles.c.person_id.in_(IDS))
HOLDERS = select(roles.c.person_id).where(roles.c.role.in_(WANTED)).distinct()
SAID = [column.name for column in members.c if not column.primary_key]
# Each account beside what the directory said of it, the first of a person first.
ACCOUNTS = (
    select(accounts, *(members.c[name] for name in SAID))
    .outerjoin(
        members,
        and_(members.c.team_id == accounts.c.team_id, members.c.user_id == accounts.c.user_id),
    )
    .where(accounts.c.person_id.in_(IDS))
    .order_by(accounts.c.position)
)


class SqlPeople:
    """Implements core.ports.people.People."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by_account(self, key: AccountKey) -> Person | None:
        named = {"team_id": key.team_id, "user_id": key.user_id}
        row = rows_of(self._connection, accounts, **named).first()
        return None if row is None else self.get(row.person_id)

    def get(self, person_id: str) -> Person:
        return self.each([person_id])[person_id]

    def each(self, ids: Iterable[str]) -> dict[str, Person]:
        wanted = sorted(set(ids) - {""})
        rows = self._connection.execute(DOUBLES, {"ids": wanted}) if wanted else ()
        is_now = {row.person_id: row.same_as for row in rows}
        now = {one: is_now.get(one, one) for one in wanted}
        found = {person.person_id: person for person in self._of(sorted(set(now.values())))}
        if lost := set(now.values()) - found.keys():
            raise NotStored(f"person {', '.join(sorted(lost))}")
        return {one: found[person_id] for one, person_id in now.items()}

    def who(self, person_id: str) -> str:
        """Nobody is a double of a double: `merge` sees to that."""
        row = rows_of(self._connection, doubles, person_id=person_id).first()
        return person_id if row is None else str(row.same_as)

    def bound(self) -> Mapping[AccountKey, str]:
        found = self._connection.execute(select(accounts))
        return {AccountKey(row.team_id, row.user_id): row.person_id for row in found}

    def doubles(self) -> Mapping[str, str]:
        found = self._connection.execute(select(doubles))
        return {row.person_id: row.same_as for row in found}

    def with_role(self, *wanted: Role) -> list[Person]:
        found = self._connection.scalars(HOLDERS, {"wanted": wanted})
        held = self._of(found.all())
        return sorted(held, key=lambda person: (person.name, person.person_id))

    def _of(self, ids: Sequence[str]) -> list[Person]:
        if not ids:
            return []
        bound: dict[str, list[Row[Any]]] = {}
        for row in self._connection.execute(ACCOUNTS, {"ids": ids}):
            bound.setdefault(row.person_id, []).append(row)
        may: dict[str, set[Role]] = {}
        for row in self._connection.execute(ROLES, {"ids": ids}):
            may.setdefault(row.person_id, set()).add(Role(row.role))
        return [
            _person(row, bound.get(row.person_id, []), frozenset(may.get(row.person_id, ())))
            for row in self._connection.execute(PEOPLE, {"ids": ids})
        ]

    def member(self, key: AccountKey) -> Member | None:
        mine = {"team_id": key.team_id, "user_id": key.user_id}
        row = rows_of(self._connection, members, **mine).first()
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

    def give(self, key: AccountKey, person_id: str) -> None:
        mine = select(func.max(accounts.c.position)).where(accounts.c.person_id == person_id)
        row = {
            "team_id": key.team_id,
            "user_id": key.user_id,
            "person_id": person_id,
            "position": (self._connection.scalar(mine) or 0) + 1,
        }
        put(self._connection, accounts, [row])

    def take(self, key: AccountKey) -> None:
        self._connection.execute(
            delete(accounts).where(
                accounts.c.team_id == key.team_id, accounts.c.user_id == key.user_id
            )
        )

    def merge(self, person_id: str, same_as: str) -> None:
        for key in self.get(person_id).accounts:
            self.give(key, same_as)
        mine = doubles.c.same_as == person_id
        self._connection.execute(update(doubles).where(mine).values(same_as=same_as))
        self._connection.execute(add(doubles).values(person_id=person_id, same_as=same_as))

    def set_role(self, role: Role, person_ids: Sequence[str]) -> None:
        self._connection.execute(delete(roles).where(roles.c.role == role))
        for person_id in dict.fromkeys(person_ids):
            self._connection.execute(add(roles).values(role=role, person_id=person_id))


def _person(row: Row[Any], bound: Sequence[Row[Any]], may: frozenset[Role]) -> Person:
    """The directory is asked about the first account, and knows best what somebody is called."""
    member = _member(bound[0]) if bound and bound[0].name is not None else None
    return Person(
        person_id=row.person_id,
        name=member.name if member and member.name else row.name,
        accounts=tuple(AccountKey(one.team_id, one.user_id) for one in bound),
        roles=may,
        member=member,
    )


def _member(row: Row[Any]) -> Member:
    said = {name: row._mapping[name] for name in SAID}
    return Member(key=AccountKey(row.team_id, row.user_id), **said)
