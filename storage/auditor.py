"""Verifies the audit trail again and again while a desk runs: what is new each time, and all of it
once a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.exc import DBAPIError

from core.ports.marks import Held
from core.ports.outside import Clock
from storage.audit import Walk
from storage.database import Database
from storage.database_sqlite import SqliteDatabase

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
        if self.begun is None or now - self.begun >= ALL_OF_IT:
            self.walk, self.begun = Walk(), now
        with self.database.reading() as connection:
            try:
                found = self.walk.on(connection)
            except DBAPIError:
                # A file that cannot be read is at fault itself.
                if not isinstance(self.database, SqliteDatabase):
                    raise
                found = self.walk.verdict("unreadable")
        return Held(found.rows, found.why)
