"""The proof that only one process works on a database file."""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path


class AlreadyRunning(RuntimeError):
    """Another process works on this database."""

    def __init__(self, pid: int | None) -> None:
        who = "another process" if pid is None else f"process {pid}"
        super().__init__(f"{who} is already working on this database")
        self.pid = pid


class ProcessLock:
    """Held on a file beside the database; the system lets go of it when the process dies."""

    def __init__(self, database: Path) -> None:
        self.path = Path(f"{database}.lock-file")
        self._file: int | None = None

    def acquire(self) -> None:
        if self._file is not None:
            return
        file = os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            pid = _pid_in(file)
            os.close(file)
            if isinstance(error, BlockingIOError):
                raise AlreadyRunning(pid) from None
            raise
        os.ftruncate(file, 0)
        os.pwrite(file, str(os.getpid()).encode(), 0)
        self._file = file

    def release(self) -> None:
        # The file stays: a path that is removed could be locked twice.
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _pid_in(file: int) -> int | None:
    with contextlib.suppress(ValueError):
        return int(os.pread(file, 20, 0))
    return None
