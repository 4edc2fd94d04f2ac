"""What fuzzing has found is read again, and what each target begins with, without the fuzzer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest

from tests.prove.fuzzing import doors
from tests.prove.fuzzing.targets import CORPUS, TARGETS

# These need a desk: the one that all tests share is copied.
OF_A_DESK: Mapping[str, Callable[..., Callable[[bytes], None]]] = {
    "router": doors.router,
    "commands": doors.commands,
}
# It takes its time, so not everything that it begins with is fed to it.
SOME = 11


def test_the_corpus_belongs_to_targets_and_stays_small() -> None:
    files = [path for path in CORPUS.rglob("*") if path.is_file()]
    assert {path.parent.name for path in files} <= set(TARGETS)
    assert len(files) < 200 and sum(path.stat().st_size for path in files) < 300_000


@pytest.mark.parametrize("name", list(TARGETS))
def test_what_was_found_breaks_nothing(name: str, tmp_path: Path, filled: Path) -> None:
    begin = TARGETS[name].begin
    if name in OF_A_DESK:
        begin = partial(OF_A_DESK[name], filled=filled)
    feed = begin(tmp_path)
    for seed in TARGETS[name].seeds()[:: SOME if name in OF_A_DESK else 1]:
        feed(seed)
    for path in sorted(CORPUS.glob(f"{name}/*")):
        feed(path.read_bytes())
