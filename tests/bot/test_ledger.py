"""What a process has at hand, and how it lets go of it."""

from __future__ import annotations

import threading
from pathlib import Path

from bot.config import Settings
from bot.wiring import open_ledger
from tests.bot.test_config import GOOD
from tests.office import MONDAY


def test_no_job_is_begun_once_the_database_is_let_go(tmp_path: Path) -> None:
    """Also where the process ends by an error, and nobody stops anything."""
    settings = Settings.from_environment(GOOD | {"DATABASE_URL": f"sqlite:///{tmp_path}/desk.db"})
    ledger = open_ledger(settings, lambda: MONDAY)
    before = set(threading.enumerate())
    ledger.engine.start()
    working = set(threading.enumerate()) - before
    assert working
    ledger.close()
    assert not any(thread.is_alive() for thread in working)
