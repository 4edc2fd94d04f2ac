"""Several customers fit what was typed: one line and one button for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.domain.customers import Customer
from core.usecases.finding import MOST_CHOICES
from handlers.messages.blocks import Block, Message, button, context, section
from handlers.messages.text import Safe, Words


@dataclass(frozen=True, slots=True)
class Choice:
    """One customer that fits, and the token that stands for it."""

    customer: Customer
    token: str


def which_customer(text: str, choices: Sequence[Choice], action_id: str, words: Words) -> Message:
    """Names alone may be alike, so each comes with its domain and the ends of its tenant id."""
    first = words.many(
        "“{text}” fits {count} customer. Which one?",
        "“{text}” fits {count} customers. Which one?",
        len(choices),
        text=text,
    )
    rows = choice_rows(choices, action_id, words)
    return Message(_spoken(first, choices, words), (section(first), *rows))


def choice_rows(choices: Sequence[Choice], action_id: str, words: Words) -> list[Block]:
    blocks: list[Block] = []
    for number, choice in enumerate(choices, start=1):
        spoken = words("Choose {number}: {name}", number=number, name=Safe(choice.customer.name))
        chosen = button(words("Choose"), action_id, choice.token, spoken=spoken)
        blocks.append(section(_line(choice.customer, words), chosen))
    if len(choices) >= MOST_CHOICES:
        blocks.append(context(words("There may be more: then please say more of the name.")))
    return blocks


def form_behind(customer: Customer, token: str, action_id: str, words: Words) -> Message:
    """A form opens only on a click, so a mention that asks for one is answered with a button."""
    said = words("The form for {customer} opens with a click.", customer=customer.name)
    go_on = button(words("Open Form…"), action_id, token)
    return Message(said, (section(_line(customer, words), go_on),))


def _line(customer: Customer, words: Words) -> str:
    return words(
        "*{name}*\n{domain}, {tenant}",
        name=customer.name,
        domain=customer.domain or words("domain unknown"),
        tenant=short_tenant(customer.key.tenant_id),
    )


def _spoken(first: str, choices: Sequence[Choice], words: Words) -> str:
    return f"{first} {words.value([choice.customer.name for choice in choices])}"


def short_tenant(tenant_id: str) -> Safe:
    """Enough of a tenant id to tell two customers apart, and short enough for a telephone."""
    return Safe(f"{tenant_id[:4]}…{tenant_id[-4:]}")
