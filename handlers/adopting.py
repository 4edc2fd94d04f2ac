"""The click and the form that ask to take over suspensions which others placed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.domain.customers import CustomerKey
from core.domain.errors import BadInput, PlanAlreadyOpen
from core.domain.plans import Reason
from core.usecases import adopting
from handlers.buttons import button_of
from handlers.forms import button_behind
from handlers.messages.adopt_form import adopt_form
from handlers.messages.blocks import Message
from handlers.request import Click, Form, Services
from handlers.withdrawing import filed_for, open_instead


def _open(click: Click, services: Services) -> None:
    customer = button_of(click, services, "customer").subject
    offer = adopting.offer(customer, click.account, office=services.office)
    form = adopt_form(offer, click.token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def _adopt(form: Form, services: Services) -> Message:
    button = button_behind(form, services, "customer")
    try:
        reason = Reason(form.one("reason"))
    except ValueError:
        raise BadInput(problem="no reason was picked") from None
    wish = adopting.Wish(
        CustomerKey.parse(button.subject),
        tuple(form.many("subscriptions")),
        reason,
        form.one("note"),
    )
    try:
        plan = adopting.ask(wish, form.account, office=services.once(form.delivery))
    except PlanAlreadyOpen as refusal:
        return open_instead(refusal, form.account, services)
    return filed_for(plan, form.account, services)


BUTTONS: Mapping[str, Callable[[Click, Services], Message | None]] = {"customer_adopt": _open}
FORMS: Mapping[str, Callable[[Form, Services], Message]] = {"adopt_form": _adopt}
