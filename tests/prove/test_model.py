"""A few machines with a fixed seed: what they do stays within what is promised."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

from tests.prove.model import walked


def test_whatever_happens_in_whatever_order() -> None:
    # Hypothesis draws from the constants of every module in memory: with those of other tests
    # among them, the seed would mean other moves.
    alone = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=alone) as process:
        found = process.submit(walked, 11, machines=3, moves=20).result()
    assert not found["failed"], found["whys"]
    assert found["figures"]["rules"] > 30
    assert found["figures"]["effects"] > 0
