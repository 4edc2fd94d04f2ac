"""What commands at the terminal share: settings, a clock and an open database, closed again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from bot.config import Settings, SettingsRefused
from bot.wiring import Ledger, business_clock, machine_clock, open_ledger


def settings_at_hand() -> Settings:
    """The settings of the environment; every problem is printed, exit 2."""
    try:
        return Settings.from_environment()
    except SettingsRefused as refused:
        print("The settings are not right. Nothing was started.")
        for problem in refused.problems:
            print(f"  {problem}")
        raise typer.Exit(2) from None


@contextmanager
def ledger_at_hand() -> Iterator[Ledger]:
    """An open database; another process may be running on it, its worker picks up the jobs."""
    settings = settings_at_hand()
    following = business_clock(settings)
    if following is not None:
        following.start(lambda: None)
    ledger = open_ledger(settings, following or machine_clock)
    try:
        yield ledger
    finally:
        ledger.close()
        if following is not None:
            following.stop()
