"""python -m bot retention: how long what is kept, and what is due to go."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.terminal import ledger_at_hand
from bot.keeping_settings import name_of
from core.domain.events import Route
from core.domain.keeping import PERIODS
from core.usecases.keeping import Keeper
from handlers.messages.erasure_words import GONE

# What has a period of its own, which no setting changes.
FIXED = (
    ("requests of Slack, each acted on once", "7 days"),
    ("buttons that no message has", "7 days"),
    ("codes that were typed", "2 minutes, then a day without the code"),
    ("Azure spend by day", "400 days"),
    ("rows of past books that nobody could read", "the last 3 of each source"),
    ("the audit trail", "for good: it holds no personal data"),
)
NOW = Annotated[bool, typer.Option("--now", help="Have it go at once. Nothing brings it back")]


def retention(now: NOW = False) -> None:
    """Each kind of data with its days, and how much of it is older and needed no more.

    A running desk lets it go once a day. What an open case, plan or debt needs is never due."""
    with ledger_at_hand() as ledger:
        days = ledger.settings.keeping
        keeper = Keeper(ledger.office, days)
        due = keeper.due()
        gone = keeper.clear_all(Route.CLI) if now else {}
    for kind, period in PERIODS.items():
        said = f"{gone[kind]} gone" if kind in gone else f"{due[kind]} due"
        least = f"{name_of(kind)}, at least {period.least}"
        print(f"{GONE[kind]:30} {days[kind]:5} days  {said:12} ({least})")
    for name, period_in_words in FIXED:
        print(f"{name:38} {period_in_words}")
