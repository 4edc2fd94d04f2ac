"""What every command and every click goes through before it is carried out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from core.domain.errors import (
    AmbiguousCustomer,
    BadInput,
    OutdatedCard,
    PlanOver,
    ReasonMissing,
    Refusal,
    UnknownCustomer,
)
from core.homes import draw_now
from core.recording import repaint
from core.usecases import eligibility
from handlers.directory import Installation
from handlers.messages.blocks import Message, plain, section
from handlers.messages.finding import Ways
from handlers.messages.refusals import (
    NOBODY_NAMED,
    NotInChannel,
    OutsidersPresent,
    PublicChannel,
    RoomUnseen,
)
from handlers.messages.schedule_lines import channel_of
from handlers.messages.text import Safe
from handlers.minting import ask_which, choices_in
from handlers.request import Click, Command, Form, Room, Services, Typed
from handlers.verbs import examples_of

Request = TypeVar("Request")
Act = Callable[[Request, Services], Message | None]
HELP = frozenset({"help", "?"})
# Refusals of what was typed: they come with one correct example.
MISTYPED: tuple[type[Refusal], ...] = (BadInput, ReasonMissing, UnknownCustomer)


def on_command(command: Command) -> Act[Typed]:
    """`help` is answered for every command, a mistake with an example, and a name that fits
    several customers with a choice."""

    def act(typed: Typed, services: Services) -> Message | None:
        if typed.text.lower() in HELP:
            return _help(command, typed, services)
        if not command.anywhere:
            check_room(typed.channel, services)
        try:
            return command.answer(typed, services)
        except MISTYPED as refusal:
            refusal.facts.setdefault("usage", command.usage)
            if command.which and _is_nobody(refusal):
                refusal.facts["ways"] = _ways(refusal, command, services)
            raise
        except AmbiguousCustomer as refusal:
            if not command.which:
                raise
            words = services.words(typed.account)
            return ask_which(refusal, command.which, words, services.office)

    return act


def _is_nobody(refusal: Refusal) -> bool:
    unnamed = refusal.facts.get("problem") == NOBODY_NAMED
    return unnamed or isinstance(refusal, UnknownCustomer)


def _ways(refusal: Refusal, command: Command, services: Services) -> Ways:
    return Ways(command.which, choices_in(refusal, "similar", services.office))


def _help(command: Command, typed: Typed, services: Services) -> Message:
    """Every way to type it, as whatever reads it knows it."""
    words, ways = services.words(typed.account), examples_of(command)
    summary = Safe(words(command.summary))
    said = plain(words("{summary}. For example: {usage}", summary=summary, usage=command.usage))
    listed = [section("\n".join(f"• `{one}`" for one in ways))] if len(ways) > 1 else []
    return Message(said.text, (*said.blocks, *listed))


def check_room(channel: str, services: Services) -> None:
    """Raises OutsidersPresent or RoomUnseen: what is private today may be forwarded tomorrow."""
    match services.rooms.look(channel):
        case Room.SHARED:
            raise OutsidersPresent()
        case Room.UNSEEN | Room.GONE:
            raise RoomUnseen()


def check_post(channel: str, services: Services) -> None:
    """Of a channel in which customers shall be spoken of. Raises also NotInChannel and
    PublicChannel."""
    check_room(channel, services)
    match services.rooms.look(channel):
        case Room.APART:
            raise NotInChannel(channel=channel_of(channel))
        case Room.PUBLIC:
            raise PublicChannel(channel=channel_of(channel))


def on_click(press: Act[Click], installation: Installation) -> Act[Click]:
    """A click counts where the message is ours and no outsider looks on. Whoever met an old button
    finds the card drawn anew."""

    def act(click: Click, services: Services) -> Message | None:
        if not _is_ours(click, installation):
            raise OutdatedCard()
        if click.channel:
            check_room(click.channel, services)
        try:
            return press(click, services)
        except (OutdatedCard, PlanOver):
            _draw_anew(click, services)
            raise

    return act


def on_form(submit: Act[Form]) -> Act[Form]:
    """Whoever lost every role since the form opened hears that, and not what is missing in it."""

    def act(form: Form, services: Services) -> Message | None:
        eligibility.may_see(form.account, office=services.office)
        return submit(form, services)

    return act


def _is_ours(click: Click, installation: Installation) -> bool:
    """Slack does not repeat a private message, whose tokens only its reader ever saw."""
    if click.private:
        return True
    ours = click.author.bot_id == installation.bot_id
    return ours and click.author.app_id in ("", click.app_id)


def _draw_anew(click: Click, services: Services) -> None:
    """The card on which somebody clicked, be its token known or not."""
    if not click.channel:
        _draw_home(click, services)
        return
    with services.office.store.reading() as work:
        asked = work.vote_asks.at(click.channel, click.ts)
        button = work.buttons.find(click.token)
        if button is not None and button.purpose == "plan":
            plan_ids = [button.subject]
        else:
            plan_ids = [plan.plan_id for plan in work.plans.open()]
        posts = {plan_id: work.posts.get(f"plan:{plan_id}") for plan_id in plan_ids}
    place = (click.channel, click.ts)
    shown = [one for one, post in posts.items() if post and (post.channel, post.ts) == place]
    _draw([asked.plan_id] if asked is not None else shown, services)


def _draw_home(click: Click, services: Services) -> None:
    """Nobody can be whispered to there, but what is drawn now has buttons that count."""
    with services.office.store() as work:
        draw_now(work, click.account.user_id, click.delivery)
        work.commit()


def _draw(plan_ids: Sequence[str], services: Services) -> None:
    """At most once a minute for each card, however often it is asked for."""
    if not plan_ids:
        return
    with services.office.store() as work:
        for plan_id in plan_ids:
            repaint(work, plan_id, f"asked:{services.office.clock():%Y-%m-%dT%H:%M}")
        work.commit()
