"""What is done with a late customer from a row of a digest, or typed behind /collections: look
after it, give it back, put it off, put it back on the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.arrears import Owner
from core.domain.calendar import day_of
from core.domain.digest_options import OFF
from core.domain.errors import BadInput
from core.usecases import follow_ups
from handlers.buttons import button_of
from handlers.forms import button_behind
from handlers.messages.blocks import Message
from handlers.messages.follow_up_lines import given_back, owned, snooze_form, snoozed, woken
from handlers.messages.refusals import NOBODY_NAMED
from handlers.overdue_rows import PURPOSE, owner_of
from handlers.request import Click, Form, Services, Typed

OWN_USAGE = "own contoso"
SNOOZE_USAGE = "snooze contoso 2026-12-05"


def own(rest: str, typed: Typed, services: Services) -> Message:
    """`contoso`, or `contoso off` to give it back."""
    name, last = _last(rest)
    if last.lower() != OFF:
        name = rest
    whose = _named(name, services)
    office, words = services.once(typed.delivery), services.words(typed.account)
    if last.lower() == OFF:
        return given_back(follow_ups.give_back(whose, typed.account, office=office), words)
    return owned(follow_ups.own(whose, typed.account, office=office), words)


def snooze(rest: str, typed: Typed, services: Services) -> Message:
    """`contoso 2026-12-05`, or `contoso off`."""
    name, last = _last(rest)
    if not name:
        raise BadInput(problem="a customer and a day are needed")
    until = None if last.lower() == OFF else day_of(last)
    whose, office = _named(name, services), services.once(typed.delivery)
    words = services.words(typed.account)
    if until is None:
        return woken(follow_ups.wake(whose, typed.account, office=office), words)
    return snoozed(follow_ups.snooze(whose, until, typed.account, office=office), words)


def _last(rest: str) -> tuple[str, str]:
    name, _, last = rest.strip().rpartition(" ")
    return name.strip().removesuffix(" until"), last


def _named(name: str, services: Services) -> Owner:
    """Raises BadInput and those of find_customer."""
    if not name:
        raise BadInput(problem=NOBODY_NAMED)
    return follow_ups.named(name, office=services.office)


# Clicks and forms


def _own(click: Click, services: Services) -> Message:
    owner = owner_of(button_of(click, services, PURPOSE).subject)
    office = services.once(click.delivery)
    found = follow_ups.own(owner, click.account, office=office)
    return owned(found, services.words(click.account))


def _give_back(click: Click, services: Services) -> Message:
    owner = owner_of(button_of(click, services, PURPOSE).subject)
    office = services.once(click.delivery)
    found = follow_ups.give_back(owner, click.account, office=office)
    return given_back(found, services.words(click.account))


def _open_snooze(click: Click, services: Services) -> None:
    owner = owner_of(button_of(click, services, PURPOSE).subject)
    found = follow_ups.look(owner, click.account, office=services.office)
    form = snooze_form(found, click.token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def _wake(click: Click, services: Services) -> Message:
    owner = owner_of(button_of(click, services, PURPOSE).subject)
    office = services.once(click.delivery)
    found = follow_ups.wake(owner, click.account, office=office)
    return woken(found, services.words(click.account))


def _snooze(form: Form, services: Services) -> Message:
    owner = owner_of(button_behind(form, services, PURPOSE).subject)
    until, office = day_of(form.one("until")), services.once(form.delivery)
    found = follow_ups.snooze(owner, until, form.account, office=office)
    return snoozed(found, services.words(form.account))


BUTTONS: Mapping[str, Callable[[Click, Services], Message | None]] = {
    "row_own": _own,
    "row_give_back": _give_back,
    "row_snooze": _open_snooze,
    "row_wake": _wake,
}
FORMS: Mapping[str, Callable[[Form, Services], Message]] = {"row_snooze_form": _snooze}
