"""The books: a snapshot is seen whole or not at all, and what it lacks is unknown before gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.customers import MappingState
from core.domain.errors import LostRace
from core.domain.exposure import Presence, Status
from core.domain.release import Found
from core.ports.records import RowProblem, SheetRow
from storage.unit_of_work import SqlStore
from tests.builders import (
    BOOKS,
    CONTOSO,
    FABRIKAM,
    NOW,
    a_bad_row,
    a_debtor,
    a_document,
    a_sheet_row,
    a_snapshot,
    eur,
)
from tests.storage.bookkeeping import ONE, TWO, load, sighted, take


def confirm(store: SqlStore, **changes: object) -> None:
    with store() as work:
        work.books.save_debtor(a_debtor(**changes))
        work.commit()


def test_a_document_comes_back_as_it_was_read(store: SqlStore) -> None:
    document = a_document(
        open=eur("-0.05"),
        total=eur("9000000000000.10"),
        due=None,
        subscription_ids=("a", "b"),
        last_payment=eur("12.3"),
        last_payment_on=NOW.date(),
    )
    take(store, SheetRow(2, document, "Contoso", ""))
    with store.reading() as work:
        assert work.books.sighting(BOOKS, "1").document == document


def test_an_amount_that_is_no_whole_number_of_minor_units_is_not_stored(store: SqlStore) -> None:
    with pytest.raises(ValueError, match="minor units"):
        load(store, a_sheet_row(open=eur("0.001")))


def test_a_snapshot_that_is_being_loaded_is_seen_by_nobody(store: SqlStore) -> None:
    confirm(store)
    load(store, ONE)
    with store.reading() as work:
        assert work.books.current(BOOKS) is None
        assert work.books.account(CONTOSO)[0].documents == ()
        assert list(work.books.ledger()) == []
        assert work.books.sighting(BOOKS, "1").found is Found.VANISHED


def test_the_books_show_their_newest_snapshot(store: SqlStore) -> None:
    take(store, ONE)
    take(store, a_sheet_row(open=eur("12")), TWO, totals=(eur("12"),))
    confirm(store)
    with store.reading() as work:
        (snapshot,) = work.books.currents()
        (page,) = work.books.account(CONTOSO)
        assert snapshot.totals == (eur("12"),)
        assert [doc.open for doc in page.documents] == [eur("12"), TWO.document.open]
        assert list(work.books.ledger()) == [page]


@pytest.mark.parametrize(
    ("snapshots", "found"),
    [
        ([[ONE, TWO], [ONE, TWO]], Found.PRESENT),
        ([[ONE, TWO], [TWO]], Found.MISSING),
        ([[ONE, TWO], [TWO], [TWO]], Found.VANISHED),
        ([[ONE, TWO], [TWO], [TWO], [TWO]], Found.VANISHED),
        ([[ONE, TWO], [TWO], [ONE]], Found.PRESENT),
        ([[ONE, TWO], [TWO], [TWO], [ONE]], Found.PRESENT),
        ([[ONE, TWO], [TWO], [TWO], [ONE], [TWO]], Found.MISSING),
        ([[ONE, TWO], [a_sheet_row(status=Status.CLOSED), TWO]], Found.CLOSED),
        ([[ONE, TWO], [TWO], [a_sheet_row(status=Status.CLOSED), TWO]], Found.CLOSED),
        ([[ONE, TWO], [a_sheet_row(status=Status.CLOSED), TWO], [TWO], [TWO]], Found.CLOSED),
        ([[ONE, TWO], [a_sheet_row(status=Status.CLOSED), TWO], [ONE]], Found.PRESENT),
        ([[TWO]], Found.VANISHED),
    ],
)
def test_missing_once_is_unknown_twice_is_vanished_and_closed_is_closed(
    store: SqlStore, snapshots: Sequence[Sequence[SheetRow]], found: Found
) -> None:
    for rows in snapshots:
        take(store, *rows)
    assert sighted(store) is found


def test_what_is_missing_stays_on_the_page_as_missing(store: SqlStore) -> None:
    take(store, ONE, TWO)
    assert take(store, TWO) == 1
    with store.reading() as work:
        (page,) = work.books.ledger()
        presences = {doc.document_id: doc.presence for doc in page.documents}
        assert presences == {"1": Presence.MISSING, "2": Presence.PRESENT}
        assert work.books.sighting(BOOKS, "1").document == page.documents[0]
    assert take(store, TWO) == 0
    with store.reading() as work:
        assert [doc.document_id for doc in next(work.books.ledger()).documents] == ["2"]


def test_a_source_says_nothing_about_another(store: SqlStore) -> None:
    take(store, ONE)
    take(store, a_sheet_row(source="other", document_id="9"), source="other")
    assert sighted(store) is Found.PRESENT
    with store.reading() as work:
        assert [snapshot.source for snapshot in work.books.currents()] == [BOOKS, "other"]
        assert [page.debtor.source for page in work.books.ledger()] == [BOOKS, "other"]


def test_a_bad_row_makes_its_customer_unreadable(store: SqlStore) -> None:
    other = a_sheet_row(document_id="2", customer_ref="K2")
    take(store, ONE, other, a_bad_row())
    confirm(store)
    with store.reading() as work:
        (page,) = work.books.account(CONTOSO)
        assert page.unreadable
        assert [p.unreadable for p in work.books.ledger()] == [True, False]
        current = work.books.current(BOOKS)
        assert current is not None
        assert work.books.problems(current.snapshot_id) == [a_bad_row()]
    take(store, ONE, other)
    with store.reading() as work:
        assert not work.books.account(CONTOSO)[0].unreadable


def test_a_bad_row_that_names_nobody_puts_its_whole_source_in_doubt(store: SqlStore) -> None:
    take(store, ONE, replace(a_bad_row(), customer_ref=""))
    take(store, a_sheet_row(document_id="9", source="other"), source="other")
    confirm(store)
    with store.reading() as work:
        assert work.books.account(CONTOSO)[0].unreadable
        assert [p.unreadable for p in work.books.ledger()] == [True, False]


def test_older_books_never_take_the_place_of_newer_ones(store: SqlStore) -> None:
    take(store, ONE)
    with pytest.raises(LostRace):
        take(store, TWO, as_of=NOW - timedelta(seconds=1))
    assert sighted(store) is Found.PRESENT


def test_a_snapshot_becomes_current_once(store: SqlStore) -> None:
    snapshot = load(store, ONE)
    with store() as work:
        work.books.make_current(replace(snapshot, state="current"), None)
        with pytest.raises(LostRace):
            work.books.make_current(snapshot, work.books.current(BOOKS))
        with pytest.raises(LostRace):
            work.books.refuse(snapshot, [])


# Refusals


def test_nothing_of_a_refused_file_is_kept_but_its_problems(store: SqlStore) -> None:
    take(store, ONE)
    snapshot = load(store, TWO, a_bad_row(line=7), source=BOOKS)
    whole = RowProblem(0, "", "customers_dropped", {"now": "1"})
    with store() as work:
        work.books.refuse(replace(snapshot, state="refused"), [whole])
        work.commit()
    with store.reading() as work:
        assert work.books.problems(snapshot.snapshot_id) == [whole]
        assert work.books.sighting(BOOKS, "2").found is Found.VANISHED
        assert work.books.refused_since() == replace(snapshot, state="refused")
        assert work.books.taken(snapshot.sha256) == replace(snapshot, state="refused")
    assert sighted(store) is Found.PRESENT


@pytest.mark.parametrize(
    ("refused", "accepted", "made_up_for"),
    [(BOOKS, BOOKS, True), (BOOKS, "other", False), ("", "other", True)],
)
def test_a_refusal_counts_until_its_source_is_accepted(
    store: SqlStore, refused: str, accepted: str, made_up_for: bool
) -> None:
    with store() as work:
        never_begun = a_snapshot(source=refused, as_of=None, state="refused", totals=())
        work.books.refuse(never_begun, [])
        work.commit()
    take(store, a_sheet_row(source=accepted), source=accepted)
    with store.reading() as work:
        assert (work.books.refused_since() is None) is made_up_for


# Who is who


def test_a_new_name_in_the_books_is_nobody_until_somebody_says_so(store: SqlStore) -> None:
    take(store, ONE)
    with store.reading() as work:
        debtor = work.books.debtor(BOOKS, "K1")
        assert debtor == a_debtor(mapping=MappingState.UNMAPPED, customer=None)
        assert work.books.account(CONTOSO) == []
        assert [page.debtor for page in work.books.ledger()] == [debtor]


def test_a_file_renames_a_debtor_and_leaves_its_mapping(store: SqlStore) -> None:
    take(store, ONE)
    confirm(store)
    take(store, a_sheet_row(customer_name="Contoso AG"))
    with store.reading() as work:
        assert work.books.debtor(BOOKS, "K1") == a_debtor(name="Contoso AG")


def test_a_proposal_is_a_claim_and_gives_no_page(store: SqlStore) -> None:
    take(store, ONE)
    confirm(store, mapping=MappingState.PROPOSED)
    with store.reading() as work:
        assert work.books.proposals() == work.books.claims(CONTOSO)
        assert len(work.books.proposals()) == 1
        assert work.books.account(CONTOSO) == []


def test_rows_say_which_tenants_a_customer_may_be(store: SqlStore) -> None:
    rows = [
        a_sheet_row(document_id="1", tenant_id=""),
        a_sheet_row(document_id="2"),
        a_sheet_row(document_id="3", tenant_id=FABRIKAM.tenant_id),
        a_sheet_row(document_id="4", customer_ref="K2", customer_name="Nobody", tenant_id=""),
    ]
    snapshot = load(store, *rows)
    with store.reading() as work:
        assert work.books.named_tenants(snapshot.snapshot_id) == [
            (BOOKS, "K1", "Contoso Handels GmbH", CONTOSO.tenant_id),
            (BOOKS, "K1", "Contoso Handels GmbH", FABRIKAM.tenant_id),
            (BOOKS, "K2", "Nobody", ""),
        ]
