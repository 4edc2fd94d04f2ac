"""A bot with made-up commands, buttons and forms, joined to the sandbox's Slack."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from slack_bolt import App
from sqlalchemy import delete

from bot.web import Server, serve, web_app
from core.domain.calendar import Place
from core.domain.errors import AmbiguousCustomer, BadInput, ReasonMissing, SelfApproval
from core.domain.people import AccountKey, Member, Role
from core.domain.policy_file import read_policy
from core.ports.office import Office
from handlers.answers import SlackAnswers
from handlers.directory import SlackDirectory, slack_client, whoami
from handlers.messages.blocks import Message, actions, button, modal, plain
from handlers.messages.inputs import Question, text_input
from handlers.registry import Tables, build_app
from handlers.request import Click, Command, Form, Services, Typed
from handlers.rooms import SlackRooms
from handlers.socket import Pace, SlackSocket, fresh_address
from handlers.transport import SlackHttp
from handlers.ways import Way
from sandbox.server import Sandbox
from sandbox.slack.courier import Sent
from sandbox.slack.people import TEAM_ID
from storage.tables.people import members
from storage.unit_of_work import SqlStore
from tests.a_policy import put_in_force
from tests.handlers.a_delivery import FORM, handed
from tests.new_database import new_database
from tests.sandbox.slack_desk import SECRET, TOKEN, Desk
from tests.sandbox.slack_desk import Bot as SilentBot

QUICK = Pace(beat=0.3, first_wait=0.05, longest_wait=0.2, longest_asked=1.5)
POLICY = Path(__file__).parent.parent.parent / "bot" / "policy.toml"


class Members:
    """Who has been met, in a database of its own."""

    def __init__(self, folder: Path) -> None:
        self.database = new_database(folder / "desk.db")
        self.store = SqlStore(self.database)
        put_in_force(self.store, read_policy(POLICY.read_text(encoding="utf-8")))
        with self.store() as work:
            work.desk.put("home_team", TEAM_ID)
            kang = work.people.bind(AccountKey(TEAM_ID, "U0KANG"), "Kang")
            work.people.set_role(Role.AGENT, [kang.person_id])
            work.commit()

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
    app: App
    way: Way
    server: Server
    members: Members

    def type(self, text: str, user: str = "U0KANG") -> Any:
        return self.desk.act("commands", user, channel="C0CASES", text=text)

    def said(self, user: str = "U0KANG") -> str:
        return str(self.desk.messages(user)[-1]["text"])

    def hand(self, body: str, kind: str = FORM) -> Sent:
        """Bring any body at all, on the way on which Slack brings its own."""
        return handed(self.desk.sandbox, body, kind)

    def last_delivery(self) -> Any:
        return self.desk.read("deliveries")[-1]


@contextmanager
def a_world(app_token: str = "", tables: Tables | None = None) -> Iterator[World]:
    """With an app token Slack comes by Socket Mode."""
    sandbox = Sandbox(signing_secret=SECRET, bot_token=TOKEN, app_token=app_token).start()
    client = slack_client(TOKEN, f"{sandbox.url}/slack/api/")
    folder = TemporaryDirectory()
    answers, members = SlackAnswers(client), Members(Path(folder.name))
    app = _app(tables or TABLES, answers, members, sandbox)
    with _joined(app, sandbox, app_token) as (way, server):
        desk = Desk(sandbox, SilentBot())
        yield World(desk, app, way, server, members)
    desk.http.close()
    answers.close()
    sandbox.stop()
    members.database.close()
    folder.cleanup()


@contextmanager
def _joined(app: App, sandbox: Sandbox, app_token: str) -> Iterator[tuple[Way, Server]]:
    api = f"{sandbox.url}/slack/api/"
    if not app_token:
        http = SlackHttp(app, SECRET)
        server = serve(web_app(http, {}), "127.0.0.1", 0)
        sandbox.bot_url = server.url
        yield http, server
        server.stop()
        return
    way = a_socket(app, api, app_token)
    way.start()
    server = serve(web_app(None, {"slack socket": way.trouble}), "127.0.0.1", 0)
    yield way, server
    way.stop()
    server.stop()


def a_socket(app: App, api: str, app_token: str) -> SlackSocket:
    """One that is quick to notice and quick to try again."""
    client = slack_client("", api)
    return SlackSocket(app, lambda: fresh_address(client, app_token), QUICK)


def a_services(sandbox: Sandbox, members: Members, answers: SlackAnswers | None = None) -> Services:
    client = slack_client(TOKEN, f"{sandbox.url}/slack/api/")
    office = Office(
        store=members.store,
        clock=a_clock,
        own=Place("DE", "Europe/Berlin"),
        brake=lambda: "",
    )
    directory = SlackDirectory(client, a_clock)
    return Services(office, directory, answers or SlackAnswers(client), SlackRooms(client))


def _app(tables: Tables, answers: SlackAnswers, members: Members, sandbox: Sandbox) -> App:
    client = slack_client(TOKEN, f"{sandbox.url}/slack/api/")
    return build_app(
        tables,
        client=client,
        signing_secret=SECRET,
        installation=whoami(client),
        services=a_services(sandbox, members, answers),
        directory=SlackDirectory(client, a_clock),
    )


def a_clock() -> datetime:
    return datetime(2026, 10, 12, 8, 0, tzinfo=UTC)
