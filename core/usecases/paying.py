"""How customers pay, from what is remembered of it. Whoever decides or escalates asks elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.domain.customers import Customer, CustomerKey
from core.domain.payment_behaviour import Behaviour, behaviour_of, since
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.finding import find_customer

# So many customers' invoices are held at a time.
AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Seen:
    """A customer and how it pays."""

    customer: Customer
    behaviour: Behaviour


def look_up(text: str, *, office: Office) -> Seen:
    """At the terminal. Raises what find_customer does."""
    with office.store.reading() as work:
        customer = find_customer(work, text)
        return Seen(customer, paying(work, customer.key, office.today(office.clock())))


def paying(work: Work, key: CustomerKey, on: date) -> Behaviour:
    first = since(on)
    return behaviour_of(
        work.payments.of(key, first), work.promises.of(key), work.payments.returned(key, first), on
    )


def paying_each(work: Work, keys: Sequence[CustomerKey], on: date) -> dict[CustomerKey, Behaviour]:
    """What many customers paid, without promises and returned payments."""
    pays: dict[CustomerKey, Behaviour] = {}
    for start in range(0, len(keys), AT_ONCE):
        part = keys[start : start + AT_ONCE]
        found = work.payments.of_each(part, since(on))
        pays |= {key: behaviour_of(found.get(key, ()), (), (), on) for key in part}
    return pays
