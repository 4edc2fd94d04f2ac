"""What a doctor says of where the database lies: room, and the age of the last copy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.wiring import Ledger
from handlers.checkup import Finding, Mark
from storage.database_sqlite import SqliteDatabase

# A fact of the desk: when `backup` last wrote a whole copy.
BACKED_UP = "backed_up_at"
LONGEST = timedelta(days=1)
LEAST_BYTES = 500 * 1024 * 1024
MB = 1024 * 1024
SERVER = "backup: the database is PostgreSQL's, whose own copies this program does not see"


def check_room_left(ledger: Ledger) -> Iterator[Finding]:
    """A full disk stops everything (no intent, no send); a copy takes as much again."""
    database = ledger.database
    if not isinstance(database, SqliteDatabase):
        return
    free = shutil.disk_usage(database.path.parent).free
    size = database.path.stat().st_size
    said = f"disk: {free // MB:,} MB are free where the database lies, which has {size // MB:,} MB"
    if free < LEAST_BYTES:
        yield Finding(Mark.WRONG, said, "make room: on a full disk nothing is sent")
    elif free < 2 * size:
        yield Finding(Mark.NOTE, said, "make room: an upgrade and a backup take as much again")
    else:
        yield Finding(Mark.OK, said)


def check_backup(ledger: Ledger) -> Iterator[Finding]:
    do = "python -m bot backup FILE each night, and keep it on another machine"
    if not isinstance(ledger.database, SqliteDatabase):
        yield Finding(Mark.NOTE, SERVER, "see that pg_dump or your provider makes them")
        return
    with ledger.office.store.reading() as work:
        made, seeded = work.desk.get(BACKED_UP), work.desk.get("seeded")
    if not made:
        if seeded:
            yield Finding(Mark.NOTE, "backup: none was ever made by `python -m bot backup`", do)
        return
    at, now = datetime.fromisoformat(made), ledger.clock()
    said = f"backup: the last was made {at:%Y-%m-%d %H:%M} UTC"
    if now - at > LONGEST + timedelta(hours=2):
        yield Finding(Mark.NOTE, f"{said}, {(now - at).days} days ago", do)
    else:
        yield Finding(Mark.OK, said)
