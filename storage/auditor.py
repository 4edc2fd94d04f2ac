"""Verifies the audit trail again and again while a desk runs, and what the database holds against
it: what is new each time, and all of it once a day."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from core.ports.marks import Held
from core.ports.outside import Clock
from storage.audit import Verdict, Walk
from storage.database import Database
from storage.database_sqlite import SqliteDatabase
from storage.state import differences

log = logging.getLogger(__name__)

ALL_OF_IT = timedelta(days=1)


@dataclass(slots=True)
class Auditor:
    """Implements core.ports.marks.Auditor."""

    database: Database
    clock: Clock
    walk: Walk = field(default_factory=Walk)
    begun: datetime | None = None

    def go_on(self) -> Held:
        """Raises DBAPIError where PostgreSQL does not answer: that says nothing of the trail."""
        now = self.clock()
        whole = self.begun is None or now - self.begun >= ALL_OF_IT
        if whole:
            self.walk, self.begun = Walk(), now
        with self.database.reading() as connection:
            try:
                found = self.walk.on(connection)
                return self._compared(connection, found, whole=whole)
            except DBAPIError:
                # A file that cannot be read is at fault itself.
                if not isinstance(self.database, SqliteDatabase):
                    raise
        return Held(self.walk.rows, "unreadable")

    def _compared(self, connection: Connection, found: Verdict, *, whole: bool) -> Held:
        if not found.holds():
            return Held(found.rows, found.why)
        first = next(differences(connection, whole=whole), None)
        if first is None:
            return Held(found.rows)
        log.error("the database holds something else than the record tells: %s", first)
        return Held(found.rows, says=first.seq, what=first.what)
