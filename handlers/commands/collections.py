"""/collections: when digests are posted, and posting one now."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from core.domain.errors import BadInput
from core.ports.records import Button
from core.usecases import schedules
from handlers.doors import check_room
from handlers.messages.blocks import Message, plain
from handlers.messages.schedule_lines import list_card, preview_card
from handlers.messages.text import Safe
from handlers.request import Command, Services, Typed

# As Slack sends a channel that was picked from the list while typing.
CHANNEL = re.compile(r"<#([CG][A-Z0-9]+)(?:\|[^>]*)?>", re.ASCII)
CRON_FIELDS = 5
WEEK = 7


def answer(typed: Typed, services: Services) -> Message:
    verb, _, rest = typed.text.partition(" ")
    act = VERBS.get(verb.lower())
    if act is None:
        raise BadInput(problem="one of schedule, list, run, mute, unmute, remove is needed")
    return act(rest.strip(), typed, services)


def _schedule(rest: str, typed: Typed, services: Services) -> Message:
    """`0 9 * * mon-fri Europe/Berlin #finance`; without a zone ours, without a channel here."""
    found = CHANNEL.search(rest)
    words = CHANNEL.sub("", rest).split()
    cron, zone = words[:CRON_FIELDS], " ".join(words[CRON_FIELDS:])
    wish = schedules.Wish(" ".join(cron), zone, found[1] if found else typed.channel)
    check_room(wish.channel, services)
    shown = schedules.preview(wish, typed.account, office=services.office)
    subject = "\n".join((shown.wish.cron, shown.wish.zone, shown.wish.channel))
    token = services.mint(Button("digest_wish", subject))
    return preview_card(shown, token, services.words(typed.account))


def _list(rest: str, typed: Typed, services: Services) -> Message:
    found = schedules.listed(typed.account, office=services.office)
    return list_card(found, services.words(typed.account))


def _run(rest: str, typed: Typed, services: Services) -> Message:
    office = services.once(typed.delivery)
    found = schedules.run_now(rest, typed.account, office=office)
    words = services.words(typed.account)
    return plain(words("Digest #{number} is on its way.", number=Safe(found.number)))


def _mute(rest: str, typed: Typed, services: Services) -> Message:
    """`1`, or `1 3` for three days."""
    number, _, days = rest.partition(" ")
    if days and not days.strip().isdecimal():
        raise BadInput(problem="a number of days is needed", usage="/collections mute 1 7")
    office = services.once(typed.delivery)
    length = int(days) if days else WEEK
    muted = schedules.mute(number, length, typed.account, office=office)
    words = services.words(typed.account)
    return plain(
        words(
            "Digest #{number} is silent until {moment}.",
            number=Safe(muted.number),
            moment=muted.muted_until or words("now"),
        )
    )


def _unmute(rest: str, typed: Typed, services: Services) -> Message:
    found = schedules.mute(rest, 0, typed.account, office=services.once(typed.delivery))
    words = services.words(typed.account)
    return plain(words("Digest #{number} speaks again.", number=Safe(found.number)))


def _remove(rest: str, typed: Typed, services: Services) -> Message:
    found = schedules.remove(rest, typed.account, office=services.once(typed.delivery))
    words = services.words(typed.account)
    return plain(words("Digest #{number} is removed.", number=Safe(found.number)))


VERBS: Mapping[str, Callable[[str, Typed, Services], Message]] = {
    "schedule": _schedule,
    "list": _list,
    "run": _run,
    "mute": _mute,
    "unmute": _unmute,
    "remove": _remove,
}

COMMAND = Command(
    "/collections",
    "/collections schedule 0 9 * * mon-fri Europe/Berlin #finance",
    "Digests of overdue customers: schedule, list, run, mute, unmute, remove",
    answer,
)
