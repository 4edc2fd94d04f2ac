"""Once a day whatever was kept long enough goes, and the audit trail says how much it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from core.domain.events import OldDataCleared, Route
from core.domain.keeping import PERIODS, Days, Kind, before
from core.ports.engine import Delivery
from core.ports.office import Office
from core.recording import record
from core.usecases.daily import leave_for_today

KEEPING = "keeping"
# A fact of the desk.
CLEARED_ON = "cleared_on"
# Rows of one kind at a time: a click waits for no more.
TOGETHER = 500


def tick(*, office: Office) -> None:
    """Looked for once an hour, done once a day."""
    leave_for_today(KEEPING, CLEARED_ON, office=office)


@dataclass(frozen=True, slots=True)
class Keeper:
    """The handler of the job `keeping`, and what the terminal asks for."""

    office: Office
    days: Days

    def clear(self, delivery: Delivery) -> None:
        """What it did stays done where it is cut off, and the next day goes on."""
        self.clear_all(Route.AUTOMATION)

    def clear_all(self, route: Route) -> dict[Kind, int]:
        """How many rows of each kind are gone. Where nothing is due, nobody waits for it."""
        gone = {kind: self._clear(kind, route) for kind, due in self.due().items() if due}
        self._forget_keys()
        return gone

    def due(self) -> dict[Kind, int]:
        """How many rows of each kind are due."""
        now = self.office.clock()
        with self.office.store.reading() as work:
            return {kind: work.keeping.due(kind, before(kind, self.days, now)) for kind in Kind}

    def _forget_keys(self) -> None:
        """A digest whose text is gone says nothing any more. No text goes before its time, so
        younger keys need not be looked at."""
        early = self.office.clock() - timedelta(days=PERIODS[Kind.NOTES].least)
        with self.office.store.reading() as work:
            whose = work.text_keys.customers(early)
        for customer in whose:
            with self.office.store.reading() as work:
                outlived = work.text_keys.outlived(customer)
            if outlived:
                with self.office.store() as work:
                    work.text_keys.forget(outlived)
                    work.commit()

    def _clear(self, kind: Kind, route: Route) -> int:
        gone = 0
        while some := self._clear_some(kind, route):
            gone += some
        return gone

    def _clear_some(self, kind: Kind, route: Route) -> int:
        now = self.office.clock()
        with self.office.store() as work:
            count = work.keeping.clear(kind, before(kind, self.days, now), TOGETHER)
            if count:
                event = OldDataCleared(what=kind.value, count=count, days=self.days[kind])
                record(work, event, self.office.stamp(now, "", route))
                work.commit()
        return count
