"""The policy run over weeks: what it sends, files, takes back and leaves, and what waits for two
people first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.domain.notices import LetterState
from core.domain.plans import Action
from storage.database import Database, open_database
from storage.schema import migrate
from storage.unit_of_work import SqlStore
from tests.a_run import FIRST_DAY, Run


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path / 'run.db'}")
    migrate(opened)
    yield opened
    opened.close()


@pytest.fixture
def run(database: Database) -> Run:
    return Run(SqlStore(database))


def names(run: Run) -> list[str]:
    return [one.name for one in run.letters(LetterState.DELIVERED)]


def test_nothing_leaves_before_two_people_release_the_first_list(run: Run) -> None:
    run.customer(1)
    run.owes(1)
    run.day(FIRST_DAY)
    run.days(9)
    assert run.letters() == []
    (plan,) = run.plans(Action.RELEASE_RUN)
    with run.store.reading() as work:
        assert [(one.name, one.stage) for one in work.runs.shown(plan.plan_id)] == [
            ("reminder", "reminder")
        ]
    run.release()
    run.release_words()
    run.run()
    assert [one.name for one in run.letters(LetterState.QUEUED)] == ["reminder"]


def test_notices_go_in_order_and_then_a_plan_is_filed(run: Run) -> None:
    run.customer(1)
    run.owes(1)
    run.day(FIRST_DAY)
    run.days(3)
    run.release()
    run.days(32)
    assert names(run) == ["reminder", "second", "formal", "final"]
    (plan,) = run.plans(Action.SUSPEND)
    assert plan.content.filed_by == "automatic"
    assert plan.content.quorum == 2
