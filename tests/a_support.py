"""A desk with service requests: what people ask, what is carried out, and what was told."""

from __future__ import annotations

from dataclasses import replace
from typing import Generic, TypeVar

from core.domain.events import Event
from core.domain.partners import Partner
from core.domain.people import AccountKey
from core.domain.plans import Reason
from core.domain.tickets import Ticket, Topic, Wish
from core.ports.outside import Answer, Outcome
from core.ports.tickets import ServiceDesk
from core.usecases.ticket_asking import ask
from core.usecases.ticket_desk import Clerk
from core.usecases.ticket_facts import Facts
from core.usecases.ticket_ticks import tick
from tests.a_desk_at_microsoft import TOPICS, DeskAtMicrosoft
from tests.builders import a_wish
from tests.office import AGENT, Desk, contoso

E = TypeVar("E", bound=Event)
D = TypeVar("D", bound=ServiceDesk)
LATER, UNKNOWN = Answer(Outcome.LATER, retry_after=7), Answer(Outcome.UNKNOWN)
REFUSED = Answer(Outcome.REFUSED, "400", "The topic is not known.")


class Support(Generic[D]):
    """The desk, Microsoft behind it, and what a person does with both."""

    def __init__(self, desk: Desk, microsoft: D) -> None:
        self.desk, self.microsoft = desk, microsoft
        desk.office = replace(desk.office, partners={"main": Partner("main", tenant_id="t-1")})
        self.customer = contoso(desk)
        self.tick()

    @property
    def clerk(self) -> Clerk:
        return Clerk(self.desk.office, self.microsoft)

    def tick(self) -> None:
        tick(office=self.desk.office, desk=self.microsoft)

    def ask(
        self, *, topic: Topic | None = TOPICS[0], account: AccountKey = AGENT, case_id: str = ""
    ) -> Ticket:
        wish: Wish = a_wish(topic=topic)
        return ask(
            self.customer, wish, account, office=self.desk.office, write=written,
            kind=Reason.MISUSE, case_id=case_id,
        )  # fmt: skip

    def work(self, ticket: Ticket) -> Ticket:
        self.clerk.work(ticket.ticket_id)
        return self.again(ticket)

    def again(self, ticket: Ticket) -> Ticket:
        with self.desk.store.reading() as work:
            return work.tickets.get(ticket.ticket_id)

    def opened(self) -> Ticket:
        return self.work(self.ask())

    def events(self, ticket: Ticket, kind: type[E]) -> list[E]:
        with self.desk.store.reading() as work:
            found = work.events.of_case(ticket.case_id)
        return [r.event for r in found if isinstance(r.event, kind)]


def written(ticket: Ticket, facts: Facts) -> str:
    return f"{facts.customer.name}: {ticket.wish.observed}"


# With a Microsoft that does as it is told.
Faked = Support[DeskAtMicrosoft]
