"""Policies by version, and which is in force."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from core.domain.policy import Policy
from core.domain.policy_file import read_policy
from core.ports.policies import NoPolicy, Publication
from storage.sql import put
from storage.tables.policies import policies, publications

NEWEST = publications.c.number.desc()
TEXT_IN_FORCE = (
    select(policies.c.version, policies.c.text)
    .select_from(publications.join(policies))
    .order_by(publications.c.number.desc())
    .limit(1)
)
VERSION_IN_FORCE = select(publications.c.version).order_by(NEWEST).limit(1)
# Reading a text takes a hundred times as long as fetching it, and the same text is the same policy.
_read = lru_cache(maxsize=16)(read_policy)


def _unedited(version: str, text: str) -> Policy:
    """Raises PolicyRefused, and NoPolicy where this is not what was published."""
    policy = _read(text)
    if policy.version != version:
        raise NoPolicy(f"policy {version} was edited in the database")
    return policy


class SqlPolicies:
    """Implements core.ports.policies.Policies. What is in force is read once a transaction: nobody
    else publishes while one that writes is open, and one that reads sees a single moment."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._current: Policy | None = None

    def current(self) -> Policy:
        if self._current is None:
            found = self._connection.execute(TEXT_IN_FORCE).first()
            if found is None:
                raise NoPolicy("no policy is in force yet")
            self._current = _unedited(found.version, found.text)
        return self._current

    def version(self) -> str:
        if self._current is not None:
            return self._current.version
        return self._connection.scalar(VERSION_IN_FORCE) or ""

    def in_force(self) -> Publication:
        found = self._published(limit=1)
        if not found:
            raise NoPolicy("no policy is in force yet")
        return found[0]

    def get(self, version: str) -> Policy:
        if self._current is not None and self._current.version == version:
            return self._current
        return _unedited(version, self.text(version))

    def text(self, version: str) -> str:
        found = select(policies.c.text).where(policies.c.version == version)
        text: str | None = self._connection.scalar(found)
        if text is None:
            raise NoPolicy(f"policy {version}")
        return text

    def versions(self, prefix: str) -> list[str]:
        like = policies.c.version.startswith(prefix, autoescape=True)
        found = select(policies.c.version).where(like).order_by(policies.c.version)
        return list(self._connection.scalars(found))

    def keep(self, policy: Policy) -> None:
        row = {"version": policy.version, "name": policy.name, "text": policy.text}
        put(self._connection, policies, [row])

    def put_in_force(self, publication: Publication) -> None:
        last = self._connection.scalar(select(func.max(publications.c.number))) or 0
        row = insert(publications).values(
            number=last + 1,
            version=publication.version,
            since=publication.since,
            hardened=publication.hardened,
            person_id=publication.person_id,
            plan_id=publication.plan_id,
        )
        self._connection.execute(row)
        self._current = None

    def history(self) -> list[Publication]:
        return self._published(limit=None)

    def _published(self, limit: int | None) -> list[Publication]:
        found = select(publications, policies.c.name).select_from(publications.join(policies))
        rows = self._connection.execute(found.order_by(NEWEST).limit(limit))
        return [_publication(row) for row in rows]


def _publication(row: Row[Any]) -> Publication:
    return Publication(
        version=row.version,
        name=row.name,
        since=row.since,
        hardened=row.hardened,
        person_id=row.person_id,
        plan_id=row.plan_id,
    )
