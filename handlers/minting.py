"""Several tokens at once."""

from __future__ import annotations

from collections.abc import Iterable

from core.domain.customers import Customer
from core.domain.errors import Refusal
from core.ports.office import Office
from core.ports.records import Button
from handlers.messages.choices import Choice


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
