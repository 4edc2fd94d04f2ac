"""A desk at work with everything logged, through its flows and faults; then every place where it
could have left a secret is searched for each that it was given."""

from __future__ import annotations

import io
import logging
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import httpx
from typer.testing import CliRunner

from bot import metrics
from bot.cli.doctor import findings
from bot.cli.main import app
from bot.logs import TALKATIVE, start_logging
from core.usecases.overdue import in_full, read_overview
from handlers.messages.spreadsheets import overdue_file
from handlers.messages.text import Words
from sandbox.stories.driver import ALERTS, APPROVALS
from storage.audit import body_of
from storage.figures import Counting
from tests.a_step_up import MASTER_KEY
from tests.conftest import POLICY, a_world
from tests.prove.leaks.at_work import DEMAND, WRITTEN_TO, answers, work
from tests.world import ADMINISTRATOR, World

# The least that is searched for anywhere: shorter values stand in ordinary text, so that these are
# looked for as words of their own.
LEAST = 12
# Who is written to stands in what is about letters, and nowhere else.
ADDRESS = "greta.canary@contoso.example"
MAY_NAME = frozenset({"database", "backup", "cards", "pack"})
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
    policy = folder.parent / "policy.toml"
    policy.write_text(POLICY.read_text(encoding="utf-8") + DEMAND, encoding="utf-8")
    with everything_logged() as log, a_world(folder, policy, master_key=MASTER_KEY) as world:
        environment = world.installation.environment(3000)
        secrets = secrets_in(environment) | work(world, ADDRESS)
        places = dict(_places(world, environment))
        places["log"] = log.getvalue()
        loose = [one.name for one in _ours(folder) if one.stat().st_mode & 0o077]
    leaks = {
        where: tuple(name for name, secret in secrets.items() if _is_in(secret, text))
        for where, text in places.items()
    }
    for where in MAY_NAME & leaks.keys():
        leaks[where] = tuple(name for name in leaks[where] if name != WRITTEN_TO)
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


def _is_in(secret: str, text: str) -> bool:
    """A code has six digits, as the parts of a second have."""
    if len(secret) >= LEAST:
        return secret in text
    return re.search(rf"(?<![\w.:+-]){re.escape(secret)}(?!\w)", text) is not None


def _ours(folder: Path) -> list[Path]:
    """What the desk wrote, and what commands of it did."""
    return [*folder.glob("*.db*"), *folder.glob("export*/*")]


def _places(world: World, environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    folder = world.installation.folder
    database = b"".join(file.read_bytes() for file in sorted(folder.glob("*.db*")))
    yield "database", database.decode("latin-1")
    shown = [world.driver.messages(one, ADMINISTRATOR) for one in (ALERTS, APPROVALS)]
    yield "cards", repr(shown)
    yield "doctor", "\n".join(one.says for one in findings(environment, offline=False))
    yield "answers", "\n".join(answers(world.installation.desk.url))
    yield from _exports(folder, environment)
    yield "metrics", metrics.written(metrics.registry_of(_metrics(world)))
    yield "health", httpx.get(f"{world.installation.desk.url}/readyz", timeout=10).text
    found = [body_of(one.event, one.stamp) for one in world.events()]
    yield "audit", "\n".join(found)
    yield "settings", repr(world.installation.ledger.settings)
    with world.office.store.reading() as work:
        overview = read_overview(work, office=world.office)
        rows = list(in_full(work, overview.rows, overview.on))
    written = overdue_file(rows, overview.on, "csv", Words())
    yield "export", written.content.decode("utf-8")


def _metrics(world: World) -> metrics.DeskMetrics:
    ledger = world.installation.ledger
    return metrics.DeskMetrics(Counting(ledger.database), lambda: 0.0, ledger.clock)


def _exports(folder: Path, environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What commands at the terminal print and write, for nobody else to read."""
    out = folder / "exports"
    out.mkdir()
    asked = (
        ("backup", "backup", str(out / "copy.db")),
        ("pack", "case", "export", "1", "--to", str(out)),
        ("overdue", "export", "overdue", str(out / "overdue.csv"), "--format", "csv"),
        ("report", "report", "fraud", "--csv", str(out / "report.csv")),
        ("signals", "signals", "list", "--csv", str(out / "signals.csv")),
        ("retention", "retention"),
        ("settings shown", "doctor", "--offline"),
    )
    for name, *words in asked:
        done = CliRunner().invoke(app, words, env=dict(environment))
        assert done.exit_code == 0 or name == "settings shown", done.output
        yield name, done.output
    (archive,) = out.glob("case-1-*.zip")
    with ZipFile(archive) as packed:
        content = b"\n".join(packed.read(one) for one in packed.namelist())
    yield "pack", content.decode("utf-8")
    yield "backup", (out / "copy.db").read_bytes().decode("latin-1")
