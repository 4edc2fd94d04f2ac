"""Pages while a desk runs: who is called, and what their messages say afterwards."""

from __future__ import annotations

from functools import partial

from bot.wiring import Ledger
from bot.work import Tools, language_of, notifier_of
from core.usecases.paging import PAGE_CALL, PAGE_CARD, PAGE_STEP, step
from handlers.pages import Pager
from handlers.patience import patiently


def give_paging(ledger: Ledger, tools: Tools) -> None:
    """Every kind of job, for the process that works."""
    engine, settings = ledger.engine, ledger.settings
    language = language_of(ledger)
    refuge = notifier_of(settings, ledger, tools).refuge
    pager = Pager(tools.services, tools.say, settings.channels.on_call, language, refuge)
    engine.handler(PAGE_STEP, partial(step, office=ledger.office), max_attempts=50, timeout=30)
    engine.handler(PAGE_CALL, patiently(pager.call), max_attempts=50, timeout=60)
    engine.handler(PAGE_CARD, patiently(pager.card), max_attempts=30, timeout=60)
