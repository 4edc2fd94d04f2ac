"""The house whose doors are knocked at: the desk over a filled database, behind its real way in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select

from bot.desk import ALL_BUTTONS, ALL_FORMS
from bot.web import web_app
from core.domain.calendar import Place
from core.ports.office import Office
from core.ports.store import Store, Work
from handlers.allowance import Allowance
from handlers.directory import SlackDirectory, slack_client, whoami
from handlers.messages.blocks import Message
from handlers.registry import Tables, all_commands, build_app
from handlers.request import Room, Services
from handlers.rooms import SlackRooms
from handlers.transport import SlackHttp
from sandbox.server import Sandbox
from storage.database import Database, open_database
from storage.tables.all import metadata
from storage.unit_of_work import SqlStore
from tests.office import MONDAY

SECRET, TOKEN, PATIENCE = "5" * 32, "xoxb-matrix", 30
SPOKEN_IN = ("C0APPROVALS", "C0CASES", "C0ALERTS", "C0GENERAL")
# Meeting somebody writes down what the directory says of them, and nothing else.
OF_NO_MATTER = {"members"}


class NotKept:
    """A transaction whose work is thrown away when everybody has been answered."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def __getattr__(self, name: str) -> Any:
        return getattr(self._work, name)

    def commit(self) -> None:
        """It was to be kept."""


@dataclass
class Rehearsal:
    """The store; while `keeps` is false whoever is let in leaves no trace for the next one."""

    store: Store
    keeps: bool = True

    @contextmanager
    def __call__(self) -> Iterator[Any]:
        with self.store() as work:
            yield work if self.keeps else NotKept(work)

    def reading(self) -> AbstractContextManager[Work]:
        return self.store.reading()


@dataclass
class Heard:
    """Slack's side: which forms were opened, what was said to one person alone, and all that
    anybody got to see."""

    said: list[str] = field(default_factory=list)
    forms: int = 0
    shown: list[Mapping[str, object]] = field(default_factory=list)

    def forget(self) -> None:
        self.said.clear()
        self.shown.clear()
        self.forms = 0

    def open_view(self, trigger_id: str, view: Mapping[str, object]) -> None:
        self.forms += 1
        self.shown.append(view)

    def whisper(self, channel: str, user_id: str, message: Message) -> None:
        self.said.append(f"{message.text} {message.blocks}")
        self.shown.append({"text": message.text, "blocks": list(message.blocks)})

    def show(self, view_id: str, view: Mapping[str, object]) -> None:
        self.said.append(str(view))
        self.shown.append(view)

    def answered(self, body: object) -> None:
        """A message, a form, or what is wrong with one."""
        match body:
            case {"view": dict(view)}:
                self.shown.append(view)
            case {"text": str(text), **more}:
                self.shown.append({"text": text, "blocks": more.get("blocks", [])})
            case {"errors": dict(errors)}:
                self.shown += ({"text": str(wrong), "blocks": []} for wrong in errors.values())


@dataclass
class Known:
    """Slack's channels as the desk sees them, each looked at once: on a busy machine the sandbox
    takes longer than the desk waits."""

    rooms: SlackRooms
    seen: dict[str, Room] = field(default_factory=dict)

    def look(self, channel: str) -> Room:
        for _ in range(PATIENCE):
            if self.seen.get(channel, Room.UNSEEN) is Room.UNSEEN:
                self.seen[channel] = self.rooms.look(channel)
        return self.seen[channel]

    def forget(self, channel: str) -> None:
        self.seen.pop(channel, None)


class House:
    """Slack in the sandbox, the database in a file, the clock standing still."""

    def __init__(self, file: Path, services: type[Services] = Services) -> None:
        self.sandbox = Sandbox(signing_secret=SECRET, bot_token=TOKEN).start()
        self.sandbox.slack.allowance.lift()
        self.database: Database = open_database(f"sqlite:///{file}")
        self.store, self.heard = Rehearsal(SqlStore(self.database)), Heard()
        place = Place("DE", "Europe/Berlin")
        self.office = Office(self.store, lambda: MONDAY, place, lambda: "")
        self.door: FlaskClient = self._door(services)
        self._watch = sqlite3.connect(file)

    def _door(self, of: type[Services]) -> FlaskClient:
        client = slack_client(TOKEN, f"{self.sandbox.url}/slack/api/")
        directory = SlackDirectory(client, self.office.clock)
        rooms = Known(SlackRooms(client, SPOKEN_IN))
        services = of(self.office, directory, self.heard, rooms)
        app = build_app(
            Tables(all_commands(), ALL_BUTTONS, ALL_FORMS),
            client=client,
            signing_secret=SECRET,
            installation=whoami(client),
            services=services,
            directory=directory,
            # A second passes between two requests: here is asked faster than anybody can.
            allowance=Allowance(map(float, count()).__next__),
        )
        return web_app(SlackHttp(app, SECRET), {}).test_client()

    def version(self) -> int:
        """Another one after anybody else has written to the file."""
        return int(self._watch.execute("PRAGMA data_version").fetchone()[0])

    def state(self) -> tuple[int, ...]:
        """How many rows each table has and what they are, as far as it matters."""
        with self.database.reading() as connection:
            return tuple(
                hash(repr(connection.execute(select(table)).all()))
                for table in metadata.sorted_tables
                if table.name not in OF_NO_MATTER
            )

    def events(self) -> int:
        with self.database.reading() as connection:
            return int(
                connection.scalar(select(func.count()).select_from(metadata.tables["events"])) or 0
            )

    def close(self) -> None:
        self._watch.close()
        self.database.close()
        self.sandbox.stop()
