"""python -m bot run: the desk, until it is told to stop."""

from __future__ import annotations

import signal
import threading
from typing import Annotated

import typer

from bot.cli.policy_checks import changed_file
from bot.cli.terminal import give_up, ledger_at_hand, part_of
from bot.desk import Desk, start_desk
from bot.part import Part
from bot.ways_in import NoAddress
from bot.wiring import Ledger


def run(
    role: Annotated[str, typer.Option(help="web or worker; needs PostgreSQL")] = "",
) -> None:
    """Serve Slack and carry out approved plans, in one process or in any number of each role."""
    from bot.logs import start_logging

    part = part_of(role)
    start_logging()
    with ledger_at_hand(part) as ledger:
        if role and ledger.settings.database_url.startswith("sqlite"):
            raise give_up("--role needs PostgreSQL: one process works on a file.", code=2)
        _run(ledger, part)


def _run(ledger: Ledger, part: Part) -> None:
    # Before anything is started: what was begun shall be ended in order.
    over = told_to_end()
    if said := changed_file(ledger):
        print(said, flush=True)
    desk = _started(ledger, part)
    print(f"Goodstanding {desk.ways_in}", flush=True)
    desk.timetable.at_once("first reading", lambda: desk.read_customers(over))
    over.wait()
    desk.stop()


def _started(ledger: Ledger, part: Part) -> Desk:
    """The desk at work; what stands in its way is one line, exit 1."""
    from core.ports.outside import Unreachable
    from core.usecases.opening import FirstStart, OtherWorkspace
    from storage.process_lock import AlreadyRunning

    try:
        return start_desk(ledger.settings, ledger, start=FirstStart.FROZEN, part=part)
    except Unreachable as error:
        why = f"Slack does not let us in: {error.why}"
    except OtherWorkspace as error:
        why = (
            f"SLACK_BOT_TOKEN is of workspace {error.given}, and this database of {error.known}. "
            "Its people, plans and votes are of that one: take its token, or another database"
        )
    except AlreadyRunning as error:
        why = str(error).capitalize()
    except NoAddress as error:
        why = f"Nobody can listen at HOST and PORT, {error}"
    raise give_up(f"{why}. Nothing was started.")


def wait_for_the_end() -> None:
    """Until SIGTERM or SIGINT."""
    told_to_end().wait()


def told_to_end() -> threading.Event:
    """Set by SIGTERM or SIGINT, from now on."""
    over = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: over.set())
    return over
