"""What is kept of customers, read table by table for as many of them as are asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select

from core.domain.agreements import DocumentKey, Ours
from core.domain.customers import CustomerKey, Debtor
from core.domain.facts import Delivered
from core.domain.promises import Promise, PromiseState
from core.domain.release import Sighting
from core.ports.dossiers import Dossier, Horizon
from core.ports.records import Account
from storage.repositories import dossier_queries as queries
from storage.repositories.agreements import SqlMarks, dispute_of, hold_of
from storage.repositories.book_rows import debtor_of, document_of
from storage.repositories.books import SqlBooks, doubted
from storage.repositories.collections import SqlRuns
from storage.repositories.contacts import SqlContacts
from storage.repositories.customer_rows import subscription_of, suspension_of
from storage.repositories.episodes import episode_of, filing_of
from storage.repositories.letters import SqlLetters
from storage.repositories.nothing_due import nothing_due
from storage.repositories.places import place_of
from storage.repositories.plan_rows import plan_of
from storage.repositories.promises import SqlPromises
from storage.sql import Wanted, by_customer, by_partner

# As many as every database takes in one statement.
AT_ONCE = 10_000


class SqlDossiers:
    """Implements core.ports.dossiers.Dossiers."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, keys: Sequence[CustomerKey]) -> dict[CustomerKey, Dossier]:
        found: dict[CustomerKey, Dossier] = {}
        shared = _Shared(self._connection)
        for wanted in by_partner(keys):
            shelf = _Shelf(self._connection, wanted)
            found |= {one.customer: one for one in shelf.dossiers(shared)}
        return found

    def nothing_due(self, horizon: Horizon) -> Mapping[CustomerKey, date | None]:
        return nothing_due(self._connection, horizon)


class _Shared:
    """What is not any one customer's."""

    def __init__(self, connection: Connection) -> None:
        books, contacts = SqlBooks(connection), SqlContacts(connection)
        self.books, self.unreadable = books.currents(), books.unreadable()
        self.marks = SqlMarks(connection).marks()
        self.standstills = SqlRuns(connection).history()
        # Somebody who writes for several customers may mean any of them.
        self.perhaps = [
            (one.received_at, contacts.known_as(one.sender))
            for one in SqlLetters(connection).unread_of_nobody()
        ]

    def unread_at(self, key: CustomerKey, own: datetime | None) -> datetime | None:
        perhaps = (at for at, whose in self.perhaps if key in whose)
        return min(perhaps if own is None else (own, *perhaps), default=None)


