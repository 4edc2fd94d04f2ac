"""Which freezes are on, and whether one of them stops this."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.domain.customers import CustomerKey
from core.domain.plans import Action, Plan
from core.ports.office import Office
from core.ports.records import Freeze, Scope
from core.ports.store import Work

# A transaction may have been stamped a little later than the one that reads it.
CLOCK_PATIENCE = timedelta(seconds=5)
# The reason of a freeze: our clock is away from that of those who answer us.
APART = "apart"


@dataclass(frozen=True, slots=True)
class Narrow:
    """A freeze of one customer or one action; `name` is what the customer is called."""

    freeze: Freeze
    name: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """What stops this process before anybody has written a freeze down."""

    why: str
    reason: str


def stop_of(office: Office) -> Stop | None:
    if path := office.brake():
        return Stop("file", path)
    if apart := office.apart():
        return Stop(APART, apart)
    return None


def current_freeze(work: Work, *, now: datetime, office: Office) -> Freeze | None:
    """The freeze of everything. The file FREEZE counts from the moment it is there, and so does a
    clock that is away from that of others; one that is behind what was already written down
    freezes until it has caught up."""
    freeze = work.freezes.current()
    if freeze is not None:
        return freeze
    if (stop := stop_of(office)) is not None:
        return Freeze(freeze_id="", why=stop.why, reason=stop.reason, person_id="", since=now)
    last = work.events.last_at()
    if last is not None and last - now > CLOCK_PATIENCE:
        return Freeze(freeze_id="", why="clock", reason="", person_id="", since=now)
    return None


def stopping(
    work: Work, key: CustomerKey | None, action: Action | None, *, now: datetime, office: Office
) -> Freeze | None:
    """What stops this action at this customer: the freeze of everything, else a narrow one."""
    whole = current_freeze(work, now=now, office=office)
    if whole is not None:
        return whole
    return next((one for one in work.freezes.on() if one.stops(action, key)), None)


def freeze_of(work: Work, plan: Plan, *, now: datetime, office: Office) -> Freeze | None:
    """What stops a plan; of one that lifts a freeze, that freeze."""
    content = plan.content
    if content.action is Action.LIFT_FREEZE:
        lifted = work.freezes.get(content.subject)
        return lifted or current_freeze(work, now=now, office=office)
    return stopping(work, content.customer, content.action, now=now, office=office)


def narrow(work: Work) -> tuple[Narrow, ...]:
    """Every freeze that is on and stops only some."""
    found = (one for one in work.freezes.on() if one.scope is not Scope.ALL)
    return tuple(named(work, one) for one in found)


def named(work: Work, freeze: Freeze) -> Narrow:
    """With the name of its customer, where it is about one."""
    if freeze.scope is not Scope.CUSTOMER:
        return Narrow(freeze)
    customer = work.customers.get(CustomerKey.parse(freeze.of))
    return Narrow(freeze, customer.name if customer else freeze.of)
