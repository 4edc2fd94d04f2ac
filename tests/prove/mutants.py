"""Each part of the gate and of the vote is changed a little: a test has to fail each time."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from random import Random

from tests.prove.mutating.mutator import Mutant, mutants
from tests.prove.mutating.trial import SURVIVED, module_of, tried, tried_each
from tests.prove.parts import Part, Table
from tests.prove.running import ROOT, Run

TITLE = (
    "The modules that say whether something may be sent, and whether a vote counts, are changed "
    "one comparison, limit, condition or statement at a time. A mutant that no test notices is "
    "either no other behaviour, which the table explains, or a test that is missing."
)
GATE = ("tests/core/test_gate.py", "tests/core/test_gate_letters.py",
        "tests/core/test_gate_agreements.py", "tests/core/test_gate_policy.py",
        "tests/core/test_gate_alone.py")  # fmt: skip
VOTES = ("tests/domain/test_approvals.py", *GATE)
# What is changed, and the tests that are to notice, the fastest first.
TARGETS: Mapping[str, tuple[str, ...]] = {
    "core/domain/approvals.py": VOTES,
    "core/gate.py": GATE,
    "core/load.py": GATE,
    "core/domain/sole.py": GATE,
}
# They take long to import and are none of ours.
STARTED_BEFORE = ("sqlalchemy", "holidays", "babel", "pydantic", "cryptography")
EXPLAINED = Path(__file__).parent / "mutating" / "explained.toml"


def prove(run: Run) -> Part:
    """In a process of its own: what another suite has loaded cannot be changed any more."""
    loaded = sorted(one for one in TARGETS if module_of(one) in sys.modules)
    assert not loaded, f"loaded before they could be changed, run mutants alone: {loaded}"
    for name in STARTED_BEFORE:
        import_module(name)
    for tests in sorted(set(TARGETS.values())):
        if f"green {tests}" not in run.progress.done:
            assert tried(None, tests) == SURVIVED, f"without any mutant: {tests}"
            run.progress.add(f"green {tests}", True)
    every = list(_all())
    chosen = Random(run.seed).sample(every, min(len(every), run.many(len(every))))
    todo = [one for one in every if one in chosen and one.key not in run.progress.done]
    trials = ((one, TARGETS[one.file]) for one in todo)
    for mutant, became in tried_each(trials, os.cpu_count() or 1):
        run.progress.add(mutant.key, became)
    return _part(run, [one for one in every if one in chosen])


def _all() -> Iterator[Mutant]:
    """The same change twice in one function is one key, and counted once."""
    known = set[str]()
    for file in TARGETS:
        for mutant in mutants(file, (ROOT / file).read_text(encoding="utf-8")):
            if mutant.key not in known:
                known.add(mutant.key)
                yield mutant


def explained() -> Mapping[str, str]:
    """Why nothing can notice a mutant, by its key."""
    return {str(k): str(v) for k, v in tomllib.loads(EXPLAINED.read_text("utf-8")).items()}


def _part(run: Run, tried_: list[Mutant]) -> Part:
    why = explained()
    left = [one for one in tried_ if run.progress.done[one.key] == SURVIVED]
    figures = {
        "mutants": len(tried_),
        "mutants found": len(tried_) - len(left),
        "survivors explained": sum(one.key in why for one in left),
        "survivors not explained": sum(one.key not in why for one in left),
    }
    rows = tuple(_row(one, why) for one in left)
    table = Table("Mutants that nothing noticed", ("Where", "Before", "After", "Why"), rows)
    return run.part(
        TITLE,
        figures,
        floors={"mutants": 240},
        zeros=["survivors not explained"],
        tables=[table],
    )


def _row(one: Mutant, why: Mapping[str, str]) -> tuple[str, ...]:
    return (
        f"`{one.file}:{one.line}`",
        f"`{one.before}`",
        f"`{one.after}`",
        why.get(one.key, "NOT EXPLAINED"),
    )
