"""Clicks and the form of steps that only a person can take."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.domain.plans import By
from core.usecases import by_hand
from handlers.buttons import shown_plan
from handlers.forms import button_behind
from handlers.messages.blocks import Message, plain
from handlers.messages.hand_lines import done_form, provider_request
from handlers.request import Click, Form, Services


def _open_done(click: Click, services: Services) -> None:
    view = shown_plan(click, services)
    services.open_view(
        click.trigger_id, done_form(view, click.token, services.words(click.account))
    )


def _request(click: Click, services: Services) -> Message:
    return provider_request(shown_plan(click, services), services.words(click.account))


def _done(form: Form, services: Services) -> Message:
    button = button_behind(form, services, "plan")
    services.know(form.account)
    office = services.once(form.delivery)
    step = by_hand.tell(button.subject, form.one("note"), form.account, office=office)
    words = services.words(form.account)
    if step.line.by is By.PORTAL:
        return plain(words("Noted. The card shows what Partner Center says of it."))
    return plain(words("Noted: your word is written down, and the plan goes on."))


BUTTONS: Mapping[str, Callable[[Click, Services], Message | None]] = {
    "plan_done": _open_done,
    "plan_request": _request,
}
FORMS: Mapping[str, Callable[[Form, Services], Message]] = {"plan_done_form": _done}
