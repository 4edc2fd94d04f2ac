"""What waits at the points: at one the end of the process, at another something else."""

from __future__ import annotations

from typing import Any

from core.faults import Point


class Crash(BaseException):
    """The process is gone."""


class Strike:
    """Waits at the points. While something else happens they are not counted. Of a process that is
    gone no thread comes any further."""

    def __init__(self, crash: int | None, late_at: int | None, late: Any) -> None:
        self._crash, self._late_at, self._late = crash, late_at, late
        self.heard: list[str] = []
        self.crashed_at, self.late_came_at = "", ""
        self._busy = False

    def __call__(self, point: str) -> None:
        if self._busy:
            return
        if self.crashed_at:
            raise Crash()
        self.heard.append(str(point))
        reached = len(self.heard) - 1
        # Nobody else can commit while we are about to.
        free = point is not Point.COMMITTING
        if self._late_at is not None and reached >= self._late_at and free:
            self._late_at, self._busy = None, True
            self.late_came_at = str(point) if self._late() else ""
            self._busy = False
        if reached == self._crash:
            self.crashed_at = str(point)
            raise Crash()
