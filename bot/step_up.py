"""Second factors while a desk runs: what its jobs do, and who can look at codes."""

from __future__ import annotations

from bot.jobs import Timetable
from bot.wiring import Ledger, vault_of
from bot.work import AN_HOUR, Tools
from core.usecases import step_up
from core.usecases.factors import FACTOR_ASK
from core.usecases.step_up import CODE_REFUSED, STEP_UP, Look
from handlers.step_up import WAYS, Codes


def give_step_up(timetable: Timetable, ledger: Ledger, tools: Tools) -> None:
    """Jobs and ticks, for the process that works."""
    engine, office = ledger.engine, ledger.office
    look = Look(vault_of(ledger.settings), office)
    codes = Codes(tools.services, tools.say, look, WAYS)
    engine.handler(STEP_UP, codes.check, max_attempts=30, timeout=60)
    engine.handler(CODE_REFUSED, codes.refuse, max_attempts=30, timeout=60)
    engine.handler(FACTOR_ASK, codes.ask, max_attempts=30, timeout=60)
    timetable.every(AN_HOUR, "codes", lambda: step_up.sweep(office=office))
