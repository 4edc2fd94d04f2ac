"""Once a day whatever was kept long enough goes, and the trail says how much it was."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from core.domain.events import OldDataCleared
from core.domain.keeping import USUAL, Kind
from core.domain.notices import LetterState
from core.ports.engine import Delivery
from core.usecases import keeping
from core.usecases.keeping import KEEPING, Keeper, tick
from tests.a_letter import a_draft, a_letter
from tests.installation import DATABASE
from tests.office import MONDAY, Desk, contoso


def test_a_day_has_one_job(desk: Desk, tmp_path: Path) -> None:
    for _ in range(3):
        tick(office=desk.office)
    desk.now = MONDAY + timedelta(days=1)
    tick(office=desk.office)
    with closing(sqlite3.connect(tmp_path / DATABASE)) as database:
        found = database.execute("SELECT key FROM jobs WHERE kind = ? ORDER BY key", (KEEPING,))
        assert found.fetchall() == [("keeping:2026-10-12",), ("keeping:2026-10-13",)]


def test_it_is_written_down_how_much_went_and_nothing_where_nothing_did(desk: Desk) -> None:
    key, old = contoso(desk), desk.now - timedelta(days=USUAL[Kind.LETTERS] + 1)
    count = keeping.TOGETHER + 2
    with desk.store() as work:
        for _ in range(count):
            letter = a_letter(a_draft(customer=key), created_at=old, try_at=old)
            work.letters.add(replace(letter, state=LetterState.WITHDRAWN))
        work.commit()
    keeper = Keeper(desk.office, USUAL)
    assert keeper.due()[Kind.LETTERS] == count
    for _ in range(2):
        keeper.clear(Delivery(KEEPING, {}, 1))
    with desk.store.reading() as work:
        told = [one.event for one in work.events.since(OldDataCleared, MONDAY)]
        assert set(work.letters.of_customer(key)[0].draft.to) == set()
    days = USUAL[Kind.LETTERS]
    assert told == [
        OldDataCleared(what="letters", count=some, days=days) for some in (keeping.TOGETHER, 2)
    ]
