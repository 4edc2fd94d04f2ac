"""When signs are looked for: of all customers once a day, and of what they spend whenever that was
read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import groupby
from operator import attrgetter

from core.domain.customers import Customer, CustomerKey
from core.domain.signals import Observed
from core.dossiers import CHUNK
from core.ports.dossiers import Dossier
from core.ports.engine import Delivery, Job
from core.ports.office import Office
from core.ports.profiles import Profile
from core.ports.store import Work
from core.usecases import signal_orders, signal_payments, signal_spend
from core.usecases.daily import leave_for_today
from core.usecases.drift import LOST
from core.usecases.signals import observe

SIGNALS, SPEND_SIGNALS = "signals", "spend_signals"
# A fact of the desk.
LOOKED_ON = "signals_on"
KEPT = timedelta(days=400)
See = Callable[[Work, Profile, Dossier], Iterable[Observed]]


def tick(*, office: Office) -> None:
    """Looked for once a minute, done once a day."""
    leave_for_today(SIGNALS, LOOKED_ON, office=office)


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
            ours = {one.key: one for one in work.customers.all() if one.relationship != LOST}
        self._look(list(ours), partial(self._all, ours))
        with self.office.store() as work:
            work.spend.forget(self.office.clock().date() - KEPT)
            work.commit()

    def spend(self, delivery: Delivery) -> None:
        since = self.office.clock().date() - signal_spend.FRESH
        with self.office.store.reading() as work:
            keys = work.spend.customers(str(delivery.payload["account"]), since)
        self._look(keys, self._spend)

    def _look(self, keys: Sequence[CustomerKey], see: See) -> None:
        """Who only looks locks nothing."""
        for start in range(0, len(keys), CHUNK):
            with self.office.store.reading() as work:
                known = self._known(work, keys[start : start + CHUNK])
                found = [sign for one in known for sign in see(work, *one)]
            for _, signs in groupby(found, attrgetter("customer")):
                with self.office.store() as work:
                    for sign in signs:
                        observe(work, sign, office=self.office)
                    work.commit()

    def _known(self, work: Work, keys: Sequence[CustomerKey]) -> Iterable[tuple[Profile, Dossier]]:
        now = self.office.clock()
        profiles = work.profiles.of(
            keys,
            drifts_since=now - signal_orders.HISTORY,
            spent_since=now.date() - signal_spend.HISTORY,
        )
        dossiers = work.dossiers.of(keys)
        return [(profiles[key], dossiers[key]) for key in keys]

    def _spend(self, work: Work, profile: Profile, dossier: Dossier) -> Iterator[Observed]:
        floors = work.policies.current().floors
        return signal_spend.signs(profile, dossier, floors, self.office.clock())

    def _all(
        self,
        ours: Mapping[CustomerKey, Customer],
        work: Work,
        profile: Profile,
        dossier: Dossier,
    ) -> Iterator[Observed]:
        customer = ours[profile.customer]
        yield from self._spend(work, profile, dossier)
        yield from signal_orders.orders(profile, dossier, self.office.clock())
        yield from signal_orders.intake(profile, customer, self.throw_away)
        yield from signal_payments.signs(work, dossier, office=self.office)
