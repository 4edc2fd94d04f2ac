"""/suspend: opens the form that asks for a suspension."""

from __future__ import annotations

from core.ports.records import Button
from core.usecases import suspension
from handlers.messages.blocks import Message
from handlers.messages.customer_forms import suspend_form
from handlers.request import Command, Services, Typed


def answer(typed: Typed, services: Services) -> Message | None:
    offer = suspension.offer(typed.text, typed.account, office=services.office)
    token = services.mint(Button("customer", str(offer.customer.key)))
    form = suspend_form(offer, token, services.words(typed.account))
    services.open_view(typed.trigger_id, form)
    return None


COMMAND = Command(
    "/suspend",
    "/suspend contoso",
    "Ask for a suspension; two people decide",
    answer,
    which="customer_suspend",
)
