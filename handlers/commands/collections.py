"""/collections: when digests are posted, posting one now, and what the policy does."""

from __future__ import annotations

import re

from core.domain.errors import BadInput
from core.ports.records import Button
from core.usecases import explanations, schedules
from handlers.doors import check_room
from handlers.holding import HOLD_USAGE, WRITE_OFF_USAGE, hold, write_off
from handlers.messages.blocks import Message, plain
from handlers.messages.explanation import explanation_card
from handlers.messages.refusals import NotInChannel
from handlers.messages.schedule_lines import channel_of, list_card, muted_now, preview_card
from handlers.messages.text import Safe
from handlers.policies import publish, show
from handlers.request import Command, Room, Services, Typed
from handlers.simulating import simulate
from handlers.verbs import Verbs, by_verb

# As Slack sends a channel that was picked from the list while typing.
CHANNEL = re.compile(r"<#([CG][A-Z0-9]+)(?:\|([^>]*))?>", re.ASCII)
NO_CHANNEL = re.compile(r"(?<!\S)#\S+")
CRON_FIELDS = 5
# No zone is called like this, so it is a sixth field.
CRON_FIELD = re.compile(
    r"[\d*][\d*/,-]*|(?:mon|tue|wed|thu|fri|sat|sun)(?:[-,][a-z]{3})*", re.ASCII | re.IGNORECASE
)
WEEK = 7


def _schedule(rest: str, typed: Typed, services: Services) -> Message:
    """`0 9 * * mon-fri Europe/Berlin #finance`; without a zone ours, without a channel here."""
    try:
        wish = _wish(rest, typed.channel)
        shown = schedules.preview(wish, typed.account, office=services.office)
        check_room(wish.channel, services)
        if services.rooms.look(wish.channel) is Room.APART:
            raise NotInChannel(channel=channel_of(wish.channel))
    except (BadInput, NotInChannel) as refusal:
        refusal.facts["typed"] = f"/collections schedule {_readable(rest)}" if rest else ""
        raise
    subject = "\n".join((shown.wish.cron, shown.wish.zone, shown.wish.channel))
    token = services.mint(Button("digest_wish", subject))
    return preview_card(shown, token, services.words(typed.account))


def _readable(text: str) -> str:
    """What was typed, to be copied and mended."""
    return CHANNEL.sub(lambda found: f"#{found[2] or found[1]}", text)


def _wish(rest: str, here: str) -> schedules.Wish:
    """A digest is for a channel, and a direct message is none. Raises BadInput."""
    found = CHANNEL.search(rest)
    words = CHANNEL.sub("", rest).strip("`").split()
    unknown = NO_CHANNEL.search(" ".join(words))
    if unknown is not None:
        raise BadInput(problem="{text} is no channel that you are in", text=unknown[0])
    channel = found[1] if found else here
    cron, zone = words[:CRON_FIELDS], words[CRON_FIELDS:]
    if zone and CRON_FIELD.fullmatch(zone[0]):
        raise BadInput(problem="six fields, where five are needed: a digest knows no seconds")
    is_channel = channel.startswith(("C", "G"))
    return schedules.Wish(" ".join(cron), " ".join(zone), channel if is_channel else "")


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
    if days and not (days.strip().isascii() and days.strip().isdecimal()):
        raise BadInput(problem="a number of days is needed")
    office = services.once(typed.delivery)
    length = int(days[:9]) if days else WEEK
    muted = schedules.mute(number, length, typed.account, office=office)
    return muted_now(muted, services.words(typed.account))


def _unmute(rest: str, typed: Typed, services: Services) -> Message:
    found = schedules.mute(rest, 0, typed.account, office=services.once(typed.delivery))
    words = services.words(typed.account)
    return plain(words("Digest #{number} speaks again.", number=Safe(found.number)))


def _remove(rest: str, typed: Typed, services: Services) -> Message:
    found = schedules.remove(rest, typed.account, office=services.once(typed.delivery))
    words = services.words(typed.account)
    return plain(words("Digest #{number} is removed.", number=Safe(found.number)))


def _explain(rest: str, typed: Typed, services: Services) -> Message:
    found = explanations.explain(rest, typed.account, office=services.office)
    return explanation_card(found, services.words(typed.account))


# What each is answered by, and one correct example of it.
VERBS: Verbs = {
    "schedule": (_schedule, "schedule 0 9 * * mon-fri Europe/Berlin #finance"),
    "list": (_list, "list"),
    "run": (_run, "run 1"),
    "mute": (_mute, "mute 1 7"),
    "unmute": (_unmute, "unmute 1"),
    "remove": (_remove, "remove 1"),
    "show": (show, "show"),
    "publish": (publish, "publish"),
    "explain": (_explain, "explain contoso"),
    "simulate": (simulate, "simulate"),
    "hold": (hold, HOLD_USAGE),
    "write-off": (write_off, WRITE_OFF_USAGE),
}

COMMAND = Command(
    "/collections",
    "/collections schedule 0 9 * * mon-fri Europe/Berlin #finance",
    "The policy: show, publish, explain, simulate; holds, write-offs and digests",
    by_verb("/collections", VERBS),
)
