"""How a case goes, by clicks: take it, check off, wait, go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from core.usecases import case_items, case_view, case_waits, cases
from handlers.buttons import button_of
from handlers.case_verbs import checked_off, day_in, waits_until
from handlers.forms import button_behind
from handlers.messages.blocks import Message, plain
from handlers.messages.case_forms import tick_form, wait_form
from handlers.messages.case_words import item_words
from handlers.messages.text import Safe
from handlers.request import Click, Form, Services

A_FEW_DAYS = timedelta(days=3)


def _take(click: Click, services: Services) -> Message:
    number = button_of(click, services, "case").revision
    office = services.once(click.delivery)
    case = cases.assign(number, click.account, click.account, office=office)
    words = services.words(click.account)
    return plain(words("Case {number} is yours now.", number=Safe(case.number)))


def _tick(click: Click, services: Services) -> None:
    number = button_of(click, services, "case").revision
    view = case_view.show(number, click.account, office=services.office)
    form = tick_form(view, click.token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def _wait(click: Click, services: Services) -> None:
    number = button_of(click, services, "case").revision
    view, office = case_view.show(number, click.account, office=services.office), services.office
    until = office.today(office.clock()) + A_FEW_DAYS
    form = wait_form(view.case, until, click.token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def _go_on(click: Click, services: Services) -> Message:
    number = button_of(click, services, "case").revision
    case = case_waits.go_on(number, click.account, office=services.once(click.delivery))
    words = services.words(click.account)
    return plain(words("Case {number} goes on.", number=Safe(case.number)))


def _ticked(form: Form, services: Services) -> Message:
    number = button_behind(form, services, "case").revision
    office, given = services.once(form.delivery), (form.one("item"), form.one("evidence"))
    case, item = case_items.check(number, *given, form.account, office=office)
    words = services.words(form.account)
    return checked_off(case.number, item_words(case.kind, item.item_id, words), words)


def _waited(form: Form, services: Services) -> Message:
    number = button_behind(form, services, "case").revision
    until, office = day_in(form.one("until")), services.once(form.delivery)
    begun = case_waits.wait(number, until, form.one("why"), form.account, office=office)
    return waits_until(number, begun.until, services.words(form.account))


BUTTONS: Mapping[str, Callable[[Click, Services], Message | None]] = {
    "case_take": _take,
    "case_tick": _tick,
    "case_wait": _wait,
    "case_go_on": _go_on,
}
FORMS: Mapping[str, Callable[[Form, Services], Message]] = {
    "case_tick_form": _ticked,
    "case_wait_form": _waited,
}
