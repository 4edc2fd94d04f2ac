"""Who is asked for a vote, and who hears how a plan ended, while a desk runs."""

from __future__ import annotations

from bot.wiring import Ledger
from bot.work import Tools
from core.ports.engine import Delivery
from core.recording import ASK_VOTERS, COPIES, OUTCOME
from core.usecases.vote_asks import VOTE_ASK, ask_voters
from handlers.patience import patiently
from handlers.vote_asks import VoteAsks


def give_vote_asks(ledger: Ledger, tools: Tools) -> None:
    """Every kind of job, for the process that works."""
    engine, office = ledger.engine, ledger.office
    asks = VoteAsks(tools.services, tools.say)

    def ask_all(delivery: Delivery) -> None:
        ask_voters(str(delivery.payload["plan_id"]), office=office)

    engine.handler(ASK_VOTERS, ask_all, max_attempts=20, timeout=30)
    engine.handler(VOTE_ASK, patiently(asks.ask), max_attempts=10, timeout=60)
    engine.handler(COPIES, patiently(asks.copies), max_attempts=30, timeout=60)
    engine.handler(OUTCOME, patiently(asks.tell_outcome), max_attempts=10, timeout=60)
