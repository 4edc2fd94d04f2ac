"""A desk at work with everything logged, through its flows and faults; then every place where it
could have left a secret is searched for each that it was given."""

from __future__ import annotations

import io
import logging
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bot.cli.doctor import findings
from bot.logs import TALKATIVE, start_logging
from core.usecases.overdue import read_overview
from handlers.messages.spreadsheets import overdue_file
from handlers.messages.text import Words
from sandbox.stories.driver import ALERTS, APPROVALS
from storage.audit import body_of
from tests.a_step_up import MASTER_KEY
from tests.conftest import a_world
from tests.world import ADMINISTRATOR, AGENT, FIRST, SECOND, World

# The least that is searched for: shorter values stand in ordinary text.
LEAST = 12
SECRET = ("TOKEN", "SECRET", "MASTER_KEY")
# Addresses where a token is had are none.
OPEN = ("TOKEN_URL",)


@dataclass(frozen=True, slots=True)
class Spied:
    """What was searched for by its name, in how many characters of each place, where it was found,
    and which files others may read."""

    secrets: Mapping[str, str]
    places: Mapping[str, int]
    leaks: Mapping[str, tuple[str, ...]]
    loose: list[str]


def spied(folder: Path) -> Spied:
    with everything_logged() as log, a_world(folder, master_key=MASTER_KEY) as world:
        environment = world.installation.environment(3000)
        secrets = secrets_in(environment)
        _work(world)
        places = dict(_places(world, environment))
        places["log"] = log.getvalue()
        loose = [one.name for one in folder.glob("*.db*") if one.stat().st_mode & 0o077]
    leaks = {
        where: tuple(name for name, secret in secrets.items() if secret in text)
        for where, text in places.items()
    }
    return Spied(
        secrets,
        {where: len(text) for where, text in places.items()},
        {where: names for where, names in leaks.items() if names},
        loose,
    )


def secrets_in(environment: Mapping[str, str]) -> dict[str, str]:
    """By the names of their settings, and the master key as bytes too."""
    named = {
        name: value
        for name, value in environment.items()
        if any(one in name for one in SECRET) and not name.endswith(OPEN) and len(value) >= LEAST
    }
    key = b64decode(environment["MASTER_KEY"])
    return named | {"MASTER_KEY as bytes": key.decode("latin-1"), "MASTER_KEY in hex": key.hex()}


@contextmanager
def everything_logged() -> Iterator[io.StringIO]:
    """All libraries at DEBUG, through our own handler."""
    log = io.StringIO()
    root = logging.getLogger()
    before = root.handlers[:], root.level
    start_logging("DEBUG", log)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.DEBUG)
    try:
        yield log
    finally:
        root.handlers[:] = before[0]
        root.setLevel(before[1])
        for name in TALKATIVE:
            logging.getLogger(name).setLevel(logging.WARNING)


def _work(world: World) -> None:
    """A suspension and its end, refusals, and every kind of trouble outside."""
    world.command(AGENT, "/standing contoso")
    world.command(AGENT, "/suspend nobody-of-that-name")
    world.suspend("contoso", "Exchange", reason="misuse")
    plan = world.plan("contoso")
    world.approve(FIRST, plan, bank=False)
    world.faults.partner_center("status", method="GET", status=500)
    world.faults.partner_center("truncated")
    world.approve(SECOND, plan, bank=False)
    world.settled()
    world.command(ADMINISTRATOR, "/overdue")
    world.command(FIRST, "/freeze a look at it")
    world.settled()
    logging.getLogger("core").error("settings %r", world.installation.ledger.settings)
    try:
        raise RuntimeError(repr(world.installation.ledger.settings))
    except RuntimeError:
        logging.getLogger("core").exception("a crash with all that it knew")
    httpx.post(f"{world.installation.desk.url}/slack/events", content=b"{", timeout=10)


def _places(world: World, environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    folder = world.installation.folder
    database = b"".join(file.read_bytes() for file in sorted(folder.glob("*.db*")))
    yield "database", database.decode("latin-1")
    shown = [world.driver.messages(one, ADMINISTRATOR) for one in (ALERTS, APPROVALS)]
    yield "cards", repr(shown)
    yield "doctor", "\n".join(one.says for one in findings(environment, offline=False))
    yield "health", httpx.get(f"{world.installation.desk.url}/readyz", timeout=10).text
    found = [body_of(one.event, one.stamp) for one in world.events()]
    yield "audit", "\n".join(found)
    yield "settings", repr(world.installation.ledger.settings)
    with world.office.store.reading() as work:
        overview = read_overview(work, office=world.office)
    written = overdue_file(overview.rows, overview.on, "csv", Words())
    yield "export", written.content.decode("utf-8")
