"""Clicks and forms of cases: open one, add a note, close it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.domain.customers import CustomerKey
from core.domain.errors import BadInput
from core.domain.plans import Reason
from core.usecases import cases
from handlers.buttons import button_of
from handlers.forms import button_behind
from handlers.messages.blocks import Message, plain
from handlers.messages.case_card import close_form, note_form, open_form
from handlers.messages.text import Safe
from handlers.request import Click, Form, Services


def _open(click: Click, services: Services) -> None:
    """With the kind and the note that were typed before the customer was chosen."""
    button = button_of(click, services, "customer")
    customer = cases.customer_for(button.subject, click.account, office=services.office)
    kind, _, note = button.revision.partition("\n")
    words = services.words(click.account)
    form = open_form(customer, click.token, words, kind=kind, note=note)
    services.open_view(click.trigger_id, form)


def _note(click: Click, services: Services) -> None:
    number = button_of(click, services, "case").revision
    view = cases.show(number, click.account, office=services.office)
    form = note_form(view.case, click.token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def _close(click: Click, services: Services) -> None:
    number = button_of(click, services, "case").revision
    case = cases.closable(number, click.account, office=services.office)
    form = close_form(case, click.token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def _opened(form: Form, services: Services) -> Message:
    key = CustomerKey.parse(button_behind(form, services, "customer").subject)
    try:
        kind = Reason(form.one("kind"))
    except ValueError:
        raise BadInput(problem="no kind was picked") from None
    office = services.once(form.delivery)
    case = cases.open_by_hand(key, kind, form.one("note"), form.account, office=office)
    words = services.words(form.account)
    return plain(words("Case {number} is open.", number=Safe(case.number)))


def _noted(form: Form, services: Services) -> Message:
    number = button_behind(form, services, "case").revision
    office = services.once(form.delivery)
    case = cases.note(number, form.one("note"), form.account, office=office)
    words = services.words(form.account)
    return plain(words("Noted in case {number}.", number=Safe(case.number)))


def _closed(form: Form, services: Services) -> Message:
    number = button_behind(form, services, "case").revision
    office = services.once(form.delivery)
    case = cases.close(number, form.one("note"), form.account, office=office)
    words = services.words(form.account)
    return plain(words("Case {number} is closed.", number=Safe(case.number)))


BUTTONS: Mapping[str, Callable[[Click, Services], Message | None]] = {
    "case_open": _open,
    "case_note": _note,
    "case_close": _close,
}
FORMS: Mapping[str, Callable[[Form, Services], Message]] = {
    "case_open_form": _opened,
    "case_note_form": _noted,
    "case_close_form": _closed,
}