class _Shelf:
    """Customers of one partner account."""

    def __init__(self, connection: Connection, wanted: Wanted) -> None:
        self._connection = connection
        self._wanted = wanted
        self._keys = [CustomerKey(wanted["partner"], one) for one in wanted["tenants"]]

    def dossiers(self, shared: _Shared) -> Iterator[Dossier]:
        countries, places = self._each(queries.COUNTRIES), self._all(queries.PLACES)
        pages, ours, promised = self._pages(shared), self._ours(shared), self._promises()
        used, cut = self._all(queries.SUBSCRIPTIONS), self._all(queries.SUSPENSIONS)
        run, met = self._run(), self._all(queries.ACQUAINTED)
        unread, ends = self._each(queries.UNREAD_AT), self._each(queries.GONE_FROM)
        returned, over = self._each(queries.RETURNED), self._all(queries.OVER_LIMIT)
        selling, seen = self._selling(pages, used), self._sightings(promised)
        for key in self._keys:
            yield Dossier(
                customer=key,
                country=countries.get(key, ""),
                own_place=next(map(place_of, places[key]), None),
                pages=pages[key],
                ours=ours[key],
                promises=promised[key],
                sightings={one: seen[one] for one in _rested_on(promised[key])},
                subscriptions=[subscription_of(row) for row in used[key]],
                suspensions=[suspension_of(row) for row in cut[key]],
                acquainted=next(((one.known_since, one.met_on) for one in met[key]), None),
                returned_on=returned.get(key),
                over_limit=bool(over[key]),
                sells_on=key in selling,
                unread_at=shared.unread_at(key, unread.get(key)),
                deletion_on=ends.get(key),
                **run[key],
                books=shared.books,
                standstills=shared.standstills,
            )

    def _run(self) -> dict[CustomerKey, dict[str, Any]]:
        """What the run did about each."""
        told, filed = self._all(queries.NOTICES), self._all(queries.FILINGS)
        chased, asked = self._all(queries.EPISODES), self._all(queries.PLANS)
        return {
            key: {
                "notices": [notice_of(row) for row in told[key]],
                "episode": next(map(episode_of, chased[key]), None),
                "filings": [filing_of(row) for row in filed[key]],
                "plan": next(map(plan_of, asked[key]), None),
            }
            for key in self._keys
        }

    def _all(self, found: Select[Any]) -> Mapping[CustomerKey, list[Row[Any]]]:
        return by_customer(self._connection, found, self._wanted)

    def _each(self, found: Select[Any]) -> dict[CustomerKey, Any]:
        """The one value that is asked for of each customer, where there is one."""
        rows = self._connection.execute(found, self._wanted)
        return {CustomerKey(account, tenant): value for account, tenant, value in rows}

    def _pages(self, shared: _Shared) -> dict[CustomerKey, list[Account]]:
        lines: dict[tuple[str, str], list[Row[Any]]] = {}
        for row in self._connection.execute(queries.DOCUMENTS, self._wanted):
            lines.setdefault((row.source, row.customer_ref), []).append(row)
        names = self._all(queries.NAMES)
        return {
            key: [_account(debtor_of(row), lines, shared.unreadable) for row in names[key]]
            for key in self._keys
        }

    def _ours(self, shared: _Shared) -> dict[CustomerKey, Ours]:
        disputed, held = self._all(queries.DISPUTES), self._all(queries.HOLDS)
        return {
            key: replace(
                shared.marks,
                disputes=[dispute_of(row) for row in disputed[key]],
                holds=[hold_of(row) for row in held[key]],
            )
            for key in self._keys
        }

    def _promises(self) -> dict[CustomerKey, list[Promise]]:
        found: dict[CustomerKey, list[Promise]] = {key: [] for key in self._keys}
        for one in SqlPromises(self._connection).read(queries.PROMISES, self._wanted):
            found[one.customer].append(one)
        return found

    def _sightings(
        self, promised: Mapping[CustomerKey, Sequence[Promise]]
    ) -> Mapping[DocumentKey, Sighting]:
        wanted = {key for theirs in promised.values() for key in _rested_on(theirs)}
        return SqlBooks(self._connection).sightings(sorted(wanted))

    def _selling(
        self,
        pages: Mapping[CustomerKey, Sequence[Account]],
        used: Mapping[CustomerKey, Sequence[Row[Any]]],
    ) -> set[CustomerKey]:
        """Whoever is billed for subscriptions that others use."""
        billed = {key: _billed(pages[key]) for key in self._keys}
        strange = {
            key: billed[key] - {row.subscription_id for row in used[key]} for key in self._keys
        }
        users = self._users(sorted(set().union(*strange.values())))
        return {key for key, ids in strange.items() if not users.isdisjoint(ids)}

    def _users(self, ids: Sequence[str]) -> set[str]:
        """Those of these subscriptions that anybody has."""
        found: set[str] = set()
        for start in range(0, len(ids), AT_ONCE):
            some = {
                "partner": self._wanted["partner"],
                "subscriptions": ids[start : start + AT_ONCE],
            }
            found.update(self._connection.scalars(queries.USED, some))
        return found


def _account(
    debtor: Debtor,
    lines: Mapping[tuple[str, str], Sequence[Row[Any]]],
    unreadable: set[tuple[str, str]],
) -> Account:
    found = lines.get((debtor.source, debtor.customer_ref), ())
    return Account(debtor, tuple(map(document_of, found)), doubted(debtor, unreadable))


def _rested_on(promised: Sequence[Promise]) -> set[DocumentKey]:
    """The documents of payment plans of which something is still open."""
    running = {one.series for one in promised if one.state is PromiseState.OPEN}
    return {
        (basis.source, basis.document_id)
        for one in promised
        if one.series in running
        for basis in one.basis
    }


def _billed(pages: Sequence[Account]) -> set[str]:
    return {one for page in pages for doc in page.documents for one in doc.subscription_ids}


def notice_of(row: Row[Any]) -> Delivered:
    """Of a letter only what is asked for: its text is long."""
    said = json.loads(row.draft)
    printed = said["access_from"]
    return Delivered(
        row.name,
        row.delivered_on,
        date.fromisoformat(printed) if printed else None,
        said.get("zone", ""),
    )
