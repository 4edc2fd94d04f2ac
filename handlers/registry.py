"""Finds commands, hooks them, the buttons and the forms into Bolt, and has one way to fail."""

from __future__ import annotations

import importlib
import logging
import pkgutil
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware import Middleware
from slack_sdk import WebClient

from core.domain.errors import BadInput, OutdatedCard, Refusal
from core.domain.people import AccountKey
from handlers import commands as commands_folder
from handlers.allowance import Allowance
from handlers.answers import (
    Answer,
    answer_click,
    answer_command,
    answer_form,
    failed,
    said,
)
from handlers.directory import Installation, SlackDirectory, slack_client
from handlers.doors import on_click, on_command, on_form
from handlers.events import hook_channels, hook_home, hook_people, hook_workspace
from handlers.mentions import Mention, answer_mention, answers_mention
from handlers.messages.blocks import Message
from handlers.messages.text import Words
from handlers.payload import Payload
from handlers.request import Click, Command, Form, Services, Typed
from handlers.shortcuts import OPEN_CASE, Pointed, open_case
from handlers.suggestions import Asking, customers

log = logging.getLogger(__name__)

# How Bolt fails where a field that it counts on is missing, or of another type.
SHAPELESS = (AttributeError, IndexError, KeyError, TypeError, ValueError)
ANY = re.compile(".*", re.DOTALL)

Body = Mapping[str, object]
Listener = Callable[[Ack, Body], None]


class Asked(Protocol):
    """Whatever came in, it came from an account."""

    @property
    def account(self) -> AccountKey: ...


Request = TypeVar("Request", bound=Asked)
Act = Callable[[Request, Services], Message | None]
GoBack = Callable[[Ack, Body, Answer, Services], None]


@dataclass(frozen=True, slots=True)
class Tables:
    """What answers what: slash commands, buttons by action id, forms by callback id."""

    commands: tuple[Command, ...]
    buttons: Mapping[str, Act[Click]]
    forms: Mapping[str, Act[Form]]


def all_commands() -> tuple[Command, ...]:
    """Every module in handlers/commands says what it is called by its COMMAND."""
    found = (
        importlib.import_module(f"{commands_folder.__name__}.{module.name}").COMMAND
        for module in pkgutil.iter_modules(commands_folder.__path__)
    )
    return tuple(sorted(found, key=lambda command: str(command.name)))


def reply(
    read: Callable[[Body], Request],
    act: Act[Request],
    go_back: GoBack,
    services: Services,
    allowance: Allowance,
) -> Listener:
    """A listener that never raises: a refusal is an answer, anything else a ticket number."""

    def listener(ack: Ack, body: Body) -> None:
        words = Words()
        try:
            request = read(body)
            words = services.words(request.account)
            allowance.admit(request.account)
            if services.meet(request.account):
                words = services.words(request.account)
            answer = Answer(act(request, services), words)
        except Refusal as refusal:
            answer = said(refusal, words)
        except Exception:
            ticket = secrets.token_hex(4)
            log.exception("a request failed ticket=%s", ticket)
            answer = failed(ticket, words)
        go_back(ack, body, answer, services)

    return listener


def suggest(services: Services, allowance: Allowance) -> Listener:
    """Answers with options; whoever may not see any is told elsewhere."""

    def listener(ack: Ack, body: Body) -> None:
        options: Sequence[Body] = ()
        try:
            asking = Asking.of(body)
            allowance.admit(asking.account)
            options = customers(asking, services)
        except Refusal as refusal:
            log.info("no options offered why=%s", type(refusal).__name__)
        except Exception:
            log.exception("a request failed ticket=%s", secrets.token_hex(4))
        ack(options=[dict(one) for one in options])

    return listener


def build_app(
    tables: Tables,
    *,
    client: WebClient,
    signing_secret: str,
    installation: Installation,
    services: Services,
    directory: SlackDirectory,
    allowance: Allowance | None = None,
) -> App:
    """Bolt with everything hooked in; it calls Slack neither here nor before a listener."""

    app = App(
        name="goodstanding",
        logger=logging.getLogger("slack_bolt"),
        process_before_response=True,
        signing_secret=signing_secret,
        # The token comes with `authorize`.
        client=slack_client("", client.base_url, proxy=client.proxy or ""),
        authorize=_authorized(installation, client.token),
        ssl_check_enabled=False,
    )
    app.use(Shapeless())
    app.error(_stumbled)
    allowance = Allowance() if allowance is None else allowance
    _hook_requests(app, tables, services, installation, allowance)
    _hook_events(app, tables, services, directory, allowance)
    return app


