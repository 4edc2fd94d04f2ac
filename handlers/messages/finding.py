"""A customer is picked while its name is typed: the select, what it offers, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.messages.blocks import Block, Element, Message, Option, plain_text, section
from handlers.messages.choices import Choice, choice_rows, short_tenant
from handlers.messages.customer_forms import LONGEST_LABEL
from handlers.messages.escaping import one_line
from handlers.messages.inputs import ANSWER, Question, as_option, external_select
from handlers.messages.text import Words


@dataclass(frozen=True, slots=True)
class Ways:
    """How to go on where nobody was found: `which` is the button that does, `choices` are those
    who may have been meant."""

    which: str
    choices: tuple[Choice, ...] = ()


def customer_select(action_id: str, words: Words) -> Element:
    """Asks us for options with every letter."""
    return {
        "type": "external_select",
        "action_id": action_id,
        "placeholder": plain_text(words("Name, domain or invoice number"), 150),
        "min_query_length": 1,
    }


def customer_input(question: Question, words: Words) -> Block:
    return external_select(question, customer_select(ANSWER, words))


def offered(choices: Sequence[Choice], words: Words) -> list[Block]:
    """Of what was picked Slack shows the label alone, so the domain stands in it, too. It is plain
    text that Slack does not parse, so names go in as they are."""
    return [as_option(_option(choice, words)) for choice in choices]


def _option(choice: Choice, words: Words) -> Option:
    customer = choice.customer
    domain, tenant = customer.domain, short_tenant(customer.key.tenant_id)
    label = one_line(f"{customer.name}, {domain}" if domain else customer.name, LONGEST_LABEL)
    hint = words("{domain}, {tenant}", domain=domain or words("domain unknown"), tenant=tenant)
    return Option(choice.token, label, hint=one_line(hint, LONGEST_LABEL))


def with_ways(message: Message, ways: Ways, words: Words) -> Message:
    """Below what is wrong: those who may have been meant, and a look for others."""
    rows = choice_rows(ways.choices, ways.which, words)
    find = section(words("Find a customer:"), customer_select(ways.which, words))
    return Message(message.text, (*message.blocks, *rows, find), message.thread_ts)
