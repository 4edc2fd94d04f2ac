"""Mentions: the grammar of the commands where no command can be typed, as in a thread."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from slack_bolt import Ack

from core.domain.customers import Customer
from core.domain.errors import BadInput, Refusal, UnknownCase
from core.domain.people import AccountKey
from core.ports.records import Button
from core.usecases import cases
from core.usecases.finding import find_customer
from handlers.accounts import account_of
from handlers.answers import Answer
from handlers.doors import HELP, on_command
from handlers.messages.blocks import Message, plain
from handlers.messages.choices import form_behind
from handlers.messages.refusals import FormNotOpened
from handlers.messages.text import Safe, Words
from handlers.payload import Payload, unescaped
from handlers.request import Command, Services, Typed

BOT = re.compile(r"<@[UW][A-Z0-9]+(?:\|[^>]*)?>", re.ASCII)
# What is said of a case in its own thread needs no number.
OF_THIS_CASE = frozenset(
    {"show", "note", "assign", "close", "check", "wait", "go-on", "severity", "since", "merge"}
    | {"delegate"}
)
# Asked for there without a name, this is for the customer of the case.
OF_ITS_CUSTOMER = "ticket"

Body = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody spoke to us in a channel; `thread_ts` where it was in a thread."""

    typed: Typed
    thread_ts: str

    @property
    def account(self) -> AccountKey:
        return self.typed.account

    @classmethod
    def of(cls, body: Body) -> Mention:
        """What follows the mention is meant for us: people say hello before it."""
        sent = Payload(body)
        event = sent.within("event")
        team = event.text("user_team") or event.text("team") or sent.text("team_id")
        said = BOT.split(event.text("text"), maxsplit=1)[-1]
        name, _, text = unescaped(said).strip().partition(" ")
        typed = Typed(
            account=account_of(team, sent.text("enterprise_id"), event.text("user")),
            name=f"/{name.lower().removeprefix('/')}",
            text=text.strip(),
            channel=event.text("channel"),
            trigger_id="",
            response_url="",
            event_id=sent.text("event_id"),
        )
        return cls(typed, event.text("thread_ts"))


def answers_mention(
    commands: Sequence[Command],
) -> Callable[[Mention, Services], Message | None]:
    """Answers as the command would. A form needs a click first, so it comes as a button."""
    by_name = {command.name: command for command in commands}

    def act(mention: Mention, services: Services) -> Message | None:
        typed = _in_its_case(mention, services)
        verb = typed.name.removeprefix("/")
        if not verb or verb in HELP:
            return _help(sorted(by_name), services.words(typed.account))
        command = by_name.get(typed.name)
        if command is None:
            here = verb in OF_THIS_CASE
            raise BadInput(
                problem="a case's number is needed" if here else "there is no command {name}",
                name=verb,
                usage=_mentioned(f"case {verb} 12" if here else "standing contoso"),
            )
        return _answer(command, typed, services)

    return act


def _help(names: Sequence[str], words: Words) -> Message:
    known = Safe(", ".join(name.removeprefix("/") for name in names))
    return plain(
        words(
            "Mention me with what you would type as a command: {names}. In the thread of a case, "
            "note, show, assign and close need no number. For example: {usage}",
            names=known,
            usage=Safe(_mentioned("standing contoso")),
        )
    )


def _answer(command: Command, typed: Typed, services: Services) -> Message | None:
    try:
        return on_command(command)(typed, services)
    except FormNotOpened:
        return _button_for(command, typed, services)
    except Refusal as refusal:
        usage = refusal.facts.get("usage")
        if isinstance(usage, str):
            refusal.facts["usage"] = _mentioned(usage.removeprefix("/"))
        raise


def _mentioned(usage: str) -> str:
    return f"@Goodstanding {usage}"


def _in_its_case(mention: Mention, services: Services) -> Typed:
    """`note called them` in the thread of case 12 is `/case note 12 called them`."""
    typed = mention.typed
    verb = typed.name.removeprefix("/")
    of_its_customer = verb == OF_ITS_CUSTOMER and not typed.text
    if not mention.thread_ts or not (of_its_customer or verb in OF_THIS_CASE):
        return typed
    try:
        case = cases.in_thread(f"{typed.channel}:{mention.thread_ts}", office=services.office)
    except UnknownCase:
        return typed
    if of_its_customer:
        return replace(typed, text=str(case.customer))
    return replace(typed, name="/case", text=f"{verb} {case.number} {typed.text}".strip())


def _button_for(command: Command, typed: Typed, services: Services) -> Message:
    """Whoever came as far as a form may see whose form it is."""
    with services.office.store.reading() as work:
        customer: Customer = find_customer(work, typed.text.removeprefix("open "))
    token = services.mint(Button("customer", str(customer.key)))
    return form_behind(customer, token, command.which, services.words(typed.account))


def answer_mention(ack: Ack, body: Body, answer: Answer, services: Services) -> None:
    """Privately, in the thread in which we were spoken to."""
    ack()
    event = Payload(body).within("event")
    channel, user, thread = (event.text(name) for name in ("channel", "user", "thread_ts"))
    if answer.message is not None and channel and user and not answer.is_old():
        message = answer.message.in_thread(thread) if thread else answer.message
        services.slack.whisper(channel, user, message)
