"""Containments while a desk runs: what their jobs do."""

from __future__ import annotations

from bot.wiring import Ledger
from bot.work import Tools
from core.containments import CONTAINMENT, CONTAINMENT_CARD, CONTAINMENT_DM
from core.ports.engine import Delivery
from core.recording import CONTAINED
from core.usecases import containing
from handlers.containments import Questions
from handlers.notifier import Notifier
from handlers.patience import patiently


def give_containing(ledger: Ledger, notifier: Notifier, tools: Tools) -> None:
    """For the process that works. Each looks before it does anything."""
    follow_containments(ledger)
    engine, questions = ledger.engine, Questions(tools.services, notifier)
    engine.handler(CONTAINMENT_CARD, patiently(questions.draw), max_attempts=30, timeout=60)
    engine.handler(CONTAINMENT_DM, patiently(questions.write), max_attempts=30, timeout=60)


def follow_containments(ledger: Ledger) -> None:
    """The jobs that are no message."""
    engine, office = ledger.engine, ledger.office

    def follow(delivery: Delivery) -> None:
        containing.follow(str(delivery.payload["plan_id"]), office=office)

    def hear(delivery: Delivery) -> None:
        containing.hear(str(delivery.payload["containment_id"]), office=office)

    engine.handler(CONTAINED, follow, max_attempts=50, timeout=60)
    engine.handler(CONTAINMENT, hear, max_attempts=50, timeout=60)
