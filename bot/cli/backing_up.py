"""python -m bot backup: a copy of a SQLite installation, while it works."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.terminal import give_up, settings_at_hand

if TYPE_CHECKING:
    from storage.database import Database

NOTHING = "Nothing was written."
PG_DUMP = "The database is PostgreSQL's: pg_dump --format=custom makes its copy."


def _note(database: Database) -> None:
    """For the doctor, who says how old the last one is."""
    from bot.cli.database_checks import BACKED_UP
    from bot.wiring import machine_clock
    from storage.unit_of_work import SqlStore

    with SqlStore(database)() as work:
        work.desk.put(BACKED_UP, machine_clock().isoformat())
        work.commit()


def backup(
    file: Annotated[Path, typer.Argument(dir_okay=False, help="Where the copy is written")],
) -> None:
    """Copy the database to a new file, and verify the chain of events in the copy."""
    from storage.backup import back_up
    from storage.database_sqlite import SqliteDatabase
    from storage.opening import Unusable, open_existing

    try:
        database = open_existing(settings_at_hand().database_url)
    except Unusable as error:
        raise give_up(f"The database cannot be used: {error}. {NOTHING}") from None
    try:
        if not isinstance(database, SqliteDatabase):
            raise give_up(f"{PG_DUMP} {NOTHING}", code=2)
        found = back_up(database, file)
        if found.holds():
            _note(database)
    except FileExistsError:
        raise give_up(f"{file} is there already. {NOTHING}") from None
    except OSError as error:
        raise give_up(f"{file} cannot be written: {error.strerror or error}. {NOTHING}") from None
    finally:
        database.close()
    if not found.holds():
        raise give_up(f"{file} is written; its chain breaks at event {found.broken_at}.")
    print(f"written: {file}, {found.rows} events, head {found.head}")
