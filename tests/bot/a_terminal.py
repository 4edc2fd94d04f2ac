"""Commands at a terminal, each in a process of its own; what all of them load is loaded once."""

from __future__ import annotations

import multiprocessing
import os
import runpy
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
OWN = ("PATH", "HOME", "LANG")
PATIENCE = 60
# Whatever a command needs for itself it loads itself, after these.
FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["bot.cli.main", "bot.desk"])


@dataclass(frozen=True, slots=True)
class Done:
    """What a command printed, and how it ended."""

    returncode: int
    stdout: str
    stderr: str


def bot(environment: Mapping[str, str], *words: str) -> Done:
    """Run `python -m bot` in this environment and no other, from the root of the project."""
    ours = {name: os.environ[name] for name in OWN if name in os.environ} | dict(environment)
    with TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        process = FORKED.Process(target=_run, args=(words, ours, out, err), daemon=True)
        process.start()
        process.join(PATIENCE)
        if process.exitcode is None:
            process.kill()
            raise TimeoutError(f"{' '.join(words)} did not end within {PATIENCE} seconds")
        done = Done(process.exitcode, out.read_text("utf-8"), err.read_text("utf-8"))
    assert "Traceback" not in done.stdout + done.stderr
    return done


def _run(words: tuple[str, ...], environment: dict[str, str], out: Path, err: Path) -> None:
    for number, path in enumerate((out, err), start=1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    sys.argv = ["bot", *words]
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
