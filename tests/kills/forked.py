"""A process of the desk that is forked from one which has loaded the program: it is one of its own
in every other way, and dies of `kill -9` alone."""

from __future__ import annotations

import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Importing does nothing but import: there is nothing in it that a kill could cut off.
LOADED = ["bot.cli.running", "bot.desk", "bot.logs", "storage.jobs_postgres"]
FORKED = multiprocessing.get_context("forkserver")


class Forked:
    """Does what is asked of a `subprocess.Popen`."""

    def __init__(
        self, module: str, words: Sequence[str], environment: Mapping[str, str], log: Path
    ) -> None:
        FORKED.set_forkserver_preload(LOADED)
        self._process = FORKED.Process(target=_run, args=(module, words, environment, log))
        self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid

    def kill(self) -> None:
        self._process.kill()

    def send_signal(self, word: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, word)

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0.0)
        return code


def _run(module: str, words: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
    """As `python -m` does it."""
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(said, stream.fileno())
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    sys.argv = [module, *words]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
