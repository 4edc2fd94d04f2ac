"""What mail needs somebody for: bounces that nobody made up for, letters of which nobody knows
whether they left, and replies that nobody read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.domain.customers import CustomerKey
from core.domain.notices import Outgoing
from core.ports.store import Work


@dataclass(frozen=True, slots=True)
class Bounce:
    """Whose letter did not arrive, as far as anybody knows, and which."""

    customer: str
    letter: str


@dataclass(frozen=True, slots=True)
class Undelivered:
    """`unclear` have left, or not; `unread` are the names of customers that wait to be read."""

    bounced: tuple[Bounce, ...] = ()
    unread: tuple[str, ...] = ()
    unclear: tuple[Bounce, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.bounced or self.unread or self.unclear)


NOTHING = Undelivered()


def undelivered(work: Work) -> Undelivered:
    perhaps = (work.contacts.known_as(one.sender) for one in work.letters.unread_of_nobody())
    keys = work.letters.unread_customers().union(*perhaps)
    unread = sorted(_name(work, key) for key in keys)
    return Undelivered(
        bounced=_named(work, work.letters.bounced_open()),
        unread=tuple(unread),
        unclear=_named(work, work.letters.unclear()),
    )


def _named(work: Work, letters: Iterable[Outgoing]) -> tuple[Bounce, ...]:
    return tuple(Bounce(_name(work, one.customer), one.name) for one in letters)


def _name(work: Work, key: CustomerKey) -> str:
    customer = work.customers.get(key)
    return customer.name if customer else str(key)
