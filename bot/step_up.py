"""Second factors while a desk runs, and the note on habits: what their jobs do."""

from __future__ import annotations

from bot.jobs import Timetable
from bot.wiring import Ledger, vault_of
from bot.work import AN_HOUR, Tools
from core.usecases import habits, step_up
from core.usecases.factors import FACTOR_ASK
from core.usecases.habits import HABITS
from core.usecases.step_up import CODE_REFUSED, STEP_UP, Look
from core.usecases.vote_notes import VOTE_NOTE
from handlers.habits import HabitNotes
from handlers.patience import patiently
from handlers.step_up import WAYS, Codes
from handlers.vote_notes import VoteNotes


def give_step_up(timetable: Timetable, ledger: Ledger, tools: Tools) -> None:
    """Jobs and ticks, for the process that works."""
    engine, office = ledger.engine, ledger.office
    look = Look(vault_of(ledger.settings), office)
    codes = Codes(tools.services, tools.say, look, WAYS)
    engine.handler(STEP_UP, codes.check, max_attempts=30, timeout=60)
    engine.handler(CODE_REFUSED, patiently(codes.refuse), max_attempts=30, timeout=60)
    engine.handler(FACTOR_ASK, patiently(codes.ask), max_attempts=30, timeout=60)
    notes = VoteNotes(tools.services, tools.say)
    engine.handler(VOTE_NOTE, patiently(notes.send), max_attempts=30, timeout=60)
    worried = HabitNotes(tools.services, tools.say)
    engine.handler(HABITS, patiently(worried.send), max_attempts=30, timeout=60)
    timetable.every(AN_HOUR, "codes", lambda: step_up.sweep(office=office))
    timetable.every(AN_HOUR, "habits", lambda: habits.tick(office=office), leaps=True)
