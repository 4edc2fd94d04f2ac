"""python -m bot move: a SQLite installation becomes a PostgreSQL one."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.terminal import give_up, settings_at_hand

NOTHING = "Nothing was moved."


def move(
    to: Annotated[str, typer.Option("--to", help="An empty database: postgresql://…")],
) -> None:
    """Take the SQLite file of DATABASE_URL to PostgreSQL, whole, while nothing runs on it."""
    settings = settings_at_hand()
    if not settings.database_url.startswith("sqlite:"):
        raise give_up(f"DATABASE_URL is no SQLite file. {NOTHING}", code=2)
    if not to.startswith(("postgres:", "postgresql:")):
        raise give_up(f"--to is no PostgreSQL database. {NOTHING}", code=2)
    rows, events = _moved(settings.database_url, to)
    print(f"Moved {rows} rows; the chain of events holds there: {events} events.")
    print("The file is kept and marked: nothing runs on it any more.")
    print("Set DATABASE_URL to the new database, then start run again.")


def _moved(source: str, to: str) -> tuple[int, int]:
    """How many rows and how many events. What stands in the way is one line, exit 1."""
    from storage.opening import Unusable, move_between
    from storage.process_lock import AlreadyRunning

    try:
        moved = move_between(source, to)
    except Unusable as error:
        raise give_up(f"{str(error).strip()}. {NOTHING}") from None
    except AlreadyRunning as error:
        raise give_up(f"{str(error).capitalize()}; stop it first. {NOTHING}") from None
    return moved.rows, moved.trail.rows
