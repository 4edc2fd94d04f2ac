"""Mentions: the grammar of the commands where no command can be typed, as in a thread."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from slack_bolt import Ack

from core.domain.errors import BadInput, UnknownCase
from core.domain.people import AccountKey
from core.usecases import cases
from core.usecases.finding import find_customer
from handlers.answers import Answer
from handlers.doors import on_command, which
from handlers.messages.blocks import Message
from handlers.messages.refusals import FormNotOpened
from handlers.payload import Payload
from handlers.request import Command, Services, Typed, account_of

BOT = re.compile(r"\s*<@[UW][A-Z0-9]+(?:\|[^>]*)?>\s*", re.ASCII)
# What is said of a case in its own thread needs no number.
OF_THIS_CASE = frozenset({"show", "note", "assign", "close"})

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
        sent = Payload(body)
        event = sent.within("event")
        team = event.text("user_team") or event.text("team") or sent.text("team_id")
        said = BOT.sub("", event.text("text"), count=1).strip()
        name, _, text = said.partition(" ")
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
        command = by_name.get(typed.name)
        if command is None:
            known = ", ".join(name.removeprefix("/") for name in sorted(by_name))
            raise BadInput(problem=f"one of {known} is needed", usage="standing contoso")
        try:
            return on_command(command)(typed, services)
        except FormNotOpened:
            return _button_for(command, typed, services)

    return act


def _in_its_case(mention: Mention, services: Services) -> Typed:
    """`note called them` in the thread of case 12 is `/case note 12 called them`."""
    typed = mention.typed
    verb = typed.name.removeprefix("/")
    if verb not in OF_THIS_CASE or not mention.thread_ts:
        return typed
    try:
        case = cases.in_thread(f"{typed.channel}:{mention.thread_ts}", office=services.office)
    except UnknownCase:
        return typed
    return replace(typed, name="/case", text=f"{verb} {case.number} {typed.text}".strip())


def _button_for(command: Command, typed: Typed, services: Services) -> Message:
    with services.office.store.reading() as work:
        customer = find_customer(work, typed.text.removeprefix("open "))
    return which([customer], command, typed, services)


def answer_mention(ack: Ack, body: Body, answer: Answer, services: Services) -> None:
    """Privately, in the thread in which we were spoken to."""
    ack()
    event = Payload(body).within("event")
    channel, user, thread = (event.text(name) for name in ("channel", "user", "thread_ts"))
    if answer.message is not None and channel and user:
        message = answer.message.in_thread(thread) if thread else answer.message
        services.slack.whisper(channel, user, message)
