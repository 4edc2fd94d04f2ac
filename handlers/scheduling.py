"""When a digest comes and what it shows: typed behind /collections, or put into a form."""

from __future__ import annotations

import re

from core.domain.calendar import knows
from core.domain.digest_options import OFF, OWNER
from core.domain.errors import BadInput
from core.domain.people import AccountKey
from core.ports.records import Button
from core.usecases import choosing, schedule_changes, schedules
from core.usecases.schedule_changes import Change
from handlers.doors import check_post
from handlers.messages.blocks import Message
from handlers.messages.refusals import NotInChannel, PublicChannel
from handlers.messages.schedule_forms import new_form
from handlers.messages.schedule_lines import (
    MOST_WITH_BUTTONS,
    changed,
    list_card,
    preview_card,
    spoken,
)
from handlers.request import Services, Typed

# As Slack sends a channel or a person that was picked from the list while typing.
CHANNEL = re.compile(r"<#([CG][A-Z0-9]+)(?:\|([^>]*))?>", re.ASCII)
NO_CHANNEL = re.compile(r"(?<!\S)#\S+")
PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>", re.ASCII)
OPTION = re.compile(r"(?<!\S)(\w[\w-]*)=(\S*)", re.ASCII)
CRON_FIELDS = 5
# No zone is called like this, so it is a sixth field.
CRON_FIELD = re.compile(
    r"[\d*][\d*/,-]*|(?:mon|tue|wed|thu|fri|sat|sun)(?:[-,][a-z]{3})*", re.ASCII | re.IGNORECASE
)
SCHEDULE, WISH, NEW = "schedule", "digest_wish", "digest_new"
USAGE = "schedule 0 9 * * mon-fri Europe/Berlin #finance"
CHANGE_USAGE = "change 1 standing=at-risk columns=days,overdue,owner holidays=DE"
LANGUAGE_USAGE = "language ko #finance"


def schedule(rest: str, typed: Typed, services: Services) -> Message | None:
    """`0 9 * * mon-fri Europe/Berlin #finance floors=5`; without a zone ours, without a channel
    here. Nothing at all opens the form."""
    if not rest:
        _open_new(typed, services)
        return None
    try:
        wish = _wish(rest, typed)
        shown = schedules.preview(wish, typed.account, office=services.office)
        check_post(wish.channel, services)
    except (BadInput, NotInChannel, PublicChannel) as refusal:
        refusal.facts["typed"] = f"/collections schedule {_readable(rest)}"
        raise
    made = shown.wish
    options = (f"{name}={value}" for name, value in made.options.items())
    subject = "\n".join((made.cron, made.zone, made.channel, *options))
    return preview_card(shown, services.mint(Button(WISH, subject)), services.words(typed.account))


def _open_new(typed: Typed, services: Services) -> None:
    own, words = services.office.own, services.words(typed.account)
    schedules.check_may(typed.account, office=services.office)
    year = services.office.today(services.office.clock()).year
    token = services.mint(Button(NEW, ""))
    calendar = own.calendar if knows(own.calendar, year) else ""
    form = new_form(own.zone, _channel(typed.channel), calendar, token, words)
    services.open_view(typed.trigger_id, form)


def _readable(text: str) -> str:
    """What was typed, to be copied and mended."""
    return CHANNEL.sub(lambda found: f"#{found[2] or found[1]}", text)


def _channel(channel: str) -> str:
    """A digest is for a channel, and a direct message is none."""
    return channel if channel.startswith(("C", "G")) else ""


def _wish(rest: str, typed: Typed) -> schedules.Wish:
    """Raises BadInput."""
    options = _options(rest, typed.account)
    cron, zone, channel = _place(rest)
    return schedules.Wish(cron, zone, channel or _channel(typed.channel), options)


def _place(rest: str) -> tuple[str, str, str]:
    """The line, the zone and the channel, as far as they were typed. Raises BadInput."""
    found = CHANNEL.search(rest)
    words = OPTION.sub("", CHANNEL.sub("", rest)).strip("`").split()
    unknown = NO_CHANNEL.search(" ".join(words))
    if unknown is not None:
        raise BadInput(problem="{text} is no channel that you are in", text=unknown[0])
    cron, zone = words[:CRON_FIELDS], words[CRON_FIELDS:]
    if zone and CRON_FIELD.fullmatch(zone[0]):
        raise BadInput(problem="six fields, where five are needed: a digest knows no seconds")
    return " ".join(cron), " ".join(zone), found[1] if found else ""


def _options(text: str, account: AccountKey) -> dict[str, str]:
    found = dict(OPTION.findall(text))
    if OWNER in found:
        person = PERSON.fullmatch(found[OWNER])
        mine = account.user_id if found[OWNER].lower() == "me" else found[OWNER]
        found[OWNER] = person[1] if person else mine
    return found


def change(rest: str, typed: Typed, services: Services) -> Message:
    """`1 floors=5 language=ko`, or another line, zone or channel."""
    number, _, wanted = rest.partition(" ")
    if not wanted.strip():
        raise BadInput(problem="what is to be different is missing")
    cron, zone, channel = _place(wanted)
    asked = Change(cron, zone, channel, _options(wanted, typed.account))
    return carry_out(number, asked, typed.account, typed.delivery, services)


def carry_out(
    number: str, asked: Change, account: AccountKey, delivery: str, services: Services
) -> Message:
    if asked.channel:
        check_post(asked.channel, services)
    office = services.once(delivery)
    done = schedule_changes.change(number, asked, account, office=office)
    return changed(done, services.words(account))


def listing(rest: str, typed: Typed, services: Services) -> Message:
    found = schedules.listed(typed.account, office=services.office)
    buttons = (Button(SCHEDULE, str(one.schedule.number)) for one in found[:MOST_WITH_BUTTONS])
    tokens = [services.mint(button) for button in buttons]
    return list_card(found, tokens, services.words(typed.account))


def language(rest: str, typed: Typed, services: Services) -> Message:
    """`ko`, for this channel or for one that is named; `off` is the desk's."""
    found = CHANNEL.search(rest)
    channel = found[1] if found else _channel(typed.channel)
    office = services.once(typed.delivery)
    text = CHANNEL.sub("", rest).strip() or OFF
    chosen = choosing.choose_language(channel, text, typed.account, office=office)
    return spoken(channel, chosen, services.words(typed.account))
