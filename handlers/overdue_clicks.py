"""The button in a row of overdue customers: how the customer stands, or whose an account is, and
who looks after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.arrears import Owner
from core.domain.calendar import day_of
from core.domain.customers import CustomerKey
from core.domain.follow_up_errors import NothingLate
from core.ports.records import Button
from core.usecases import follow_ups, mapping_view, standing
from handlers.buttons import button_of
from handlers.forms import button_behind
from handlers.mapping_asking import rows_of
from handlers.messages.blocks import Message
from handlers.messages.cards import standing_card
from handlers.messages.follow_up_lines import (
    given_back,
    owned,
    snooze_form,
    snoozed,
    with_follow_up,
    woken,
)
from handlers.messages.mapping_forms import found_card
from handlers.messages.overdue_table import ACTION
from handlers.overdue_rows import PURPOSE, owner_of
from handlers.request import Click, Form, Services


def _open(click: Click, services: Services) -> Message:
    return _opened(button_of(click, services, PURPOSE).subject, click, services)


def _open_chosen(click: Click, services: Services) -> Message:
    """One of several whose name fits."""
    return _opened(button_of(click, services, "customer").subject, click, services)


def _opened(subject: str, click: Click, services: Services) -> Message:
    """With buttons to look after it and to put it off, while anything of it is overdue."""
    message = _card(owner_of(subject), click, services)
    try:
        found = follow_ups.look(owner_of(subject), click.account, office=services.office)
    except NothingLate:
        return message
    token = services.mint(Button(PURPOSE, subject))
    return with_follow_up(message, found, token, services.words(click.account))


def _card(owner: Owner, click: Click, services: Services) -> Message:
    words = services.words(click.account)
    if isinstance(owner, CustomerKey):
        view = standing.look_up(str(owner), click.account, office=services.office)
        return standing_card(view, services.mint(Button("customer", str(owner))), words)
    entry = mapping_view.look(owner, click.account, office=services.office)
    return found_card(rows_of([entry], services), words)


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
    ACTION: _open,
    "customer_row": _open_chosen,
    "row_own": _own,
    "row_give_back": _give_back,
    "row_snooze": _open_snooze,
    "row_wake": _wake,
}
FORMS: Mapping[str, Callable[[Form, Services], Message]] = {"row_snooze_form": _snooze}
