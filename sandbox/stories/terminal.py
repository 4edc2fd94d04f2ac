"""The operator's terminal: commands of the bot, each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from sandbox.calling import caller
from sandbox.stories.driver import Unexpected

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0


@dataclass(frozen=True)
class Terminal:
    """`settings` are the desk's, as an operator would export them."""

    settings: Mapping[str, str]

    def run(self, *words: str) -> str:
        """What it printed; it has to end well."""
        with self._started(*words) as process:
            return _ended(process, words)

    def sign_in(self, account: str) -> None:
        """An Admin agent presses the button on the page that the terminal names."""
        words = ("login", "--account", account)
        with self._started(*words) as process:
            address = _address(process)
            asked = {name: said[0] for name, said in parse_qs(urlsplit(address).query).items()}
            with caller(timeout=PATIENCE) as browser:
                back = browser.post(address.partition("?")[0], data=asked)
                browser.get(back.headers["Location"])
            _ended(process, words)

    def _started(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "bot", *words],
            cwd=ROOT,
            env={**os.environ, **self.settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


def _address(process: subprocess.Popen[str]) -> str:
    for line in process.stdout or ():
        if line.startswith("http"):
            return line.strip()
    raise Unexpected("an address to open", "none")


def _ended(process: subprocess.Popen[str], words: tuple[str, ...]) -> str:
    try:
        printed, _ = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        raise Unexpected(f"{' '.join(words)} to end", "nothing") from None
    if process.returncode:
        raise Unexpected(f"{' '.join(words)} to work", printed)
    return printed
