"""/reinstate: opens the form that asks to lift suspensions of ours."""

from __future__ import annotations

from core.ports.records import Button
from core.usecases import reinstatement
from handlers.messages.blocks import Message
from handlers.messages.customer_forms import reinstate_form
from handlers.request import Command, Services, Typed


def answer(typed: Typed, services: Services) -> Message | None:
    release = reinstatement.offer(typed.text, typed.account, office=services.office)
    token = services.mint(Button("customer", str(release.customer.key)))
    form = reinstate_form(release, token, services.words(typed.account))
    services.open_view(typed.trigger_id, form)
    return None


COMMAND = Command(
    "/reinstate",
    "/reinstate contoso",
    "Ask to lift a suspension; one person decides",
    answer,
    which="customer_reinstate",
)
