"""Where the demo lives: a folder of its own for one demo at a time, and a port."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.cli.terminal import give_up
from storage.process_lock import AlreadyRunning, ProcessLock

FIRST_PORT = 8080
HIGHEST_PORT = 65535


@contextmanager
def only_demo(folder: Path, *, keep: bool) -> Iterator[None]:
    """Holds the folder, emptied unless what is in it shall be kept; a second demo would take the
    first one's files away."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = ProcessLock(folder / "demo")
    try:
        lock.acquire()
    except AlreadyRunning as error:
        raise give_up(f"A demo runs in {folder} already: process {error.pid}.") from None
    try:
        if not keep:
            _empty(folder, but=lock.path)
        yield
    finally:
        lock.release()


def asked_port() -> int:
    """The environment's PORT, which the demo takes if it is free."""
    asked = os.environ.get("PORT", "").strip() or str(FIRST_PORT)
    if not asked.isdecimal() or not 1 <= int(asked) <= HIGHEST_PORT:
        raise give_up(f"PORT: a whole number from 1 to {HIGHEST_PORT}.", code=2)
    return int(asked)


def _empty(folder: Path, *, but: Path) -> None:
    for old in folder.iterdir():
        if old.is_dir() and not old.is_symlink():
            shutil.rmtree(old)
        elif old != but:
            old.unlink()
