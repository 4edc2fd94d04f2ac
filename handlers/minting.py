"""Several tokens at once."""

from __future__ import annotations

from collections.abc import Iterable

from core.domain.customers import Customer
from core.domain.errors import AmbiguousCustomer, Refusal
from core.ports.office import Office
from core.ports.records import Button
from handlers.messages.blocks import Message
from handlers.messages.choices import Choice, which_customer
from handlers.messages.finding import Ways, with_ways
from handlers.messages.text import Words


def mint_choices(customers: Iterable[Customer], office: Office) -> tuple[Choice, ...]:
    """A token for each customer, in one transaction."""
    found = list(customers)
    if not found:
        return ()
    with office.store() as work:
        now = office.clock()
        chosen = [
            Choice(one, work.buttons.mint(Button("customer", str(one.key)), now)) for one in found
        ]
        work.commit()
    return tuple(chosen)


def choices_in(refusal: Refusal, fact: str, office: Office) -> tuple[Choice, ...]:
    """Those customers whom a refusal names as this fact."""
    found = refusal.facts.get(fact)
    named = found if isinstance(found, list) else []
    return mint_choices((one for one in named if isinstance(one, Customer)), office)


def ask_which(refusal: AmbiguousCustomer, which: str, words: Words, office: Office) -> Message:
    """Those who fit what was typed, and a look for others; `which` is the button that goes on with
    one of them."""
    choices = choices_in(refusal, "customers", office)
    found = which_customer(str(refusal.facts["text"]), choices, which, words)
    return with_ways(found, Ways(which), words)
