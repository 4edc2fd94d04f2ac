"""Each planted bug against the tests that are to catch it, and some against all tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from queue import SimpleQueue
from random import Random
from tempfile import TemporaryDirectory

from tests.prove.parts import Part, Table
from tests.prove.planting.planted import Bug, all_bugs
from tests.prove.planting.scratch import Outcome, Scratch
from tests.prove.running import Run

TITLE = (
    "Each of these small changes was made to our own code, alone, in a copy of it. It is caught "
    "where a test of those that are meant to notice it fails by what it asserts; a change with "
    "which the code no longer hangs together does not count. The same tests pass without it."
)
AT_ONCE, AGAINST_ALL = 2, 2
# But for the tests of planting, which cannot plant what is planted already.
OTHERS = ("--ignore=tests/e2e", "--ignore=tests/prove/test_bugs.py")
EVERYTHING = ("tests", *OTHERS, "-m", "not story", "-n", "4", "--dist", "loadfile")
HEAD = ("Bug", "Harm", "Breaks", "Caught by")


def prove(run: Run) -> Part:
    bugs = all_bugs()
    chosen = Random(run.seed).sample(bugs, min(len(bugs), run.many(len(bugs))))
    with TemporaryDirectory(prefix="goodstanding-bugs-") as folder:
        copies = [Scratch.made(Path(folder) / str(number)) for number in range(AT_ONCE)]
        green = _green(run, chosen, copies[0])
        _plant(run, chosen, copies)
        sample = chosen[: AGAINST_ALL if run.scale == 1 else 0]
        _against_all(run, sample, copies[0])
    sample = [bug for bug in sample if _all_of(bug) in run.progress.done]
    return _part(run, [bug for bug in bugs if bug in chosen], sample, green)


def _green(run: Run, bugs: Sequence[Bug], copy: Scratch) -> int:
    """How many suites pass as the code is. Raises AssertionError where one does not: what it
    catches would say nothing."""
    suites = sorted({bug.suite for bug in bugs})
    todo = [suite for suite in suites if f"green {suite}" not in run.progress.done]
    if todo:
        outcome = copy.tested(todo)
        assert outcome.green, f"without any bug: {outcome.by} {outcome.why}"
    for suite in todo:
        run.progress.add(f"green {suite}", True)
    return len(suites)


def _plant(run: Run, bugs: Sequence[Bug], copies: Sequence[Scratch]) -> None:
    free: SimpleQueue[Scratch] = SimpleQueue()
    for copy in copies:
        free.put(copy)

    def tried(bug: Bug) -> tuple[Bug, Outcome]:
        copy = free.get()
        try:
            with copy.with_bug(bug):
                return bug, copy.tested([bug.suite])
        finally:
            free.put(copy)

    with ThreadPoolExecutor(len(copies)) as at_once:
        todo = [bug for bug in bugs if bug.key not in run.progress.done]
        for done in as_completed([at_once.submit(tried, bug) for bug in todo]):
            bug, outcome = done.result()
            run.progress.add(bug.key, _kept(outcome))


def _against_all(run: Run, bugs: Sequence[Bug], copy: Scratch) -> None:
    """Takes long: whoever interrupts it gets what was found, and what falls short is said."""
    try:
        for bug in bugs:
            if _all_of(bug) not in run.progress.done:
                with copy.with_bug(bug):
                    run.progress.add(_all_of(bug), _kept(copy.tested(EVERYTHING)))
    except KeyboardInterrupt:
        return


def _all_of(bug: Bug) -> str:
    return f"all tests {bug.key}"


def _kept(outcome: Outcome) -> dict[str, str]:
    return {"by": outcome.by if outcome.caught else "", "why": f"{outcome.code} {outcome.why}"}


def _part(run: Run, bugs: Sequence[Bug], sample: Sequence[Bug], green: int) -> Part:
    found = {bug.name: run.progress.done[bug.key]["by"] for bug in bugs}
    whole = [run.progress.done[_all_of(bug)]["by"] for bug in sample]
    figures = {
        "planted bugs": len(bugs),
        "planted bugs caught": sum(map(bool, found.values())),
        "planted bugs missed": sum(not by for by in found.values()),
        "suites that pass without them": green,
        "bugs against all tests": len(sample),
        "bugs that all tests caught": sum(map(bool, whole)),
    }
    return run.part(
        TITLE,
        figures,
        floors={
            "planted bugs": 40,
            "planted bugs caught": 40,
            "bugs that all tests caught": AGAINST_ALL,
        },
        zeros=["planted bugs missed"],
        notes=list(_sampled(sample, whole)),
        tables=[Table("Planted bugs", HEAD, tuple(_row(bug, found[bug.name]) for bug in bugs))],
    )


def _sampled(sample: Sequence[Bug], whole: Sequence[str]) -> Iterator[str]:
    for bug, by in zip(sample, whole, strict=True):
        yield f"All tests, with “{bug.name}”: {f'failed in `{by}`' if by else 'NOT CAUGHT'}."


def _row(bug: Bug, by: str) -> tuple[str, ...]:
    test = by.split("[")[0]
    return bug.name, bug.harm, bug.promise, f"`{test}`" if by else "NOT CAUGHT"
