"""Clicks and forms of schedules: save what was previewed, change the time or the content."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from core.domain.digest_choices import USUAL
from core.domain.digest_options import NAMES, OFF, read_options
from core.domain.errors import BadInput
from core.domain.schedules import read_cron, read_zone
from core.usecases import schedule_changes, schedules
from core.usecases.schedule_changes import Change
from handlers.buttons import button_of
from handlers.doors import check_post
from handlers.forms import button_behind
from handlers.messages.blocks import Block, Message
from handlers.messages.schedule_forms import content_form, time_form
from handlers.messages.schedule_lines import saved
from handlers.request import Click, Form, Services
from handlers.scheduling import NEW, SCHEDULE, WISH, carry_out


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
    schedules.check_may(form.account, office=services.office)
    _check(form, services)
    if channel := form.one("channel"):
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
    return carry_out(number, asked, form.account, form.delivery, services)


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
