"""python -m bot demo: the ordinary bot inside a pretend Slack and Partner Center."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.home import asked_port, only_demo
from bot.config import Settings
from bot.desk import Desk

HOME = Path("var/demo")
PATIENCE = 60.0
MANIFEST = Path(__file__).parents[2] / "manifest.yml"


@dataclass(frozen=True, slots=True)
class Demo:
    """The page's address and the desk behind it."""

    url: str
    desk: Desk


@dataclass(frozen=True, slots=True)
class Setup:
    """What a demo runs on: a file in one process, or a database and perhaps two; Slack comes over
    HTTP, or with an app token by Socket Mode."""

    database: str = ""
    split: bool = False
    app_token: str = ""


SMALLEST = Setup()


def demo(
    keep: Annotated[bool, typer.Option("--keep", help="Go on where it stopped")] = False,
    story: Annotated[str, typer.Option(help="Tell a story without a browser: unpaid")] = "",
    database: Annotated[
        str, typer.Option(help="An empty PostgreSQL database: postgresql://…")
    ] = "",
    split: Annotated[
        bool, typer.Option("--split", help="A worker process of its own; needs --database")
    ] = False,
    by_socket: Annotated[bool, typer.Option("--socket", help="Slack by Socket Mode")] = False,
) -> None:
    """Start everything on 127.0.0.1 and stay in the foreground."""
    from bot.cli.running import wait_for_the_end
    from bot.logs import start_logging

    start_logging("WARNING")
    setup = Setup(database, split, f"xapp-{secrets.token_hex(12)}" if by_socket else "")
    if story:
        _tell(story, setup)
        return
    with (
        only_demo(HOME, keep=keep),
        running(HOME, _free_port(asked_port()), setup) as started,
    ):
        print(f"Goodstanding demo: {started.url}", flush=True)
        wait_for_the_end()


def _tell(story: str, setup: Setup) -> None:
    """On free ports and with a database of its own. Exits with 1 if a step did not happen."""
    from sandbox.stories import unpaid

    if story != "unpaid":
        print(f"There is no story {story}. There is: unpaid")
        raise typer.Exit(2)
    folder = tempfile.TemporaryDirectory()
    with folder as name, running(Path(name), 0, setup) as started:
        unpaid.tell(started.url, partial(_bring, started.desk), Path(name))


def _bring(desk: Desk, file: Path) -> None:
    """Take books in. The alerts channel says what was refused."""
    from clients.receivables_csv import CsvSheet
    from core.domain.errors import ImportRefused
    from core.domain.events import Route
    from core.usecases.receivables import take_in

    sheet = CsvSheet(file, desk.settings.time_zone)
    with suppress(ImportRefused):
        take_in(sheet, office=desk.ledger.office, route=Route.CLI)


@contextmanager
def running(folder: Path, port: int, setup: Setup = SMALLEST) -> Iterator[Demo]:
    """Sandbox and desk, joined; the customers of the sample books come confirmed."""
    from sandbox.server import Sandbox

    secret, token = secrets.token_hex(16), f"xoxb-{secrets.token_hex(12)}"
    sandbox = Sandbox(
        port=port,
        signing_secret=secret,
        bot_token=token,
        app_token=setup.app_token,
        state_folder=folder,
        manifest=MANIFEST,
    ).start()
    environment = demo_environment(sandbox.url, secret, token, folder)
    environment["SLACK_APP_TOKEN"] = setup.app_token
    if setup.database:
        environment["DATABASE_URL"] = setup.database
    try:
        with _desk(environment, setup.split) as desk:
            sandbox.bot_url = desk.url
            sandbox.books.deliver = partial(_bring, desk)
            log = folder / "worker.log"
            with _worker(environment, log) if setup.split else nullcontext():
                _fill(desk, folder)
                yield Demo(sandbox.url, desk)
    finally:
        sandbox.stop()


