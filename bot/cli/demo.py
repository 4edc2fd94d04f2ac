"""python -m bot demo: the ordinary bot inside a pretend Slack and Partner Center."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.demo_accounts import further, list_of_the_shop, usual
from bot.cli.demo_books import WEBSHOP, read_by_itself
from bot.cli.demo_guard import guarded
from bot.cli.demo_mail import mail_of
from bot.cli.demo_policy import policy_of
from bot.cli.demo_telephones import give_telephones
from bot.cli.demo_webhooks import listen, trusting
from bot.cli.home import asked_port, only_demo
from bot.cli.processes import Processes
from bot.cli.terminal import give_up
from bot.desk import Desk

if TYPE_CHECKING:
    from sandbox.server import Sandbox

HOME = Path("var/demo")
HOW_TO_TRY_FRAUD = "Fraud, one-time codes and break-glass: open Telephones, below the channels."
MANIFEST = Path(__file__).parents[2] / "manifest.yml"


@dataclass(frozen=True, slots=True)
class Demo:
    """The page's address and the desk behind it."""

    url: str
    processes: Processes

    @property
    def desk(self) -> Desk:
        return self.processes.desk


@dataclass(frozen=True, slots=True)
class Setup:
    """What a demo runs on: a file in one process, or a database and workers in processes of their
    own; Slack comes over HTTP, or with an app token by Socket Mode. With `collecting` the policy
    run is on, which asks before it does anything. A `guarded` one takes codes, may break glass and
    hears what Partner Center tells by itself; its approvers are `enrolled` where no story does
    that. `books_of` are the only customers in the books; what is `kept` goes on where it
    stopped. With `languages` some people read Korean or Chinese; with `reading` a web shop's books
    are read by the desk itself."""

    database: str = ""
    workers: int = 0
    app_token: str = ""
    further: bool = False
    collecting: bool = False
    guarded: bool = False
    enrolled: bool = False
    books_of: tuple[str, ...] = ()
    kept: bool = False
    languages: bool = False
    reading: bool = False


SMALLEST = Setup()


def demo(
    keep: Annotated[bool, typer.Option("--keep", help="Go on where it stopped")] = False,
    story: Annotated[
        str,
        typer.Option(
            help="Tell a story without a browser: unpaid, digest, clouds, collections, fraud, "
            "breakglass"
        ),
    ] = "",
    database: Annotated[
        str, typer.Option(help="An empty PostgreSQL database: postgresql://…")
    ] = "",
    split: Annotated[
        bool, typer.Option("--split", help="A worker process of its own; needs --database")
    ] = False,
    by_socket: Annotated[bool, typer.Option("--socket", help="Slack by Socket Mode")] = False,
) -> None:
    """Start everything on 127.0.0.1 and stay in the foreground."""
    from bot.logs import start_logging

    if story and keep:
        raise give_up("--keep goes on with the page; a story begins anew.", code=2)
    setup = _setup(database, split=split, by_socket=by_socket)
    start_logging("WARNING")
    if story:
        from bot.cli.stories import tell

        tell(story, setup)
    else:
        _stay(_whole(setup), keep=keep)


def _whole(setup: Setup) -> Setup:
    """All that there is to look at."""
    looks = replace(setup, further=True, collecting=True, kept=True, languages=True, reading=True)
    return replace(looks, guarded=True, enrolled=True)


def _stay(setup: Setup, *, keep: bool) -> None:
    """The page, until somebody ends it."""
    from bot.cli.running import wait_for_the_end

    with (
        only_demo(HOME, keep=keep),
        running(HOME, _free_port(asked_port()), setup) as started,
    ):
        print(f"Goodstanding demo: {started.url}", flush=True)
        print(HOW_TO_TRY_FRAUD, flush=True)
        wait_for_the_end()


def _setup(database: str, *, split: bool, by_socket: bool) -> Setup:
    """What can be run; a database that cannot be used is one line, before anything is started."""
    from storage.opening import Unusable, open_migrated

    if database and not database.startswith(("postgres://", "postgresql://")):
        raise give_up("--database is no PostgreSQL database: postgresql://…", code=2)
    if split and not database:
        raise give_up("--split needs --database: one process works on a file.", code=2)
    try:
        if database:
            open_migrated(database).close()
    except Unusable as error:
        raise give_up(f"The database cannot be used: {error}. Nothing was started.") from None
    return Setup(database, int(split), f"xapp-{secrets.token_hex(12)}" if by_socket else "")


