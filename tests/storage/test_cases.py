"""Cases: what is known of each comes back as it was written, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from alembic import command
from sqlalchemy import bindparam, text

from core.domain.cases import CaseState, Delegation, Outcome, Severity, Tick, Wait
from core.domain.errors import LostRace
from core.domain.money import Money
from core.domain.plans import Reason
from core.ports.store import Store, Work
from storage.database import open_database
from storage.migrating import config
from storage.schema import migrate
from storage.tables.metadata import UTCDateTime
from storage.unit_of_work import SqlStore
from tests.builders import FABRIKAM, NOW, a_case

OLD_CASE = """
    INSERT INTO cases (case_id, number, account, tenant_id, kind, state, opened_by, opened_at,
                       thread, link, owner, told)
    VALUES ('c1', 1, 'main', 't', 'fraud', 'open', 'kang', :at, '', '', '', '')
"""
LATER = NOW + timedelta(hours=3)


def test_what_is_known_of_a_case_is_read_again(store: Store) -> None:
    case = a_case(kind=Reason.FRAUD)
    known = replace(
        case, severity=Severity.CRITICAL, first_abuse=NOW - timedelta(days=9), responded_at=NOW,
        per_hour=Money(Decimal("12.345678"), "EUR"), status_at=LATER, owner="kang",
    )  # fmt: skip
    with store() as work:
        work.cases.add(case)
        assert work.cases.get(case.case_id) == case
        work.cases.update(known, CaseState.OPEN)
        assert work.cases.get(case.case_id) == known
        closed = replace(
            known, state=CaseState.CLOSED, closed_at=LATER, outcome=Outcome.FALSE_ALARM, told="all"
        )
        work.cases.update(closed, CaseState.OPEN)
        assert work.cases.by_number(case.number) == closed
        with pytest.raises(LostRace):
            work.cases.update(known, CaseState.OPEN)
        assert work.cases.get(case.case_id) == closed


def test_those_that_were_merged_are_found_by_the_one_that_stays_open(store: Store) -> None:
    first, second = a_case(kind=Reason.FRAUD), a_case(kind=Reason.MISUSE, number=2)
    other = a_case(customer=FABRIKAM, kind=Reason.FRAUD, number=3)
    merged = replace(
        second, state=CaseState.CLOSED, outcome=Outcome.MERGED, merged_into=first.case_id
    )
    with store() as work:
        for case in (first, second, other):
            work.cases.add(case)
        work.cases.update(merged, CaseState.OPEN)
        assert work.cases.merged_into(first.case_id) == [merged]
        assert work.cases.open_for(first.customer) == [first]
        assert work.cases.open() == [other, first]


def test_an_item_is_ticked_once_and_better_evidence_takes_its_place(store: Store) -> None:
    case = a_case()
    tick = Tick(case.case_id, "mfa_on", LATER, "kang", "seen")
    with store() as work:
        work.cases.add(case)
        work.cases.put_tick(tick)
        work.cases.put_tick(Tick(case.case_id, "contained", NOW, "", "plan"))
        work.cases.put_tick(replace(tick, evidence="https://desk.example/1"))
        found = [(one.item, one.evidence) for one in work.cases.ticks(case.case_id)]
    assert found == [("contained", "plan"), ("mfa_on", "https://desk.example/1")]


def test_a_wait_is_ended_once(store: Store) -> None:
    case = a_case()
    wait = Wait("w1", case.case_id, "kang", NOW, LATER, "their host")
    with store() as work:
        work.cases.add(case)
        work.cases.add_wait(wait)
        assert work.cases.waits(case.case_id) == [wait]
        work.cases.end_wait("w1", NOW)
        with pytest.raises(LostRace):
            work.cases.end_wait("w1", LATER)
        assert work.cases.waits(case.case_id) == [replace(wait, ended_at=NOW)]


DAYS = [
    pytest.param("2026-11-30", frozenset(), id="the day before"),
    pytest.param("2026-12-01", frozenset({"park"}), id="the first day"),
    pytest.param("2026-12-05", frozenset({"park"}), id="the last day"),
    pytest.param("2026-12-06", frozenset({"weber"}), id="the day after, of another"),
]


def acting_for_kang(work: Work, on: date) -> frozenset[str]:
    found = work.cases.delegations(on)
    return frozenset(one.delegate_id for one in found if one.person_id == "kang")


@pytest.mark.parametrize(("day", "expected"), DAYS)
def test_somebody_acts_from_the_first_to_the_last_day(
    store: Store, day: str, expected: frozenset[str]
) -> None:
    on = date.fromisoformat(day)
    first, last = date(2026, 12, 1), date(2026, 12, 5)
    given = Delegation("d1", "kang", "park", first, last, NOW, "case")
    after = Delegation("d2", "kang", "weber", date(2026, 12, 6), date.max, NOW, "case")
    with store() as work:
        work.cases.add_delegation(given)
        work.cases.add_delegation(after)
        work.cases.add_delegation(Delegation("d3", "braun", "kang", first, last, NOW))
        assert acting_for_kang(work, on) == expected
        assert given in work.cases.delegations_of("kang", last)
        work.cases.end_delegation("d1", NOW)
        with pytest.raises(LostRace):
            work.cases.end_delegation("d1", NOW)
        assert "park" not in acting_for_kang(work, on)
        assert given not in work.cases.delegations(on)


def test_a_case_of_an_older_desk_has_a_course(empty_url: str) -> None:
    """As it was before cases had one; nobody is asked about an answer of long ago."""
    database = open_database(empty_url)
    with database.transaction() as connection:
        command.upgrade(config(connection), "0010")
        old = text(OLD_CASE).bindparams(bindparam("at", NOW, UTCDateTime()))
        connection.execute(old)
        connection.commit()
    migrate(database)
    with SqlStore(database).reading() as work:
        case = work.cases.get("c1")
    assert (case.severity, case.responded_at, case.outcome) == (Severity.MEDIUM, NOW, None)
    database.close()
