"""The button and the form that tell Microsoft how far an alert is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.domain.errors import BadInput
from core.usecases import alert_answering
from handlers.buttons import button_of
from handlers.forms import button_behind
from handlers.messages.alert_forms import answer_form, answered
from handlers.messages.alert_words import CHOICES
from handlers.messages.blocks import Message
from handlers.request import Click, Form, Services


def _ask(click: Click, services: Services) -> None:
    alert_id = button_of(click, services, "alert").subject
    alert = alert_answering.answerable(alert_id, click.account, office=services.office)
    with services.office.store.reading() as work:
        known = work.customers.subscriptions(alert.customer)
    names = {one.subscription_id: one.name for one in known}
    form = answer_form(alert, names, click.token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def _tell(form: Form, services: Services) -> Message:
    alert_id, picked = button_behind(form, services, "alert").subject, form.one("status")
    if picked not in CHOICES:
        raise BadInput(problem="no status was picked")
    wanted, _ = CHOICES[picked]
    office = services.once(form.delivery)
    alert_answering.answer(alert_id, wanted, form.account, office=office)
    return answered(wanted, services.words(form.account))


BUTTONS: Mapping[str, Callable[[Click, Services], Message | None]] = {"alert_answer": _ask}
FORMS: Mapping[str, Callable[[Form, Services], Message]] = {"alert_answer_form": _tell}
