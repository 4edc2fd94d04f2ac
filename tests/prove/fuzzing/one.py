"""`python -m tests.prove.fuzzing.one TARGET`: one target in a process of its own, by atheris."""

from __future__ import annotations

import logging
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

OURS = ["bot", "clients", "core", "handlers"]


def main() -> None:
    """What follows the target's name is libFuzzer's."""
    # It comes without types, and not for every system.
    atheris: Any = import_module("atheris")
    name, *asked = sys.argv[1:]
    with atheris.instrument_imports(include=OURS):
        from tests.conftest import pytest_configure
        from tests.prove.fuzzing.targets import TARGETS
    # No input waits for a disk, where there is memory to write to.
    pytest_configure()
    # Whatever is turned away is said in the log, a thousand times a second.
    logging.getLogger().setLevel(logging.ERROR)
    feed = TARGETS[name].begin(Path(tempfile.mkdtemp()))
    atheris.Setup([sys.argv[0], *asked], feed)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
