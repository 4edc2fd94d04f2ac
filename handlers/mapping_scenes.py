"""Looks up who is behind the ids in an event on who is who in the books."""

from __future__ import annotations

from core.domain.customers import CustomerKey
from core.domain.events import Event, MappingChanged, MappingTurnedDown
from core.ports.store import Work


def mapped_before(event: Event) -> str:
    """The key of the customer that an account was taken for."""
    return event.customer if isinstance(event, MappingChanged) else ""


def names_in_books(work: Work, event: Event) -> dict[str, str]:
    """The account as the books call it, and the customers by their keys."""
    match event:
        case MappingChanged(customer=before, after=after):
            keys: tuple[str, ...] = (before, after)
        case MappingTurnedDown(customers=customers):
            keys = customers
        case _:
            return {}
    debtor = work.books.debtor(event.source, event.customer_ref)
    names = {key: _name(work, key) for key in keys if key}
    return names | ({event.customer_ref: debtor.name} if debtor is not None else {})


def _name(work: Work, key: str) -> str:
    found = work.customers.get(CustomerKey.parse(key))
    return found.name if found else key


def why_changed(work: Work, event: Event) -> str:
    """The reason whose digest is in the trail; none where it was erased since."""
    if not isinstance(event, MappingChanged):
        return ""
    change = work.mappings.change(event.change_id)
    text = change.reason if change is not None else ""
    return text if text and work.text_keys.says(event.reason_digest, text) else ""