def dispatch(
    app: App, body: str | dict[str, object], headers: Mapping[str, str], *, mode: str = "http"
) -> BoltResponse:
    """Bolt's answer, also to what Bolt itself stumbles over, or has no listener for."""
    try:
        answer = app.dispatch(BoltRequest(body=body, headers=dict(headers), mode=mode))
    except Exception as error:
        return _stumbled(error)
    # A kind of request that we have no use for. An error would make Slack repeat it.
    return BoltResponse(status=200) if answer.status == 404 else answer


def _stumbled(error: Exception) -> BoltResponse:
    """What was signed but has no shape of Slack's is done with: it would not look better the next
    time. Any other failure is sent again by Slack, if it was an event."""
    if isinstance(error, (*SHAPELESS, Refusal)):
        log.warning("a request has no shape of Slack's why=%s", type(error).__name__)
        return BoltResponse(status=200)
    log.error("a request failed ticket=%s", secrets.token_hex(4), exc_info=error)
    return BoltResponse(status=500)


def _authorized(installation: Installation, token: str | None) -> Callable[[], AuthorizeResult]:
    """One installation: whose request it is was found out at the start, by auth.test."""

    def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=installation.enterprise_id or None,
            team_id=installation.team_id,
            bot_user_id=installation.bot_user,
            bot_id=installation.bot_id,
            bot_token=token,
        )

    return authorize


def _hook_requests(
    app: App, tables: Tables, services: Services, installation: Installation, allowance: Allowance
) -> None:
    """One listener for each kind of request: Bolt would try hundreds one after the other."""
    typed, clicked, filled = _commands(tables), _clicks(tables, installation), _forms(tables)
    app.command(ANY)(reply(Typed.of, typed, answer_command, services, allowance))
    app.action(ANY)(reply(Click.of, clicked, answer_click, services, allowance))
    app.view(ANY)(reply(Form.of, filled, answer_form, services, allowance))
    app.view_closed(ANY)(_noted)
    app.shortcut(OPEN_CASE)(reply(Pointed.of, open_case, answer_click, services, allowance))
    app.shortcut(ANY)(_noted)
    app.options(ANY)(suggest(services, allowance))


def _commands(tables: Tables) -> Act[Typed]:
    known = {command.name: on_command(command) for command in tables.commands}

    def act(typed: Typed, services: Services) -> Message | None:
        return known.get(typed.name, _unknown_command)(typed, services)

    return act


def _clicks(tables: Tables, installation: Installation) -> Act[Click]:
    def press(click: Click, services: Services) -> Message | None:
        # Of several such buttons in one block each has a number, too.
        act = click.action_id.partition(":")[0]
        return tables.buttons.get(act, _unknown_click)(click, services)

    return on_click(press, installation)


def _forms(tables: Tables) -> Act[Form]:
    known = {callback_id: on_form(submit) for callback_id, submit in tables.forms.items()}

    def act(form: Form, services: Services) -> Message | None:
        return known.get(form.callback_id, _unknown_form)(form, services)

    return act


def _hook_events(
    app: App, tables: Tables, services: Services, directory: SlackDirectory, allowance: Allowance
) -> None:
    hook_people(app, services, directory)
    hook_channels(app, services)
    hook_home(app, services)
    hook_workspace(app, services)
    answer = answers_mention(tables.commands)
    mentioned = reply(Mention.of, answer, answer_mention, services, allowance)
    app.event("app_mention")(mentioned)
    app.event(ANY)(_noted)


def _unknown_command(typed: Typed, services: Services) -> Message | None:
    raise BadInput(problem="there is no command {name}", name=typed.name, usage="/standing contoso")


def _unknown_click(click: Click, services: Services) -> Message | None:
    raise OutdatedCard()


def _unknown_form(form: Form, services: Services) -> Message | None:
    raise OutdatedCard()


def _noted(ack: Ack) -> None:
    ack()


class Shapeless(Middleware):
    """Clicks without an action do arrive; Bolt would stumble over them while it looks for one."""

    def process(
        self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]
    ) -> BoltResponse | None:
        body = req.body
        if body.get("type") == "block_actions" and not Payload(body).first("actions").body:
            return BoltResponse(status=200)
        return next()
