"""Cases while a desk runs: their cards, their clocks, and the end of waiting."""

from __future__ import annotations

from functools import partial

from bot.wiring import Ledger
from bot.work import Tools, language_of, notifier_of
from core.recording import CASE_CARD
from core.usecases.case_alarms import ring, wait_over
from core.usecases.case_course import CASE_ALARM, CASE_SOURCE, CASE_WAIT
from core.usecases.evidence_taking import EVIDENCE
from handlers.case_posts import CasePosts
from handlers.evidence import EvidencePosts
from handlers.patience import patiently


def give_cases(ledger: Ledger, tools: Tools) -> None:
    """Every kind of job, for the process that works."""
    engine, office = ledger.engine, ledger.office
    notifier = notifier_of(ledger.settings, ledger, tools)
    posts = CasePosts(tools.services, tools.say, language_of(ledger), notifier)
    engine.handler(CASE_CARD, patiently(posts.card), max_attempts=30, timeout=60)
    pack = EvidencePosts(tools.services, tools.exporter.files)
    engine.handler(EVIDENCE, pack.bring, max_attempts=5, timeout=600)
    engine.handler(CASE_SOURCE, patiently(posts.source), max_attempts=30, timeout=60)
    engine.handler(CASE_ALARM, partial(ring, office=office), max_attempts=50, timeout=30)
    engine.handler(CASE_WAIT, partial(wait_over, office=office), max_attempts=50, timeout=30)
