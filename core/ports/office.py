"""What every use case works with: the store, the clock, our own calendar, the accounts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from core.domain.calendar import Place
from core.domain.customers import CustomerKey
from core.domain.events import Route, Stamp
from core.domain.partners import Partner
from core.domain.step_up import Proof
from core.ports.outside import Clock
from core.ports.store import Store


def in_time() -> str:
    return ""


def is_kept(proof: Proof) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Office:
    """`own` is the partner's country and zone; `brake` answers with the path of the file FREEZE
    while it lies beside the database, else with an empty string; `apart` says what our clock is
    away from while it is wrong; `partners` are the accounts by their names; `proves` says whether a
    proof is what it seems: whoever has no master key can only see that it is there, and whoever
    changes anything at a customer looks at its seal."""

    store: Store
    clock: Clock
    own: Place
    brake: Callable[[], str]
    partners: Mapping[str, Partner] = field(default_factory=dict)
    proves: Callable[[Proof], bool] = is_kept
    apart: Callable[[], str] = in_time

    def partner(self, key: CustomerKey) -> Partner:
        """The account that sells to this customer. One that the settings know no more is taken for
        an ordinary one: nothing can be read or sent for it anyhow."""
        return self.partners.get(key.account, Partner(key.account))

    def today(self, now: datetime) -> date:
        """The day in our own zone."""
        return self.own.local(now).date()

    def stamp(self, now: datetime, person_id: str, route: Route) -> Stamp:
        return Stamp(now, person_id, route)
