"""When a digest comes and what it shows: typed behind /collections, or put into a form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

from core.domain.calendar import knows
from core.domain.digest_choices import USUAL
from core.domain.digest_options import NAMES, OFF, OWNER, read_options
from core.domain.errors import BadInput
from core.domain.people import AccountKey
from core.domain.schedules import read_cron, read_zone
from core.ports.records import Button
from core.usecases import choosing, schedule_changes, schedules
from core.usecases.schedule_changes import Change
from handlers.buttons import button_of
from handlers.doors import check_post
from handlers.forms import button_behind
from handlers.messages.blocks import Block, Message
from handlers.messages.refusals import NotInChannel, PublicChannel
from handlers.messages.schedule_forms import content_form, new_form, time_form
from handlers.messages.schedule_lines import (
    MOST_WITH_BUTTONS,
    changed,
    list_card,
    preview_card,
    saved,
    spoken,
)
from handlers.request import Click, Form, Services, Typed

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
    return _change(number, asked, typed.account, typed.delivery, services)


def _change(
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
    if not channel:
        raise BadInput(problem="a channel is needed")
    office = services.once(typed.delivery)
    text = CHANNEL.sub("", rest).strip() or OFF
    chosen = choosing.choose_language(channel, text, typed.account, office=office)
    return spoken(channel, chosen, services.words(typed.account))


# Clicks and forms


def _save(click: Click, services: Services) -> Message:
    cron, zone, channel, *options = button_of(click, services, WISH).subject.split("\n")
    given = dict(option.split("=", 1) for option in options)
    wish = schedules.Wish(cron, zone, channel, given)
    office = services.once(click.delivery)
    made = schedules.schedule(wish, click.account, office=office)
    return saved(made, services.words(click.account))


def _open_time(click: Click, services: Services) -> None:
    number = button_of(click, services, SCHEDULE).subject
    one = schedule_changes.look(number, click.account, office=services.office)
    form = time_form(one, click.token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def _open_content(click: Click, services: Services) -> None:
    number = button_of(click, services, SCHEDULE).subject
    one = schedule_changes.look(number, click.account, office=services.office)
    services.open_view(click.trigger_id, _content(one, click, services))


def _content(one: schedules.Listed, click: Click, services: Services) -> Block:
    owner = one.schedule.choices.only.owner
    with services.office.store.reading() as work:
        accounts = sorted(work.people.get(owner).accounts) if owner else []
    user = accounts[0].user_id if accounts else ""
    known = sorted(services.office.partners)
    return content_form(one, user, known, click.token, services.words(click.account))


def _given(form: Form) -> dict[str, str]:
    """What stands in the inputs of a form, also where nothing does."""
    return {
        name: ",".join(form.many(name)).replace(" ", "") or OFF
        for name in NAMES
        if name in form.values
    }


def _check(form: Form, services: Services) -> None:
    """Raises BadInput that names the input in which it is to be mended."""
    year = services.office.today(services.office.clock()).year
    given = _given(form)
    checks: dict[str, Callable[[], object]] = {
        name: partial(read_options, {name: value}, USUAL, year) for name, value in given.items()
    }
    for name, read in (("cron", read_cron), ("zone", read_zone)):
        if name in form.values:
            checks[name] = partial(read, form.one(name))
    for name, check in checks.items():
        try:
            check()
        except BadInput as refusal:
            refusal.facts["at"] = name
            raise


def _new(form: Form, services: Services) -> Message:
    button_behind(form, services, NEW)
    _check(form, services)
    channel = form.one("channel")
    check_post(channel, services)
    given = {name: value for name, value in _given(form).items() if value != OFF}
    wish = schedules.Wish(form.one("cron"), form.one("zone"), channel, given)
    office = services.once(form.delivery)
    made = schedules.schedule(wish, form.account, office=office)
    return saved(made, services.words(form.account))


def _submitted(form: Form, services: Services) -> Message:
    """Of its time, or of its content."""
    number = button_behind(form, services, SCHEDULE).subject
    _check(form, services)
    asked = Change(form.one("cron"), form.one("zone"), form.one("channel"), _given(form))
    return _change(number, asked, form.account, form.delivery, services)


BUTTONS: Mapping[str, Callable[[Click, Services], Message | None]] = {
    "digest_save": _save,
    "digest_time": _open_time,
    "digest_content": _open_content,
}
FORMS: Mapping[str, Callable[[Form, Services], Message]] = {
    "digest_new_form": _new,
    "digest_time_form": _submitted,
    "digest_content_form": _submitted,
}