@contextmanager
def _desk(environment: dict[str, str], split: bool) -> Iterator[Desk]:
    """The desk in this process, or the half of it that Slack talks to."""
    from bot.desk import Part, start_desk
    from bot.wiring import business_clock, machine_clock, open_ledger
    from core.usecases.opening import FirstStart
    from storage.opening import open_migrated

    settings = replace(Settings.from_environment(environment), port=0)
    open_migrated(settings.database_url).close()
    clock = business_clock(settings)
    ledger = open_ledger(settings, clock or machine_clock)
    part = Part.WEB if split else Part.ALL
    try:
        if clock is not None:
            clock.start(ledger.engine.wake)
        desk = start_desk(settings, ledger, start=FirstStart.OPEN, part=part)
        try:
            yield desk
        finally:
            desk.stop()
    finally:
        if clock is not None:
            clock.stop()
        ledger.close()


@contextmanager
def _worker(environment: dict[str, str], log: Path) -> Iterator[None]:
    """The other half of the desk, at work in a process of its own."""
    words = [sys.executable, "-m", "bot", "run", "--role", "worker"]
    with log.open("wb") as out:
        process = subprocess.Popen(words, env={**os.environ, **environment}, stdout=out)
    try:
        deadline = time.monotonic() + PATIENCE
        while "Goodstanding works" not in log.read_text(encoding="utf-8"):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the worker does not start, see {log}")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()


LISTS = {
    "APPROVALS_CHANNEL": "C0APPROVALS",
    "CASES_CHANNEL": "C0CASES",
    "ALERTS_CHANNEL": "C0ALERTS",
    "AGENTS": "U0KANG,U0LEE",
    "APPROVERS": "U0BRAUN,U0PARK,U0WEBER",
    "ADMINISTRATORS": "U0ADMIN",
    "TIME_ZONE": "Europe/Berlin",
}


def demo_environment(url: str, signing_secret: str, token: str, folder: Path) -> dict[str, str]:
    """What an operator would set, with the sandbox's addresses."""
    from sandbox.data import partner

    environment = LISTS | {
        "SLACK_BOT_TOKEN": token,
        "SLACK_SIGNING_SECRET": signing_secret,
        "SLACK_API_URL": f"{url}/slack/api/",
        "DATABASE_URL": f"sqlite:///{folder / 'demo.db'}",
        "PORT": "3000",
        "CLOCK_URL": f"{url}/clock",
    }
    for account in partner.sample_accounts():
        prefix = f"PARTNER_CENTER_{account.name.upper()}"
        environment |= {
            f"{prefix}_CLOUD": account.cloud,
            f"{prefix}_TENANT": account.tenant_id,
            f"{prefix}_CLIENT_ID": account.client_id,
            f"{prefix}_CLIENT_SECRET": account.client_secret,
            f"{prefix}_URL": f"{url}/partner-center/{account.name}",
            f"{prefix}_TOKEN_URL": f"{url}/login/{account.name}/{account.tenant_id}/oauth2/token",
        }
    return environment


def _fill(desk: Desk, folder: Path) -> None:
    """Read Partner Center, take the sample books in and confirm who is who, once."""
    from datetime import timedelta

    from clients.receivables_csv import CsvSheet
    from core.domain.events import Route
    from core.domain.people import AccountKey
    from core.usecases import names, receivables
    from sandbox.data.receivables import write_receivables

    office = desk.ledger.office
    with office.store.reading() as work:
        team = work.desk.get("home_team")
        filled = bool(work.books.currents())
    if filled:
        return
    desk.read_customers()
    file = folder / "receivables.csv"
    write_receivables(file, as_of=office.clock() - timedelta(minutes=90))
    sheet = CsvSheet(file, desk.settings.time_zone)
    receivables.take_in(sheet, office=office, route=Route.CLI)
    with office.store.reading() as work:
        proposals = work.books.proposals()
    who = AccountKey(team, desk.settings.administrators[0])
    desk.services.know(who)
    matches = [names.Match(d.source, d.customer_ref, d.customer) for d in proposals if d.customer]
    names.confirm(matches, who, office=office)


def _free_port(wanted: int) -> int:
    """This port of 127.0.0.1, or the next that is free."""
    for port in range(wanted, wanted + 200):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    return 0
