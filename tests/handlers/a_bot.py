"""A bot with made-up commands, buttons and forms, joined to the sandbox's Slack."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import delete

from bot.web import Server, serve, web_app
from core.domain.calendar import Place
from core.domain.errors import AmbiguousCustomer, BadInput, ReasonMissing, SelfApproval
from core.domain.people import AccountKey, Member
from core.domain.policy_file import read_policy
from core.ports.office import Office
from handlers.answers import SlackAnswers
from handlers.directory import SlackDirectory, slack_client, whoami
from handlers.messages.blocks import Message, actions, button, modal, plain
from handlers.messages.inputs import Question, text_input
from handlers.registry import Tables, build_app
from handlers.request import Click, Command, Form, Services, Typed
from handlers.rooms import SlackRooms
from handlers.transport import SlackHttp
from sandbox.server import Sandbox
from storage.database import open_database
from storage.schema import migrate
from storage.tables.people import members
from storage.unit_of_work import SqlStore
from tests.sandbox.slack_desk import SECRET, TOKEN, Desk
from tests.sandbox.slack_desk import Bot as SilentBot

POLICY = Path(__file__).parent.parent.parent / "bot" / "policy.toml"


class Members:
    """Who has been met, in a database of its own."""

    def __init__(self, folder: Path) -> None:
        self.database = open_database(f"sqlite:///{folder / 'desk.db'}")
        migrate(self.database)
        self.store = SqlStore(self.database)

    def get(self, key: AccountKey) -> Member | None:
        with self.store.reading() as work:
            return work.people.member(key)

    def save(self, member: Member) -> None:
        with self.store() as work:
            work.people.save_member(member)
            work.commit()

    def clear(self) -> None:
        with self.database.transaction() as connection:
            connection.execute(delete(members))
            connection.commit()


def _echo(typed: Typed, services: Services) -> Message:
    row = actions(button("Press", "press", "token-1"), button("Break", "break", "token-2"))
    said = plain(services.words(typed.account)("You typed {text}.", text=typed.text))
    return Message(said.text, (*said.blocks, row, actions(button("Old", "gone", "token-3"))))


def _ask(typed: Typed, services: Services) -> None:
    form = modal(
        "Why",
        [text_input(Question("note", "Note", optional=True))],
        callback_id="why", submit="Send", token="token-4",
    )  # fmt: skip
    services.open_view(typed.trigger_id, form)


def _refuse(typed: Typed, services: Services) -> Message:
    if not typed.text:
        raise BadInput(problem="no customer named")
    raise AmbiguousCustomer(text=typed.text, customers=["Fabrikam Bau AG", "Fabrikam <Medien>"])


def _break(request: object, services: Services) -> Message:
    raise RuntimeError("the secret is xoxb-1-2")


def _press(click: Click, services: Services) -> Message:
    raise SelfApproval()


def _why(form: Form, services: Services) -> Message:
    if not form.one("note"):
        raise ReasonMissing()
    return plain(
        services.words(form.account)("{token}: {note}", token=form.token, note=form.one("note"))
    )


TABLES = Tables(
    commands=(
        Command("/standing", "/standing contoso", "One customer", _echo),
        Command("/suspend", "/suspend contoso", "Asks", _ask),
        Command("/overdue", "/overdue", "Refuses", _refuse),
        Command("/freeze", "/freeze wrong", "Breaks", _break),
    ),
    buttons={"press": _press, "break": _break},
    forms={"why": _why},
)


@dataclass(frozen=True, slots=True)
class World:
    desk: Desk
    server: Server
    members: Members

    def type(self, text: str, user: str = "U0KANG") -> Any:
        return self.desk.act("commands", user, channel="C0CASES", text=text)

    def said(self, user: str = "U0KANG") -> str:
        return str(self.desk.messages(user)[-1]["text"])

    def last_delivery(self) -> Any:
        return self.desk.read("deliveries")[-1]


@contextmanager
def a_world() -> Iterator[World]:
    sandbox = Sandbox(signing_secret=SECRET, bot_token=TOKEN).start()
    client = slack_client(TOKEN, f"{sandbox.url}/slack/api/")
    folder = TemporaryDirectory()
    answers, members = SlackAnswers(client), Members(Path(folder.name))
    server = serve(web_app(_way_in(answers, members, sandbox), {}), "127.0.0.1", 0)
    sandbox.bot_url = server.url
    desk = Desk(sandbox, SilentBot())
    try:
        yield World(desk, server, members)
    finally:
        desk.http.close()
        answers.close()
        server.stop()
        sandbox.stop()
        members.database.close()
        folder.cleanup()


def a_services(sandbox: Sandbox, members: Members, answers: SlackAnswers | None = None) -> Services:
    client = slack_client(TOKEN, f"{sandbox.url}/slack/api/")
    office = Office(
        store=members.store,
        clock=a_clock,
        policy=read_policy(POLICY.read_text(encoding="utf-8")),
        own=Place("DE", "Europe/Berlin"),
        brake=lambda: "",
    )
    directory = SlackDirectory(client, a_clock)
    return Services(office, directory, answers or SlackAnswers(client), SlackRooms(client))


def _way_in(answers: SlackAnswers, members: Members, sandbox: Sandbox) -> SlackHttp:
    client = slack_client(TOKEN, f"{sandbox.url}/slack/api/")
    app = build_app(
        TABLES,
        client=client,
        signing_secret=SECRET,
        installation=whoami(client),
        services=a_services(sandbox, members, answers),
        directory=SlackDirectory(client, a_clock),
    )
    return SlackHttp(app, SECRET)


def a_clock() -> datetime:
    return datetime(2026, 10, 12, 8, 0, tzinfo=UTC)
