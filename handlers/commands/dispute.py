"""/dispute: a customer says that an invoice, or a part of it, is wrong."""

from __future__ import annotations

import re

from core.ports.records import Button
from core.usecases import disputes
from handlers.agreement_asking import dispute_form_for
from handlers.messages.blocks import Message
from handlers.request import Command, Services, Typed

AMOUNT = re.compile(r"\d+(?:\.\d+)?", re.ASCII)


def answer(typed: Typed, services: Services) -> Message | None:
    """An invoice by its number, or a customer; then an amount, or all that is open."""
    words = typed.text.split()
    amount = words.pop() if len(words) > 1 and AMOUNT.fullmatch(words[-1]) else ""
    text = " ".join(words)
    offer = disputes.offer(text, typed.account, office=services.office)
    token = services.mint(Button("customer", str(offer.customer.key)))
    form = dispute_form_for(text, amount, typed.account, token, services)
    services.open_view(typed.trigger_id, form)
    return None


COMMAND = Command(
    "/dispute",
    "/dispute INV-20418 120.50",
    "Record that a customer disputes an invoice, or a part of it",
    answer,
    which="customer_dispute",
)
