"""Read all customers of a partner account, round after round: one goes on where it stood, keeps its
pace over all processes, and forgets nothing that it cannot read."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from uuid import uuid4

from core.domain.clouds import Capability
from core.domain.customers import Customer, CustomerKey, Generation
from core.domain.errors import LostRace
from core.domain.events import CustomersRead, Route
from core.domain.sync import Round
from core.ports.office import Office
from core.ports.outside import PartnerCenter, Unreachable
from core.ports.partner_activity import PartnerActivity
from core.ports.store import Work
from core.recording import record
from core.usecases.customers import is_read_whole, keep, read
from core.usecases.matching import match_soon

log = logging.getLogger(__name__)

# So many customers in one piece are written down, and on one page of the list, about.
CHUNK, PAGE = 200, 100
# So many that cannot be read, one after the other, and the rest waits for the next minute.
MOST_FAILURES = 5
Progress = Callable[[Round], None]
Waiter = Callable[[float], object]


def untold(round: Round) -> None:
    """For whoever waits for no news."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One process's way through the rounds."""

    office: Office
    partner_center: PartnerCenter
    activity: PartnerActivity | None = None
    name: str = field(default_factory=lambda: str(uuid4()))
    # Whether this process is about to end: another one goes on where it stops.
    ending: Callable[[], bool] = lambda: False

    def go_on(
        self, account: str, *, at_once: bool = False, progress: Progress = untold
    ) -> Round | None:
        """Read on until this minute's requests are spent or the round is over; as it stands then.
        None where there is nothing to do, or another process does it. `at_once` begins a round
        that is not due yet."""
        round = self._take(account, at_once)
        if round is None:
            return None
        try:
            if not round.listed:
                round = self._list(round)
            return self._read_on(round, progress)
        except Unreachable as error:
            log.warning("account not read account=%s why=%s", account, error.why)
            return self._save(replace(round, trouble=error.why).let_go())
        except LostRace:
            return None

    def _take(self, account: str, at_once: bool) -> Round | None:
        now = self.office.clock()
        with self.office.store.reading() as work:
            known = work.sync.round(account)
        if known is not None and not (at_once or known.is_due(now)):
            return None
        with self.office.store() as work:
            round = work.sync.round(account) or Round(account, now)
            if round.is_held_by_another(self.name, now):
                return None
            round = round.begun_anew(now).held(self.name, now)
            work.sync.put(round)
            work.commit()
        return round

    def _save(self, round: Round) -> Round:
        with self.office.store() as work:
            self._check_mine(work, round)
            work.sync.put(round)
            work.commit()
        return round

    def _check_mine(self, work: Work, round: Round) -> None:
        """Raises LostRace where another process has gone on meanwhile."""
        stored = work.sync.round(round.account)
        if stored is None or stored.holder != self.name:
            raise LostRace()

    # The list of customers

    def _list(self, round: Round) -> Round:
        """Who there is; what is known of each is read in its turn. Raises Unreachable."""
        listed = self.partner_center.customers(round.account)
        count = 0
        while chunk := list(islice(listed, CHUNK)):
            count += len(chunk)
            with self.office.store() as work:
                self._check_mine(work, round)
                work.customers.save([_as_listed(work, customer) for customer in chunk])
                work.commit()
        now = self.office.clock()
        spent = round.paid(1 + count // PAGE, now) or round
        return self._save(replace(spent, listed=True, trouble="").held(self.name, now))

    # One customer after the other

    def _read_on(self, round: Round, progress: Progress) -> Round:
        failures = 0
        while (key := self._next(round)) is not None:
            now = self.office.clock()
            paid = round.paid(self._price(key), now)
            if paid is None or failures >= MOST_FAILURES or self.ending():
                return self._save(round.let_go())
            round = paid.held(self.name, now)
            try:
                round = self._read(round, key)
                failures = 0
            except Unreachable as error:
                log.warning("customer not read customer=%s why=%s", key, error.why)
                passed = replace(round, cursor=key.tenant_id, unread=round.unread + 1)
                round, failures = self._save(passed), failures + 1
            progress(round)
        return self._end(round)

    def _next(self, round: Round) -> CustomerKey | None:
        with self.office.store.reading() as work:
            return work.sync.next_customer(round.account, round.cursor)

    def _price(self, key: CustomerKey) -> int:
        """How many requests it takes to read this customer, about."""
        with self.office.store.reading() as work:
            whole = is_read_whole(work.customers.get(key))
            known = work.customers.subscriptions(key)
        plans = sum(one.generation is Generation.AZURE_PLAN for one in known)
        return 1 + plans + (2 if whole else 0)

    def _read(self, round: Round, key: CustomerKey) -> Round:
        """Read, and with the same transaction the round goes on. Raises Unreachable, LostRace."""
        found = read(
            key,
            office=self.office,
            partner_center=self.partner_center,
            activity=self.activity,
        )
        with self.office.store() as work:
            self._check_mine(work, round)
            keep(work, found, office=self.office)
            round = replace(
                round,
                cursor=key.tenant_id,
                read=round.read + (found.customer is not None),
                subscriptions=round.subscriptions + len(found.subscriptions),
            )
            work.sync.put(round)
            work.commit()
        return round

    def _end(self, round: Round) -> Round:
        now = self.office.clock()
        round = round.over(now)
        with self.office.store() as work:
            self._check_mine(work, round)
            work.sync.put(round)
            event = CustomersRead(
                account=round.account, customers=round.read, subscriptions=round.subscriptions
            )
            record(work, event, self.office.stamp(now, "", Route.AUTOMATION))
            match_soon(work, f"{round.account}:{now.isoformat()}")
            work.commit()
        return round


def read_whole(
    reader: Reader, account: str, *, wait: Waiter, progress: Progress = untold
) -> Round | None:
    """A round from where it stands to its end, or to that of this process, waiting for a new minute
    where one is spent. None where another process reads this account; one with a trouble was not
    read."""
    at_once = True
    while round := reader.go_on(account, at_once=at_once, progress=progress):
        if not round.open or round.trouble or reader.ending():
            return round
        at_once = False
        wait(round.waits(reader.office.clock()))
    return None


def _as_listed(work: Work, listed: Customer) -> Customer:
    """Whether a customer is still ours is known by reading it: the list may be older."""
    known = work.customers.get(listed.key)
    if known is None:
        return replace(listed, read_at=None)
    return replace(listed, read_at=known.read_at, relationship=known.relationship)


@dataclass(frozen=True, slots=True)
class Stand:
    """How up to date an account is; `round` is None where it was never read."""

    account: str
    round: Round | None
    customers: int
    changes: int

    def is_stale(self, now: datetime) -> bool:
        return self.round is not None and self.round.is_stale(now)


def stands(work: Work, accounts: Iterable[str]) -> list[Stand]:
    """Each account, with how many changes of others its newest round found."""
    return [_stand(work, account) for account in accounts]


def _stand(work: Work, account: str) -> Stand:
    round = work.sync.round(account)
    found = work.sync.drifts_since(round.began_at) if round else []
    changes = sum(one.customer.account == account for one in found)
    return Stand(account, round, work.sync.customers(account), changes)


def readable(office: Office) -> list[str]:
    """The accounts that can be read by program."""
    partners = office.partners.values()
    return [one.name for one in partners if one.can(Capability.SUBSCRIPTIONS)]


def stale_accounts(work: Work, office: Office, now: datetime) -> list[Stand]:
    """Those whose newest whole round is older than a day."""
    return [one for one in stands(work, readable(office)) if one.is_stale(now)]


def stale(office: Office) -> str:
    """The same by name; empty where all is up to date."""
    with office.store.reading() as work:
        found = stale_accounts(work, office, office.clock())
    return ", ".join(one.account for one in found)
