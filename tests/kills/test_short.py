"""A few kills in every test run; `make kills` does two hundred."""

from __future__ import annotations

from pathlib import Path

from tests.kills import report
from tests.kills.place import Layout
from tests.kills.run import carry_out

READY, RESUMED = 10.0, 30.0


def test_a_killed_desk_loses_nothing_and_does_nothing_twice(tmp_path: Path) -> None:
    run = carry_out(Layout("short"), kills=5, seed=20261012, folder=tmp_path)
    told = "\n".join(report.lines(run))
    assert run.good, told
    assert run.judgement.effects > 0, told
    # The quickest: a machine that is busy with other tests makes any start slow.
    assert min(report.ready(run)) <= READY, told
    assert min(run.resumed, default=0.0) <= RESUMED, told
