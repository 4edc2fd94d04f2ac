"""What was kept long enough goes, while a desk works."""

from __future__ import annotations

from bot.jobs import Timetable
from bot.wiring import Ledger
from core.usecases.keeping import KEEPING, Keeper, tick

AN_HOUR = 3600


def give_keeping(timetable: Timetable, ledger: Ledger) -> None:
    keeper = Keeper(ledger.office, ledger.settings.keeping)
    ledger.engine.handler(KEEPING, keeper.clear, max_attempts=10, timeout=3600)
    timetable.every(AN_HOUR, "keeping", lambda: tick(office=ledger.office))
