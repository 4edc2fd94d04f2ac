"""Clicks and forms of cases: open one, show it, add a note, close it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.domain.cases import Severity
from core.domain.customers import CustomerKey
from core.domain.errors import BadInput
from core.domain.plans import Reason
from core.domain.signals import Label
from core.usecases import case_closing, case_view, cases
from core.usecases.case_closing import Ending
from handlers import case_course, evidence
from handlers.buttons import button_of
from handlers.case_showing import whole
from handlers.forms import button_behind
from handlers.messages.blocks import Message, plain
from handlers.messages.case_forms import AS_OUTCOME, SIGNAL, close_form, note_form, open_form
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


def _show(click: Click, services: Services) -> Message:
    number = button_of(click, services, "case").revision
    view = case_view.show(number, click.account, office=services.office)
    return whole(view, click.token, services.words(click.account), services)


def _pack(click: Click, services: Services) -> Message:
    number = button_of(click, services, "case").revision
    return evidence.ask(number, click.account, click.channel, click.delivery, services)


def _note(click: Click, services: Services) -> None:
    number = button_of(click, services, "case").revision
    view = case_view.show(number, click.account, office=services.office)
    form = note_form(view.case, click.token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def _close(click: Click, services: Services) -> None:
    number = button_of(click, services, "case").revision
    closable = case_closing.closable(number, click.account, office=services.office)
    form = close_form(closable, click.token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def kind_in(form: Form) -> Reason:
    """Raises BadInput."""
    try:
        return Reason(form.one("kind"))
    except ValueError:
        raise BadInput(problem="no kind was picked") from None


def severity_in(form: Form) -> Severity | None:
    picked = form.one("severity")
    return Severity(picked) if picked in list(Severity) else None


def _opened(form: Form, services: Services) -> Message:
    key = CustomerKey.parse(button_behind(form, services, "customer").subject)
    office = services.once(form.delivery)
    case = cases.open_by_hand(
        key, kind_in(form), form.one("note"), form.account, office=office,
        severity=severity_in(form),
    )  # fmt: skip
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
    seen = frozenset(name.removeprefix(SIGNAL) for name in form.values if name.startswith(SIGNAL))
    ending = Ending(form.one("outcome"), form.one("note"), _labels(form), seen)
    office = services.once(form.delivery)
    case = case_closing.close(number, ending, form.account, office=office)
    words = services.words(form.account)
    return plain(words("Case {number} is closed.", number=Safe(case.number)))


def _labels(form: Form) -> dict[str, Label]:
    """Only of those of which something else was said than of the case."""
    picked = {name: form.one(name) for name in form.values if name.startswith(SIGNAL)}
    return {
        name.removeprefix(SIGNAL): Label(value)
        for name, value in picked.items()
        if value != AS_OUTCOME and value in list(Label)
    }


BUTTONS: Mapping[str, Callable[[Click, Services], Message | None]] = {
    "case_open": _open,
    "case_show": _show,
    "case_pack": _pack,
    "case_note": _note,
    "case_close": _close,
    **case_course.BUTTONS,
}
FORMS: Mapping[str, Callable[[Form, Services], Message]] = {
    "case_open_form": _opened,
    "case_note_form": _noted,
    "case_close_form": _closed,
    **case_course.FORMS,
}
