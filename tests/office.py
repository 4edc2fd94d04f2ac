"""Use cases over the filled database, with a clock that a test moves and nothing running."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from core.domain.calendar import Place
from core.domain.customers import CustomerKey
from core.domain.people import AccountKey
from core.ports.office import Office
from core.usecases.finding import find_customer
from storage.unit_of_work import SqlStore

TEAM = "T0PARTNER"
ADMIN, AGENT = AccountKey(TEAM, "U0ADMIN"), AccountKey(TEAM, "U0KANG")
APPROVER, READER = AccountKey(TEAM, "U0BRAUN"), AccountKey(TEAM, "U0READER")
MONDAY = datetime(2026, 10, 12, 8, tzinfo=UTC)  # 10:00 in Berlin


@dataclass
class Desk:
    """An office in Berlin."""

    store: SqlStore
    now: datetime = MONDAY
    office: Office = field(init=False)

    def __post_init__(self) -> None:
        place = Place("DE", "Europe/Berlin")
        self.office = Office(self.store, lambda: self.now, place, lambda: "")


def contoso(desk: Desk) -> CustomerKey:
    with desk.store.reading() as work:
        return find_customer(work, "contoso.example").key
