"""A desk without a network: the demo's database behind all commands, buttons and forms."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from slack_bolt import App

from bot.desk import ALL_BUTTONS, ALL_FORMS
from core.domain.calendar import Place
from core.domain.people import AccountKey, Member
from core.ports.office import Office
from core.ports.outside import Unreachable
from core.ports.records import Button
from core.usecases.finding import find_customer
from handlers.directory import Installation as Ours
from handlers.directory import SlackDirectory, slack_client
from handlers.messages.blocks import Message
from handlers.registry import Tables, all_commands, build_app
from handlers.request import Room, Services
from storage.database import open_database
from storage.unit_of_work import SqlStore
from tests.installation import DATABASE, fill
from tests.office import MONDAY, TEAM
from tests.sandbox.slack_desk import SECRET

NOWHERE = "http://127.0.0.1:9/api/"
OURS = Ours(TEAM, TEAM, "", "U0BOT", "B0BOT")
# Stands in a payload for the token of a button that was shown.
TOKEN = "$token"


class Silent:
    """Slack, its directory and its channels, where nobody answers and nobody is a stranger."""

    def open_view(self, trigger_id: str, view: Mapping[str, object]) -> None:
        json.dumps(view)

    def whisper(self, channel: str, user_id: str, message: Message) -> None:
        json.dumps(message.blocks)

    def show(self, view_id: str, view: Mapping[str, object]) -> None:
        json.dumps(view)

    def look_up(self, key: AccountKey) -> Member | None:
        raise Unreachable("nobody answers")

    def look(self, channel: str) -> Room:
        return Room.OURS

    def forget(self, channel: str) -> None:
        return


@dataclass
class Errors(logging.Handler):
    """What was logged as a failure: a refusal is none."""

    found: list[logging.LogRecord] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(logging.ERROR)

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(record)

    def taken(self) -> list[str]:
        """What was logged since this was asked for the last time."""
        found = [f"{one.getMessage()} {one.exc_info and one.exc_info[1]!r}" for one in self.found]
        self.found.clear()
        return found

    __hash__ = logging.Handler.__hash__


@contextmanager
def nothing_fails() -> Iterator[None]:
    """Raises what was caught and logged on the way."""
    errors, root = Errors(), logging.getLogger()
    root.addHandler(errors)
    try:
        yield
    finally:
        root.removeHandler(errors)
    for record in errors.found:
        if record.exc_info and record.exc_info[1]:
            raise record.exc_info[1]
        raise AssertionError(record.getMessage())


def a_desk(folder: Path, filled: Path | None = None) -> tuple[App, str]:
    """All that answers Slack, and the token of a button for a customer. Without the database of a
    desk that was `filled` before, one is filled here, which takes seconds."""
    if filled is None:
        folder.joinpath("filled").mkdir()
        fill(filled := folder / "filled")
    database = folder / DATABASE
    database.write_bytes((filled / DATABASE).read_bytes())
    store, silent = SqlStore(open_database(f"sqlite:///{database}")), Silent()
    office = Office(store, lambda: MONDAY, Place("DE", "Europe/Berlin"), lambda: "")
    services = Services(office, silent, silent, silent)
    with store.reading() as work:
        key = find_customer(work, "contoso.example").key
    client = slack_client("", NOWHERE)
    app = build_app(
        Tables(all_commands(), ALL_BUTTONS, ALL_FORMS),
        client=client,
        signing_secret=SECRET,
        installation=OURS,
        services=services,
        directory=SlackDirectory(client, office.clock),
    )
    return app, services.mint(Button("customer", str(key)))