def bring(desk: Desk, file: Path) -> None:
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
        state_folder=folder if setup.kept else None,
        manifest=MANIFEST,
    ).start()
    sandbox.books.further = setup.further
    if setup.languages:
        sandbox.slack.workspace.speak_own_languages()
    environment = demo_environment(sandbox.url, secret, token, folder)
    environment |= trusting(sandbox, folder) | mail_of(sandbox) | policy_of(folder)
    environment |= _chosen(setup, sandbox.url) | (guarded(folder) if setup.guarded else {})
    processes = Processes(environment, folder, setup.workers, partial(_reach, sandbox))
    sandbox.books.deliver = lambda file: bring(processes.desk, file)
    try:
        processes.start()
        _furnish(processes, sandbox, folder, setup)
        yield Demo(sandbox.url, processes)
    finally:
        processes.stop()
        sandbox.stop()


def _furnish(processes: Processes, sandbox: Sandbox, folder: Path, setup: Setup) -> None:
    """All that there is before anybody looks; second factors come before the books."""
    desk, environment = processes.desk, processes.environment
    if setup.workers:
        processes.read_customers()
    if setup.guarded:
        give_telephones(sandbox.telephones, desk, environment, enrolled=setup.enrolled)
    _fill(desk, folder, setup)
    if setup.guarded:
        listen(desk, environment)


def _chosen(setup: Setup, url: str) -> dict[str, str]:
    """What makes this demo another one than the smallest."""
    found = {"SLACK_APP_TOKEN": setup.app_token, "COLLECTIONS": "on" if setup.collecting else "off"}
    if setup.database:
        found["DATABASE_URL"] = setup.database
    found |= read_by_itself(url) if setup.reading else {}
    return found | (further(url) if setup.further else {})


def _reach(sandbox: Sandbox, url: str) -> None:
    sandbox.bot_url = url


LISTS = {
    "APPROVALS_CHANNEL": "C0APPROVALS",
    "CASES_CHANNEL": "C0CASES",
    "ALERTS_CHANNEL": "C0ALERTS",
    "PUBLIC_CHANNELS": "C0GENERAL",
    "AGENTS": "U0KANG,U0LEE",
    "APPROVERS": "U0BRAUN,U0PARK,U0WEBER",
    "ADMINISTRATORS": "U0ADMIN",
    "TIME_ZONE": "Europe/Berlin",
    # What the demo shows is asked for by hand, unless a story says otherwise.
    "COLLECTIONS": "off",
}


def demo_environment(url: str, signing_secret: str, token: str, folder: Path) -> dict[str, str]:
    """What an operator would set, with the sandbox's addresses."""
    return LISTS | {
        "SLACK_BOT_TOKEN": token,
        "SLACK_SIGNING_SECRET": signing_secret,
        "SLACK_API_URL": f"{url}/slack/api/",
        "DATABASE_URL": f"sqlite:///{folder / 'demo.db'}",
        "PORT": "0",
        "CLOCK_URL": f"{url}/clock",
        **usual(url),
    }


def _fill(desk: Desk, folder: Path, setup: Setup = SMALLEST) -> None:
    """Read Partner Center, take the sample books in and confirm who is who, once."""
    from datetime import timedelta

    from clients.receivables_csv import CsvSheet
    from core.domain.events import Route
    from core.usecases import receivables
    from sandbox.data.receivables import write_receivables

    office = desk.ledger.office
    with office.store.reading() as work:
        filled = any(one.source != WEBSHOP for one in work.books.currents())
    if filled:
        return
    desk.read_customers()
    if setup.further:
        list_of_the_shop(desk, folder)
    file = folder / "receivables.csv"
    as_of = office.clock() - timedelta(minutes=90)
    write_receivables(file, as_of=as_of, further=setup.further, only=setup.books_of)
    sheet = CsvSheet(file, desk.settings.time_zone)
    receivables.take_in(sheet, office=office, route=Route.CLI)
    _confirm_all(desk)


def _confirm_all(desk: Desk) -> None:
    """But for the web shop's: somebody shall find names to be looked at."""
    from core.domain.people import AccountKey
    from core.usecases import names

    with desk.ledger.office.store.reading() as work:
        team = work.desk.get("home_team")
        proposals = [one for one in work.books.proposals() if one.source != WEBSHOP]
    who = AccountKey(team, desk.settings.administrators[0])
    desk.services.know(who)
    matches = [names.Match(d.source, d.customer_ref, d.customer) for d in proposals if d.customer]
    names.confirm(matches, who, office=desk.ledger.office)


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
