"""All who call one account keep its pace together: processes are two that share a database."""

from __future__ import annotations

from itertools import count

import pytest
from sqlalchemy import insert, select

from core.domain.pace import A_MINUTE, Call
from core.ports.boundary import check_outside
from core.ports.pace import Spent
from storage.database import Database
from storage.pace import KeptPace
from storage.tables.pace import calls


def call(pace: KeptPace, kind: Call = Call.READ) -> None:
    with pace.kept(kind):
        # Nothing is open while the call is made.
        check_outside()


def moments(desk: Database) -> list[float]:
    with desk.reading() as connection:
        return list(connection.scalars(select(calls.c.at).order_by(calls.c.id)))


def test_what_one_process_called_leaves_less_to_the_other(desk: Database) -> None:
    one, other = KeptPace(desk, "main", 2), KeptPace(desk, "main", 2)
    call(one)
    call(other)
    for pace in (one, other):
        with pytest.raises(Spent) as refused:
            call(pace)
        assert A_MINUTE - 10 < refused.value.seconds <= A_MINUTE + 1
    assert len(moments(desk)) == 2, "what was not let go does not count"


def test_another_account_has_a_minute_of_its_own(desk: Database) -> None:
    call(KeptPace(desk, "main", 1))
    call(KeptPace(desk, "east", 1))
    assert len(moments(desk)) == 2


@pytest.mark.parametrize("away", [-3600.0, 3600.0], ids=["long over", "the clock was set back"])
def test_what_was_called_in_no_minute_of_ours_does_not_count(desk: Database, away: float) -> None:
    pace = KeptPace(desk, "main", 1)
    call(pace)
    [at] = moments(desk)
    with desk.bookkeeping() as connection:
        connection.execute(calls.delete())
        connection.execute(
            insert(calls).values(account="main", at=at + away, line_ends=at + away)
        )
        connection.commit()
    call(pace)
    assert len(moments(desk)) == 1


def test_a_call_that_was_answered_late_counts_from_then(desk: Database) -> None:
    slow = count(step=20)
    pace = KeptPace(desk, "main", 500, stopwatch=lambda: float(next(slow)))
    with pace.kept(Call.READ):
        [let_go] = moments(desk)
        with desk.bookkeeping() as connection:
            connection.execute(calls.update().values(at=let_go - 20))
            connection.commit()
    [at] = moments(desk)
    assert abs(at - let_go) < 10

