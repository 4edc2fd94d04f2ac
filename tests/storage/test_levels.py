"""What earlier digests said was overdue, for a trend: kept beside who owed what."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from alembic import command
from sqlalchemy import text

from core.domain.digest_choices import EVERYBODY, Only
from core.domain.digests import Figures, Level, Owed, Posting, Schedule, SlotState
from storage.database import open_database
from storage.migrating import config
from storage.schema import migrate
from storage.unit_of_work import SqlStore
from tests.builders import eur
from tests.office import MONDAY

DAILY = Schedule(
    "s1", 1, "0 9 * * *", "Europe/Berlin", "C1", "p1", MONDAY, "2026-10-13T09:00", MONDAY
)
OWED = Figures((Owed("a", "A", (eur("1.10"),)), Owed("b", "B", (eur("2.20"),))))
SCHEDULE = """
    INSERT INTO schedules (schedule_id, number, cron, zone, channel, created_by, created_at,
        next_slot, next_at, choices)
    VALUES ('s1', 1, '0 9 * * *', 'UTC', 'C1', 'p1', :at, 'x', :at, '{}')
"""
SLOT = """
    INSERT INTO slots (schedule_id, slot, at, state, late, posted_at, owed)
    VALUES ('s1', :slot, :at, 'posted', :late, :at, :owed)
"""
SAID = """
    {"owed":[{"key":"a","name":"A","overdue":[{"amount":"1.10","currency":"EUR"}]},
    {"key":"b","name":"B","overdue":[{"amount":"2.20","currency":"EUR"}]}]}
"""


def test_the_newest_levels_come_oldest_first(store: SqlStore) -> None:
    days = [MONDAY + timedelta(days=day) for day in range(4)]
    with store() as work:
        work.schedules.add(DAILY)
        for day in days:
            state = SlotState.POSTED if day != days[2] else SlotState.MISSED
            slot = Posting("s1", day.isoformat()[:10], day, state, posted_at=day, figures=OWED)
            work.schedules.take(slot)
        figures = replace(OWED, only=Only(floors=2))
        work.schedules.take(replace(slot, slot="chosen", figures=figures, posted_at=days[0]))
        work.schedules.take(replace(slot, slot="empty", figures=Figures(), posted_at=days[0]))
        work.commit()
    with store.reading() as work:
        newest = work.schedules.levels("s1", EVERYBODY, 2)
        (first, *_) = work.schedules.levels("s1", EVERYBODY, 9)
        chosen = work.schedules.levels("s1", Only(floors=2), 9)
    assert newest == [Level(days[1], (eur("3.30"),)), Level(days[3], (eur("3.30"),))]
    assert first.at == days[0]
    assert [level.at for level in chosen] == [days[0]], "others were chosen before"


def test_what_was_posted_before_there_were_levels_is_added_up(empty_url: str) -> None:
    at = datetime(2026, 10, 12, 7, tzinfo=UTC)
    database = open_database(empty_url)
    with database.transaction() as connection:
        command.upgrade(config(connection), BEFORE)
        connection.execute(text(SCHEDULE), {"at": at})
        for slot, owed in (("a", SAID), ("b", '{"owed":[]}')):
            facts = {"slot": slot, "at": at, "late": False, "owed": owed}
            connection.execute(text(SLOT), facts)
        connection.commit()
    migrate(database)
    with SqlStore(database).reading() as work:
        found = work.schedules.levels("s1", EVERYBODY, 9)
    database.close()
    assert sorted(level.totals for level in found) == [(), (eur("3.30"),)]


BEFORE = "0030"
