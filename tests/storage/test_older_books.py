"""Books of a desk from before documents were versions: nothing of them is lost."""

from __future__ import annotations

from alembic import command
from sqlalchemy import Connection, text

from core.domain.exposure import Presence
from core.domain.release import Found
from storage.database import Database, open_database
from storage.migrating import config
from storage.schema import migrate
from storage.unit_of_work import SqlStore
from tests.builders import BOOKS, a_sheet_row, eur
from tests.storage.bookkeeping import sighted, take

SNAPSHOT = """
    INSERT INTO snapshots (number, snapshot_id, source, as_of, file_name, sha256, state, taken_at,
        customers, totals)
    VALUES (:number, :id, :source, :at, 'books.csv', :id, :state, :at, 1, '{}')
"""
DOCUMENT = """
    INSERT INTO documents (snapshot_id, document_id, source, number, customer_ref, customer_name,
        tenant_id, kind, status, category, presence, issued, due, currency, total_minor,
        open_minor, disputed_minor, subscription_ids, payment_method)
    VALUES (:snapshot, :id, :source, 'N', 'K1', 'Contoso', '', 'invoice', 'open', 'cloud',
        :presence, '2026-08-24', '2026-09-07', 'EUR', 5000, :open, 0, '[]', '')
"""
ENDING = "INSERT INTO endings (snapshot_id, document_id, how) VALUES (:snapshot, :id, :how)"
DEBTOR = """
    INSERT INTO debtors (source, customer_ref, name, mapping)
    VALUES (:source, 'K1', 'C', 'unmapped')
"""
# Number, state; the first was outlived.
SNAPSHOTS = ((1, "past"), (2, "past"), (3, "past"), (4, "current"), (5, "loading"), (6, "refused"))
# Snapshot, document, minor units that are open, presence.
DOCUMENTS = (
    (2, "a", 100, "present"), (3, "a", 90, "present"), (4, "a", 90, "present"),
    (2, "closed", 100, "present"), (2, "gone", 1, "present"), (3, "gone", 1, "missing"),
    (3, "missing", 1, "present"), (4, "missing", 1, "missing"), (4, "again", 1, "present"),
    (5, "a", 1, "present"), (5, "unseen", 1, "present"),
)  # fmt: skip
ENDINGS = (
    (3, "closed", "closed"), (4, "gone", "vanished"), (1, "long", "closed"), (2, "again", "closed"),
    (5, "a", "closed"),
)  # fmt: skip


def fill(connection: Connection) -> None:
    other = {"number": 7, "id": "s7", "source": "other", "state": "current"}
    for number, state in SNAPSHOTS:
        row = {"number": number, "id": f"s{number}", "source": BOOKS, "state": state}
        connection.execute(text(SNAPSHOT), row | {"at": f"2026-10-0{number} 08:00:00+00:00"})
    connection.execute(text(SNAPSHOT), other | {"at": "2026-10-07 08:00:00+00:00"})
    for number, key, open, presence in (*DOCUMENTS, (7, "a", 7, "present")):
        row = {"snapshot": f"s{number}", "id": key, "open": open, "presence": presence}
        connection.execute(text(DOCUMENT), row | {"source": "other" if number == 7 else BOOKS})
    for number, key, how in ENDINGS:
        connection.execute(text(ENDING), {"snapshot": f"s{number}", "id": key, "how": how})
    for source in (BOOKS, "other"):
        connection.execute(text(DEBTOR), {"source": source})
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT setval('snapshots_number_seq', 7)"))
    connection.commit()


def an_older_desk(url: str) -> Database:
    database = open_database(url)
    with database.transaction() as connection:
        command.upgrade(config(connection), "0023")
        fill(connection)
    migrate(database)
    return database


def test_what_the_books_showed_and_said_they_show_and_say_still(empty_url: str) -> None:
    database = an_older_desk(empty_url)
    store = SqlStore(database)
    with store.reading() as work:
        found = {
            (d.source, d.document_id): (d.open, d.presence)
            for page in work.books.ledger()
            for d in page.documents
        }
    assert found == {
        (BOOKS, "a"): (eur("0.90"), Presence.PRESENT),
        (BOOKS, "missing"): (eur("0.01"), Presence.MISSING),
        (BOOKS, "again"): (eur("0.01"), Presence.PRESENT),
        ("other", "a"): (eur("0.07"), Presence.PRESENT),
    }
    database.close()


def test_what_ended_stays_as_it_ended(empty_url: str) -> None:
    database = an_older_desk(empty_url)
    expected = {
        "a": Found.PRESENT,
        "closed": Found.CLOSED,
        "gone": Found.VANISHED,
        "long": Found.CLOSED,
        "missing": Found.MISSING,
        "unseen": Found.VANISHED,
    }
    assert {key: sighted(SqlStore(database), key) for key in expected} == expected
    database.close()


def test_past_books_show_what_they_showed_where_their_rows_were_kept(empty_url: str) -> None:
    database = an_older_desk(empty_url)
    with SqlStore(database).reading() as work:
        newest = work.books.current(BOOKS)
        assert newest is not None
        third = work.books.previous(newest)
        assert third is not None
        second = work.books.previous(third)
        assert second is not None
        assert work.books.previous(second) is None, "nobody knows what the first one showed"
        found = [
            {
                d.document_id: d.open.plain()
                for p in work.books.ledger_at([one])
                for d in p.documents
            }
            for one in (second, third)
        ]
    assert found == [
        {"a": "1.00", "closed": "1.00", "gone": "0.01"},
        {"a": "0.90", "gone": "0.01", "missing": "0.01"},
    ]
    database.close()


def test_newer_books_go_on_from_there(empty_url: str) -> None:
    database = an_older_desk(empty_url)
    store = SqlStore(database)
    rows = [a_sheet_row(document_id=key) for key in ("a", "closed", "again")]
    assert take(store, *rows) == 0
    found = [sighted(store, key) for key in ("a", "closed", "missing", "again")]
    assert found == [Found.PRESENT, Found.PRESENT, Found.VANISHED, Found.PRESENT]
    database.close()
