"""What was agreed on: read as it was written, ended once, and laid over the right customer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.domain.disputes import DisputeState
from core.domain.errors import LostRace
from core.domain.holds import HoldKind
from core.domain.promises import PromiseState, terms_hash
from core.dossiers import dossier_of
from core.ports.store import Store
from storage.sql import NotStored
from tests.an_agreement import TODAY, a_dispute, a_hold, a_promise
from tests.builders import BOOKS, CONTOSO, FABRIKAM, a_debtor, a_document, eur


def test_a_promise_is_read_again_with_what_it_rests_on(store: Store) -> None:
    first, second = a_promise(), a_promise(promise_id="p2", number=2, by=date(2026, 11, 1))
    with store() as work:
        work.promises.add([first, second])
        work.commit()
    with store.reading() as work:
        assert work.promises.get("p1") == first
        assert work.promises.series("s1") == [first, second] == work.promises.of(CONTOSO)
        assert work.promises.open() == work.promises.resting_on((BOOKS, "1")) == [first, second]
        assert work.promises.of(FABRIKAM) == work.promises.resting_on((BOOKS, "2")) == []
        with pytest.raises(NotStored):
            work.promises.get("p3")


def test_a_promise_that_is_asked_for_is_found_by_its_terms_alone(store: Store) -> None:
    asked = a_promise(state=PromiseState.ASKED)
    with store() as work:
        work.promises.add([asked])
        work.commit()
    with store.reading() as work:
        assert work.promises.by_terms(terms_hash([asked])) == [asked]
        assert work.promises.by_terms(terms_hash([replace(asked, amount=eur("501"))])) == []
        assert work.promises.of(CONTOSO) == work.promises.open() == []


def test_of_two_who_end_a_promise_one_wins(store: Store) -> None:
    promise = a_promise()
    kept = replace(promise, state=PromiseState.KEPT, ended_on=TODAY, left=eur("0.00"))
    with store() as work:
        work.promises.add([promise])
        work.promises.update(kept, promise)
        with pytest.raises(LostRace):
            work.promises.update(replace(promise, state=PromiseState.BROKEN), promise)
        work.commit()
    with store.reading() as work:
        assert work.promises.get("p1") == kept


def test_a_document_has_one_undecided_dispute(store: Store) -> None:
    dispute = a_dispute()
    lost = replace(
        dispute, state=DisputeState.SETTLED_AGAINST, settled_on=TODAY, settled_by="braun"
    )
    with store() as work:
        work.disputes.add(dispute)
        with pytest.raises(LostRace):
            work.disputes.add(a_dispute(dispute_id="d2"))
        assert work.disputes.open() == [dispute]
        work.disputes.update(lost, dispute)
        with pytest.raises(LostRace):
            work.disputes.update(lost, dispute)
        work.disputes.add(a_dispute(dispute_id="d2", open_then=eur("900.00")))
        work.commit()
    with store.reading() as work:
        assert work.disputes.get("d1") == lost
        assert [one.dispute_id for one in work.disputes.of(CONTOSO)] == ["d1", "d2"]
        assert work.disputes.get("d2").open_then == eur("900.00")


def test_a_customer_has_one_standing_hold_of_a_kind(store: Store) -> None:
    hold = a_hold()
    legal = a_hold(hold_id="h2", kind=HoldKind.LEGAL, until=None, review_on=TODAY)
    other = a_hold(hold_id="h3", customer=FABRIKAM, scope="country DE")
    over = replace(hold, ended_on=TODAY, ended_by="kang", ended_why="released")
    with store() as work:
        work.holds.add([hold, legal, other])
        work.commit()
    with store() as work, pytest.raises(LostRace):
        work.holds.add([a_hold(hold_id="h4")])
    with store() as work:
        assert work.holds.standing() == work.holds.batch("b1") == [hold, legal, other]
        work.holds.update(over)
        with pytest.raises(LostRace):
            work.holds.update(over)
        work.commit()
    with store.reading() as work:
        assert work.holds.of(CONTOSO) == [over, legal]
        assert work.holds.get("h3") == other
        assert work.holds.standing() == [legal, other]


def test_marks_are_laid_over_documents_and_name_their_customer(store: Store) -> None:
    with store() as work:
        work.books.save_debtor(a_debtor())
        work.marks.write_off((BOOKS, "2"), TODAY, "plan")
        work.marks.give_back([a_document()], TODAY - timedelta(days=9))
        work.marks.give_back([a_document()], TODAY)
        work.disputes.add(a_dispute())
        work.holds.add([a_hold()])
        work.commit()
    with store.reading() as work:
        ours = work.marks.ours(CONTOSO)
        assert ours.written_off == {(BOOKS, "2"): TODAY}
        assert ours.returned == {(BOOKS, "1"): TODAY}
        assert (ours.disputes, ours.holds) == ([a_dispute()], [a_hold()])
        assert dossier_of(work, CONTOSO).returned_on == TODAY
        assert dossier_of(work, FABRIKAM).returned_on is None
        everybody, holds = work.marks.everybody()
        assert everybody.disputes == ours.disputes and holds == {CONTOSO: [a_hold()]}
