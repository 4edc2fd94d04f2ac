"""Whoever asks for one customer or a few documents does not have all books read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.domain.release import Found
from core.ports.store import Work
from storage.database import Database
from storage.unit_of_work import SqlStore
from tests.builders import BOOKS, CONTOSO, a_customer, a_debtor
from tests.storage.bookkeeping import ONE, TWO, load, take
from tests.storage.dialects import ON_SQLITE
from tests.storage.query_plans import plans_of

Act = Callable[[Work, str], object]
ACTS: dict[str, Act] = {
    "the page of a customer": lambda work, _: work.books.account(CONTOSO),
    "what became of documents": lambda work, _: work.books.sightings([(BOOKS, "1")]),
    "whose a number is": lambda work, _: work.customers.search("INV-2", 5),
    "a part of an import": lambda work, id: work.books.write(id, [ONE, TWO]),
    "what is missing": lambda work, id: work.books.carry(id, [1], Found.MISSING),
    "undoing": lambda work, id: work.books.undo(id, 10),
    "what is paid back": lambda work, id: work.books.reopened(id),
    "what changed": lambda work, _: [*work.books.differences(None, work.books.currents()[0])],
}


def documents_by(desk: Database, act: Act, loading: str) -> list[str]:
    return plans_of(desk, lambda work: act(work, loading), "documents")


@ON_SQLITE
@pytest.mark.parametrize("what", ACTS)
def test_an_index_leads_to_the_documents(desk: Database, store: SqlStore, what: str) -> None:
    take(store, ONE, TWO)
    with store() as work:
        work.customers.save([a_customer(key=CONTOSO)])
        work.books.save_debtor(a_debtor())
        work.commit()
    loading = load(store, TWO)
    plans = documents_by(desk, ACTS[what], loading.snapshot_id)
    assert [one for one in plans if one.startswith("SCAN documents")] == []


@ON_SQLITE
def test_what_was_closed_is_looked_for_by_its_document(desk: Database, store: SqlStore) -> None:
    """Not among all that ended with this import, for each that began with it."""
    loading = load(store, TWO)
    plans = documents_by(desk, ACTS["what is paid back"], loading.snapshot_id)
    assert any(one.startswith("SEARCH before USING INDEX uq_documents_version") for one in plans)


@ON_SQLITE
def test_reading_all_books_is_seen_as_such(desk: Database, store: SqlStore) -> None:
    load(store, TWO)
    plans = plans_of(desk, lambda work: list(work.books.ledger()), "documents")
    assert any(one.startswith("SCAN documents") for one in plans)
