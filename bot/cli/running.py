"""python -m bot run: the desk, until it is told to stop."""

from __future__ import annotations

import signal
import threading
from typing import Annotated

import typer

from bot.cli.terminal import ledger_at_hand


def run(
    role: Annotated[str, typer.Option(help="web or worker; needs PostgreSQL")] = "",
) -> None:
    """Serve Slack and carry out approved plans, in one process."""
    from bot.desk import start_desk
    from bot.logs import start_logging
    from core.ports.outside import Unreachable
    from core.usecases.opening import FirstStart

    if role:
        print("--role splits the work over processes and needs PostgreSQL, which comes later.")
        raise typer.Exit(2)
    start_logging()
    with ledger_at_hand() as ledger:
        try:
            desk = start_desk(ledger.settings, ledger, start=FirstStart.FROZEN)
        except Unreachable as error:
            print(f"Slack does not answer: {error.why}. Nothing was started.")
            raise typer.Exit(1) from None
        desk.read_customers()
        wait_for_the_end()
        desk.stop()


def wait_for_the_end() -> None:
    """Until SIGTERM or SIGINT."""
    over = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: over.set())
    over.wait()
