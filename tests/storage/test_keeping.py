"""What was kept long enough is emptied, what is still needed is not, and that it was stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from core.domain.cases import CaseState, Note
from core.domain.customers import CustomerKey
from core.domain.erasure import ERASED
from core.domain.keeping import PERIODS, Kind, before
from core.domain.notices import LetterState, Meaning
from core.domain.plans import PlanState
from core.domain.promises import PromiseState
from core.ports.store import Store, Work
from storage.database import Database
from storage.tables.jobs import jobs_history
from storage.unit_of_work import SqlStore
from tests.a_letter import a_draft, a_letter, a_reply
from tests.a_verdict import TODAY, a_judged, an_episode
from tests.an_agreement import a_promise
from tests.builders import (
    CONTOSO,
    FABRIKAM,
    NOW,
    a_case,
    a_customer,
    a_debtor,
    a_plan,
    a_sheet_row,
    a_snapshot,
    a_suspension,
    a_ticket,
    steps_of,
)
from tests.storage.test_prints import a_print
from tests.storage.test_signals import a_signal

OVER, LATER = NOW + timedelta(days=1), NOW + timedelta(days=9)
ALL = 100


def fill(work: Work, key: CustomerKey = CONTOSO, number: int = 1) -> None:
    """Of everything something that was over before `LATER`."""
    work.customers.save([a_customer(key=key)])
    closed = replace(a_case(customer=key, number=number), state=CaseState.CLOSED, closed_at=OVER)
    case = replace(closed, told="Told Greta")
    work.cases.add(case)
    work.cases.add_note(Note(case.case_id, "kang", NOW, "Talked to Greta."))
    plan = a_plan(customer=key, note="Greta asked", state=PlanState.FINISHED)
    work.plans.add(plan, steps_of(plan))
    work.prints.add(a_print("Told Greta", subject=plan.plan_id))
    work.letters.add(a_letter(a_draft(customer=key), state=LetterState.DELIVERED))
    work.letters.add_reply(a_reply(customer=key, meaning=Meaning.OTHER))
    work.signals.add(a_signal(customer=key, signal_id=key.tenant_id, case_id=case.case_id))
    ended = a_promise(
        customer=key, promise_id=key.tenant_id, series=key.tenant_id,
        state=PromiseState.KEPT, ended_on=TODAY,
    )  # fmt: skip
    work.promises.add([ended])
    work.verdicts.keep(a_judged(customer=key))


DUE = {
    Kind.LETTERS: 2, Kind.NOTES: 4, Kind.CARDS: 1,
    Kind.SIGNALS: 1, Kind.VERDICTS: 1, Kind.JOBS: 0, Kind.BOOKS: 0,
}  # fmt: skip


def due(work: Work, at: datetime = LATER) -> dict[Kind, int]:
    return {kind: work.keeping.due(kind, at) for kind in Kind}


def test_what_is_old_enough_goes_and_that_it_was_stays(store: Store) -> None:
    with store() as work:
        fill(work)
        assert due(work) == DUE
        assert {kind: work.keeping.clear(kind, LATER, ALL) for kind in Kind} == DUE
        assert set(due(work).values()) == {0}
        (letter,), (reply,) = work.letters.of_customer(CONTOSO), work.letters.replies(CONTOSO)
        assert (letter.draft.to, letter.draft.text, letter.draft.name) == ((), "", "reminder")
        assert (letter.state, reply.sender, reply.meaning) == (
            *(LetterState.DELIVERED, "", Meaning.OTHER),
        )
        (case,) = (one for one in [work.cases.by_number(1)] if one)
        assert (case.told, [n.text for n in work.cases.notes(case.case_id)]) == (ERASED, [ERASED])
        (promise,) = work.promises.series(CONTOSO.tenant_id)
        assert (promise.note, promise.state) == (ERASED, PromiseState.KEPT)
        (signal,) = work.signals.of_customer(CONTOSO)
        assert (signal.facts, signal.strength) == ((), 84)
        assert work.verdicts.last(CONTOSO) is None


def test_what_is_younger_stays(store: Store) -> None:
    with store() as work:
        fill(work)
        assert set(due(work, NOW).values()) == {0}


def test_as_many_go_at_once_as_are_asked_for(store: Store) -> None:
    with store() as work:
        fill(work)
        assert [work.keeping.clear(Kind.NOTES, LATER, 3) for _ in range(3)] == [3, 1, 0]


def _owes(work: Work) -> None:
    snapshot = a_snapshot()
    work.books.begin(snapshot)
    row = a_sheet_row(customer_ref="C-1", issued=date(2026, 8, 24))
    work.books.write(snapshot.snapshot_id, [row])
    work.books.save_debtor(a_debtor(customer_ref="C-1"))
    work.books.make_current(replace(snapshot, state="current"), None)


def _asked(work: Work) -> None:
    case = work.cases.by_number(1)
    assert case is not None
    work.tickets.add(a_ticket(case_id=case.case_id, customer=CONTOSO))


def _plans(work: Work) -> None:
    plan = a_plan()
    work.plans.add(plan, steps_of(plan))


NEEDS: dict[str, Callable[[Work], None]] = {
    "an open case": lambda work: work.cases.add(a_case(number=9)),
    "an open plan": _plans,
    "a suspension of ours": lambda work: work.customers.add_suspension(a_suspension()),
    "an episode": lambda work: work.episodes.begin(an_episode()),
    "a debt as old": _owes,
    "an open service request": _asked,
}


@pytest.mark.parametrize("need", NEEDS.values(), ids=NEEDS)
def test_nothing_goes_that_is_still_needed(store: Store, need: Callable[[Work], None]) -> None:
    with store() as work:
        fill(work)
        fill(work, FABRIKAM, 2)
        need(work)
        left = due(work)
        assert {kind: left[kind] for kind in (Kind.LETTERS, Kind.NOTES, Kind.CARDS)} == {
            kind: DUE[kind] for kind in (Kind.LETTERS, Kind.NOTES, Kind.CARDS)
        }, "only those of the other customer"
        work.keeping.clear(Kind.LETTERS, LATER, ALL)
        (letter,) = work.letters.of_customer(CONTOSO)
        assert letter.draft.text


def test_no_reply_goes_that_nobody_read_and_no_letter_on_its_way(store: Store) -> None:
    with store() as work:
        work.customers.save([a_customer()])
        work.letters.add(a_letter(state=LetterState.UNCLEAR))
        work.letters.add_reply(a_reply())
        assert work.keeping.due(Kind.LETTERS, LATER) == 0


def test_a_finished_job_is_known_without_what_it_was_given(desk: Database) -> None:
    job = {"key": "tell:1", "kind": "tell", "payload": {"text": "Greta"}, "status": "dead"}
    with desk.transaction() as connection:
        row = job | {"attempts": 1, "error": "to Greta", "finished_at": NOW}
        connection.execute(insert(jobs_history).values(row))
        connection.commit()
    with SqlStore(desk)() as work:
        assert [work.keeping.clear(Kind.JOBS, LATER, ALL) for _ in range(2)] == [1, 0]
        work.commit()
    with desk.reading() as connection:
        (left,) = connection.execute(select(jobs_history)).all()
    assert (left.key, left.payload, left.error) == ("tell:1", {}, None)


def test_nobody_may_set_away_what_is_needed() -> None:
    usual = {kind: period.usual for kind, period in PERIODS.items()}
    assert set(usual) == set(Kind)
    assert all(period.least <= period.usual for period in PERIODS.values())
    assert before(Kind.JOBS, usual, NOW) == NOW - timedelta(days=90)
