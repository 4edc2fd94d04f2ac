"""The forms that ask for a promise or a dispute, for whoever opens them."""

from __future__ import annotations

from core.domain.people import AccountKey
from core.usecases import disputes, promises
from handlers.messages.agreement_forms import dispute_form, promise_form
from handlers.messages.blocks import Block
from handlers.request import Services


def promise_form_for(
    text: str, terms: str, account: AccountKey, token: str, services: Services
) -> Block:
    offer = promises.offer(text, account, office=services.office)
    return promise_form(offer, terms, token, services.words(account))


def dispute_form_for(
    text: str, amount: str, account: AccountKey, token: str, services: Services
) -> Block:
    offer = disputes.offer(text, account, office=services.office)
    return dispute_form(offer, amount, token, services.words(account))
