"""/promise: what a customer says will be paid, and until when."""

from __future__ import annotations

import re
from datetime import timedelta

from core.domain.errors import BadInput
from core.ports.records import Button
from core.usecases import promises
from handlers.agreement_asking import promise_form_for
from handlers.messages.blocks import Message
from handlers.request import Command, Services, Typed

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
AMOUNT = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
CURRENCY = re.compile(r"[A-Za-z]{3}", re.ASCII)
A_WEEK = timedelta(days=7)


def answer(typed: Typed, services: Services) -> Message | None:
    """The customer first, then an amount and a day, both of which may be left out."""
    words = typed.text.split()
    day = words.pop() if words and DAY.fullmatch(words[-1]) else ""
    amount = words.pop() if len(words) > 1 and AMOUNT.fullmatch(words[-1]) else ""
    has_code = amount and len(words) > 1 and CURRENCY.fullmatch(words[-1]) is not None
    code = words.pop().upper() if has_code else ""
    if not words:
        raise BadInput(problem="no customer named")
    offer = promises.offer(" ".join(words), typed.account, office=services.office)
    terms = _terms(offer, code, amount, day)
    key = str(offer.customer.key)
    token = services.mint(Button("customer", key))
    form = promise_form_for(key, terms, typed.account, token, services)
    services.open_view(typed.trigger_id, form)
    return None


def _terms(offer: promises.Offer, code: str, amount: str, day: str) -> str:
    """The line that the form begins with: what was typed, and the usual where nothing was."""
    late = offer.exposure.late()
    if not (amount or day) or not (code or late):
        return ""
    currency = code or late[0].left.currency
    owed = offer.exposure.overdue().get(currency)
    sum_ = amount or (owed.plain() if owed else "")
    return f"{day or offer.today + A_WEEK} {currency} {sum_}"


COMMAND = Command(
    "/promise",
    "/promise contoso 500.00 2026-12-01",
    "Record what a customer promised to pay, also in instalments",
    answer,
    which="customer_promise",
)
