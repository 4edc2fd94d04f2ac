"""The jobs that a kill cut off, and how long it took until somebody went on with each."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from sqlalchemy import bindparam, text

from storage.database import Database

RUNNING = text("SELECT id, attempts, lease_owner FROM jobs WHERE status = 'running'")
SINCE = text("SELECT id, attempts, status FROM jobs WHERE id IN :ids").bindparams(
    bindparam("ids", expanding=True)
)
OVER = ("done", "dead")


@dataclass(slots=True)
class CutOff:
    """Looked at again and again; `resumed` are seconds since the kill."""

    database: Database
    resumed: list[float] = field(default_factory=list)
    waiting: dict[int, tuple[int, float]] = field(default_factory=dict)

    def note(self, pid: int, killed: float) -> None:
        """Right after the process ended: what it left running."""
        with self.database.reading() as connection:
            rows = connection.execute(RUNNING).all()
        for row in rows:
            if str(pid) in str(row.lease_owner).split(":"):
                self.waiting.setdefault(row.id, (row.attempts, killed))

    def look(self) -> None:
        """What was begun again, or is over, is no longer waited for."""
        if not self.waiting:
            return
        with self.database.reading() as connection:
            rows = connection.execute(SINCE, {"ids": list(self.waiting)}).all()
        now = time.monotonic()
        for row in rows:
            attempts, killed = self.waiting[row.id]
            if row.attempts > attempts or row.status in OVER:
                del self.waiting[row.id]
                self.resumed.append(now - killed)
