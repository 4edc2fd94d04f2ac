"""What mail needs somebody for: bounces that nobody made up for, and replies that nobody read."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.customers import CustomerKey
from core.ports.store import Work


@dataclass(frozen=True, slots=True)
class Bounce:
    """Whose letter did not arrive, and which."""

    customer: str
    letter: str


@dataclass(frozen=True, slots=True)
class Undelivered:
    """`unread` are the names of customers that wait to be read."""

    bounced: tuple[Bounce, ...] = ()
    unread: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.bounced or self.unread)


NOTHING = Undelivered()


def undelivered(work: Work) -> Undelivered:
    bounced = (Bounce(_name(work, one.customer), one.name) for one in work.letters.bounced_open())
    unread = sorted(_name(work, key) for key in work.letters.unread_customers())
    return Undelivered(tuple(bounced), tuple(unread))


def _name(work: Work, key: CustomerKey) -> str:
    customer = work.customers.get(key)
    return customer.name if customer else str(key)
