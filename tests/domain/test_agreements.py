"""Our agreements laid over the books: what does not count, and from when it counts again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.domain.agreements import Ours, episode, overlaid_sighting, overlay
from core.domain.disputes import Dispute, DisputeState
from core.domain.exposure import Document, Kind, Presence, Status, expose
from core.domain.plans import Basis
from core.domain.release import Debt, Found, Sighting, judge_debt
from tests.an_agreement import a_dispute, a_hold
from tests.builders import BOOKS, a_document, eur

DUE, TODAY, LATER = date(2026, 9, 7), date(2026, 10, 12), date(2026, 11, 20)
KEY = (BOOKS, "1")
FOR, AGAINST = DisputeState.SETTLED_FOR_CUSTOMER, DisputeState.SETTLED_AGAINST
FLOORS = {"EUR": eur("50")}


def laid(doc: Document, on: date, *others: Document, **ours: object) -> Document:
    return overlay([doc, *others], Ours(**ours), on)[0]  # type: ignore[arg-type]


def disputed(dispute: Dispute, on: date, *others: Document, **changes: object) -> str:
    doc = laid(a_document(**changes), on, *others, disputes=[dispute])
    return doc.disputed.plain()


@pytest.mark.parametrize(
    ("changes", "on", "document", "out"),
    [
        ({}, TODAY, {}, "200.00"),
        ({}, TODAY + timedelta(days=30), {}, "200.00"),
        ({}, TODAY + timedelta(days=31), {}, "0.00"),
        ({}, TODAY - timedelta(days=1), {}, "0.00"),
        ({}, TODAY, {"open": eur("150.00")}, "150.00"),
        ({}, TODAY, {"disputed": eur("500.00")}, "500.00"),
        ({}, TODAY, {"disputed": eur("100.00")}, "200.00"),
        ({"state": AGAINST, "settled_on": TODAY}, TODAY, {}, "0.00"),
        ({"state": FOR, "settled_on": TODAY}, TODAY + timedelta(days=60), {}, "200.00"),
        ({"state": FOR, "settled_on": TODAY}, TODAY + timedelta(days=61), {}, "0.00"),
        ({"state": FOR, "settled_on": TODAY, "open_then": eur("8412.60")}, TODAY,
         {"open": eur("8212.60")}, "0.00"),
        ({"state": FOR, "settled_on": TODAY, "open_then": eur("8412.60")}, TODAY,
         {"open": eur("4000.00")}, "200.00"),
    ],
    ids=["open", "last day", "ran out", "before it", "never above what is open",
         "the books say more", "the books say less", "settled against", "until the credit note",
         "no longer than that", "credit note applied", "paid, and no credit note yet"],
)  # fmt: skip
def test_the_disputed_part(
    changes: dict[str, object], on: date, document: dict[str, object], out: str
) -> None:
    assert disputed(replace(a_dispute(), **changes), on, **document) == out  # type: ignore[arg-type]


def test_a_credit_note_by_itself_is_not_taken_off_twice() -> None:
    settled = a_dispute(state=FOR, settled_on=TODAY)
    note = a_document(
        document_id="2", kind=Kind.CREDIT_NOTE, issued=TODAY, due=None, total=eur("-200.00"),
        open=eur("-200.00"),
    )  # fmt: skip
    assert disputed(settled, TODAY, note) == "0.00"
    assert disputed(settled, TODAY, replace(note, issued=DUE)) == "200.00"
    assert disputed(settled, TODAY, replace(note, total=eur("-30.00"))) == "200.00"


@pytest.mark.parametrize(
    ("ours", "on", "since"),
    [
        ({}, LATER, None),
        ({"disputes": [a_dispute(state=AGAINST, settled_on=date(2026, 10, 20))]}, LATER,
         date(2026, 10, 20)),
        ({"disputes": [a_dispute()]}, LATER, TODAY + timedelta(days=30)),
        ({"disputes": [a_dispute()]}, TODAY + timedelta(days=30), None),
        ({"disputes": [a_dispute(state=FOR, settled_on=date(2026, 9, 10))]}, LATER,
         date(2026, 11, 9)),
        ({"returned": {KEY: TODAY}}, LATER, TODAY),
        ({"returned": {(BOOKS, "2"): TODAY}}, LATER, None),
        ({"holds": [a_hold(until=date(2026, 10, 31))]}, LATER, date(2026, 10, 31)),
        ({"holds": [a_hold(since=date(2026, 8, 1), until=date(2026, 8, 31))]}, LATER, None),
        ({"returned": {KEY: TODAY}, "holds": [a_hold(until=date(2026, 10, 31))]}, LATER,
         date(2026, 10, 31)),
        ({"returned": {KEY: LATER}}, TODAY, None),
    ],
    ids=["nothing", "settled against", "ran out", "still runs", "no credit note came", "returned",
         "another document", "hold over", "hold before it was due", "the latest", "not yet"],
)  # fmt: skip
def test_from_when_it_counts(ours: dict[str, object], on: date, since: date | None) -> None:
    doc = laid(a_document(), on, **ours)
    assert doc.counted_from == since
    assert doc.days_late(on) == (on - (since or DUE)).days


def test_the_day_of_a_new_beginning_is_not_late_yet() -> None:
    doc = laid(a_document(), TODAY, returned={KEY: TODAY})
    assert expose([doc], TODAY).overdue() == {}
    tomorrow = expose([doc], TODAY + timedelta(days=1))
    assert tomorrow.overdue() == {"EUR": eur("8412.60")}
    assert tomorrow.days_overdue() == 1


def test_a_write_off_does_not_count_and_was_never_paid() -> None:
    ours = Ours(written_off={KEY: TODAY})
    doc = laid(a_document(), TODAY, written_off={KEY: TODAY})
    assert doc.status is Status.WRITTEN_OFF and not doc.counts()
    assert laid(a_document(), DUE, written_off={KEY: TODAY}).counts()
    for seen in (Sighting(Found.CLOSED), Sighting(Found.PRESENT, a_document())):
        assert overlaid_sighting(KEY, seen, [], ours, TODAY).found is Found.WRITTEN_OFF


def basis() -> tuple[Basis, ...]:
    doc = a_document()
    return (Basis(doc.source, doc.document_id, doc.number, DUE, doc.open, doc.disputed),)


@pytest.mark.parametrize(
    ("ours", "seen", "debt"),
    [
        (Ours(), Sighting(Found.CLOSED), Debt.PAID),
        (Ours(written_off={KEY: TODAY}), Sighting(Found.CLOSED), Debt.WRITTEN_OFF),
        (Ours(written_off={KEY: TODAY}), Sighting(Found.PRESENT, a_document()), Debt.WRITTEN_OFF),
        (Ours(disputes=[a_dispute(amount=eur("8412.60"))]), Sighting(Found.PRESENT, a_document()),
         Debt.DISPUTED),
        (Ours(disputes=[a_dispute()]), Sighting(Found.PRESENT, a_document()), Debt.OWED),
        (Ours(returned={KEY: TODAY}), Sighting(Found.PRESENT, a_document()), Debt.REDATED),
        (Ours(holds=[a_hold(since=DUE, until=None, ended_on=TODAY)]),
         Sighting(Found.PRESENT, a_document()), Debt.REDATED),
    ],
    ids=["closed", "written off, then closed", "written off", "disputed", "disputed in part",
         "returned today", "hold released today"],
)  # fmt: skip
def test_what_became_of_a_debt(ours: Ours, seen: Sighting, debt: Debt) -> None:
    """Only a payment, or a credit note, ever releases anything."""
    known = [seen.document] if seen.document else []
    sightings = {KEY: overlaid_sighting(KEY, seen, known, ours, TODAY)}
    documents = overlay(known, ours, TODAY)
    assert judge_debt(basis(), sightings, documents, FLOORS, TODAY) is debt


def test_the_episode_is_as_old_as_its_oldest_late_document() -> None:
    old, young = a_document(), a_document(document_id="2", due=date(2026, 10, 1))
    future = a_document(document_id="3", due=LATER)
    missing = a_document(document_id="4", due=date(2026, 1, 1), presence=Presence.MISSING)
    assert episode([young, old, future, missing], TODAY) == DUE
    assert episode([young, replace(old, counted_from=date(2026, 10, 5))], TODAY) == date(
        2026, 10, 1
    )
    assert episode([future], TODAY) is None
