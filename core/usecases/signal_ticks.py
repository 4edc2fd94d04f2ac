"""When signs are looked for: of all customers once a day, and of what they spend whenever that was
read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from core.domain.customers import Customer, CustomerKey
from core.domain.signals import Observed
from core.dossiers import CHUNK
from core.ports.dossiers import Dossier
from core.ports.engine import Delivery, Job, Priority
from core.ports.office import Office
from core.ports.store import Work
from core.usecases import signal_orders, signal_payments, signal_spend
from core.usecases.drift import LOST
from core.usecases.signals import observe

SIGNALS, SPEND_SIGNALS = "signals", "spend_signals"
# A fact of the desk: the day whose job was left.
LOOKED_ON = "signals_on"
KEPT = timedelta(days=400)
See = Callable[[Work, CustomerKey], Iterable[Observed]]


def tick(*, office: Office) -> None:
    """Once a minute, by any number of processes: the day has one job."""
    day = office.today(office.clock()).isoformat()
    with office.store.reading() as work:
        if work.desk.get(LOOKED_ON) == day:
            return
    with office.store() as work:
        work.desk.put(LOOKED_ON, day)
        work.jobs.enqueue(Job(SIGNALS, f"{SIGNALS}:{day}", priority=Priority.BULK))
        work.commit()


def after_reading(work: Work, account: str, *, office: Office) -> None:
    """Have what was just read of an account's spend looked at."""
    key = f"{SPEND_SIGNALS}:{account}:{office.clock().isoformat()}"
    work.jobs.enqueue(Job(SPEND_SIGNALS, key, {"account": account}))


@dataclass(frozen=True, slots=True)
class Lookout:
    """The handlers of the jobs `signals` and `spend_signals`. Each may run again: a sign is known
    by its key. `throw_away` are domains that the settings add to the list."""

    office: Office
    throw_away: Set[str] = frozenset()

    def everybody(self, delivery: Delivery) -> None:
        with self.office.store.reading() as work:
            ours = [one for one in work.customers.all() if one.relationship != LOST]
        for start in range(0, len(ours), CHUNK):
            chunk = ours[start : start + CHUNK]
            with self.office.store.reading() as work:
                dossiers = work.dossiers.of([one.key for one in chunk])
            for one in chunk:
                self._look(one.key, partial(self._all, one, dossiers[one.key]))
        with self.office.store() as work:
            work.spend.forget(self.office.clock().date() - KEPT)
            work.commit()

    def spend(self, delivery: Delivery) -> None:
        since = self.office.clock().date() - signal_spend.FRESH
        with self.office.store.reading() as work:
            keys = work.spend.customers(str(delivery.payload["account"]), since)
        for key in keys:
            self._look(key, self._spend)

    def _look(self, key: CustomerKey, see: See) -> None:
        """Who only looks locks nothing."""
        with self.office.store.reading() as work:
            found = list(see(work, key))
        if not found:
            return
        with self.office.store() as work:
            for one in found:
                observe(work, one, office=self.office)
            work.commit()

    def _spend(self, work: Work, key: CustomerKey) -> Iterator[Observed]:
        return signal_spend.signs(work, key, office=self.office)

    def _all(
        self, customer: Customer, known: Dossier, work: Work, key: CustomerKey
    ) -> Iterator[Observed]:
        yield from self._spend(work, key)
        yield from signal_orders.signs(work, customer, known, self.throw_away, office=self.office)
        yield from signal_payments.signs(work, known, office=self.office)
