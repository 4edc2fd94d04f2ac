"""What stops a running desk without anybody at it: the file FREEZE, a clock that is wrong, and a
record that is not the one that was here or does not hold."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bot.jobs import Timetable
from bot.part import Part
from bot.wiring import Ledger
from core.usecases.freezing import notice
from core.usecases.restoring import look, verify_on
from storage.auditor import Auditor
from storage.marks import marks_of

A_SECOND, A_MINUTE = 1, 60


def set_brakes(timetable: Timetable, ledger: Ledger, part: Part) -> Callable[[], None]:
    """Before anything is done: a backup that was put back is frozen by then. What comes back marks
    the end of the record once no more is written."""
    office = ledger.office
    pretended = bool(ledger.settings.clock_url)
    seen = partial(look, marks_of(ledger.database), office=office, is_pretended=pretended)

    def see() -> None:
        seen()

    see()
    timetable.every(A_SECOND, "brake", lambda: notice(office=office))
    timetable.every(A_SECOND, "mark", see)
    if Part.WORKER in part:
        auditor = Auditor(ledger.database, ledger.clock)
        timetable.every(A_MINUTE, "record", lambda: verify_on(auditor, office=office))
    return see
