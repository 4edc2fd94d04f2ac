"""Does the desk know what is so? The books that were handed over and what Partner Center holds,
against what the desk has of them, by SQL of our own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, text

from core.usecases.receivables import Taken
from sandbox.data.receivables import Row
from sandbox.stories.driver import Json

# Digits behind the point, where they are not two.
DIGITS = {"KRW": 0, "JPY": 0}
CURRENT = "SELECT snapshot_id FROM snapshots WHERE source = :source AND state = 'current'"
IN_BOOKS = """
    SELECT d.document_id, d.open_minor FROM documents d
    JOIN snapshots n ON n.source = d.source AND n.state = 'current' AND d.since <= n.number
      AND (d.until IS NULL OR d.until > n.number)
    WHERE d.source = :source AND d.presence = 'present'
"""
HELD = "SELECT subscription_id, status FROM subscriptions"
OURS = "SELECT subscription_id FROM suspensions WHERE lifted_at IS NULL"
Books = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Delivery:
    """Books as they were handed over, and what became of them."""

    rows: Sequence[Row]
    taken: Taken

    @property
    def readable(self) -> list[Row]:
        """The first row is the second line of its file."""
        bad = {one.line for one in self.taken.bad_rows}
        return [row for line, row in enumerate(self.rows, 2) if line not in bad]


def differing(
    connection: Connection, delivery: Delivery | None, changes: Sequence[Json]
) -> Iterator[str]:
    """`changes` are those that Partner Center accepted, in order."""
    if delivery is not None:
        yield from _books(connection, delivery)
    yield from _services(connection, changes)


def _books(connection: Connection, delivery: Delivery) -> Iterator[str]:
    """Unless newer ones came in by another way."""
    snapshot = delivery.taken.snapshot
    source = {"source": snapshot.source}
    if connection.execute(text(CURRENT), source).scalar() != snapshot.snapshot_id:
        return
    found = in_books(connection.execute(text(IN_BOOKS), source).all())
    # What is being paid is neither owed nor paid, as what the books do not show.
    right = open_of([row for row in delivery.readable if row["status"] != "pending"])
    for document in sorted(found.keys() | right.keys()):
        # A closed one may leave the books.
        if found.get(document, 0) != right.get(document, 0):
            yield f"of {document} is open {found.get(document)}, not {right.get(document)}"


def in_books(rows: Iterable[Sequence[Any]]) -> Books:
    """The rows of IN_BOOKS: what the desk takes for open of each document."""
    found: dict[str, int] = {}
    for document, minor in rows:
        assert document not in found, f"{document} is in the books twice"
        found[document] = minor
    return found


def open_of(rows: Sequence[Row]) -> Books:
    """What is open of each document, in the smallest units of its currency."""
    return {row["document_id"]: _minor(row) for row in rows}


def _minor(row: Row) -> int:
    return int(Decimal(row["open_amount"]).scaleb(DIGITS.get(row["currency"], 2)))


def _services(connection: Connection, changes: Sequence[Json]) -> Iterator[str]:
    """What the desk did last to a service is what it has on record of it."""
    held = dict(map(tuple, connection.execute(text(HELD))))
    ours = set(connection.execute(text(OURS)).scalars())
    for service, (status, by) in _last(changes).items():
        if by != "api":
            continue
        if service in held and held[service] != status:
            yield f"{service} is {status}, and {held[service]} on record"
        if (status == "suspended") is not (service in ours) and status in ("suspended", "active"):
            yield f"{service} is {status}, and our suspensions say otherwise"


def _last(changes: Sequence[Json]) -> Mapping[str, tuple[str, str]]:
    return {
        change.get("entitlement_id") or change["subscription_id"]: (
            change["changed"]["status"][1], change["by"],
        )
        for change in changes
        if "status" in change["changed"]
    }  # fmt: skip
