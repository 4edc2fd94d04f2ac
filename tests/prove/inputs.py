"""Every named class of bad input, by the tests that bring it to a door."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest

from tests.prove.bad.case import Bad, Elsewhere
from tests.prove.bad.groups import GROUPS
from tests.prove.parts import Part, Table
from tests.prove.running import ROOT, Run

HERE = "tests/prove/test_inputs.py::test_bad_input"
# Another suite of this process may have brought in what pytest would rather bring in itself.
QUIETLY = ("-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")
NOTHING_SAID = "nothing: whoever sent it is no person"


@dataclass(eq=False)
class Verdicts:
    """What became of each test: whether every phase of it passed."""

    found: dict[str, bool] = field(default_factory=lambda: defaultdict(lambda: True))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.found[report.nodeid] &= report.passed

    def of(self, test: str) -> bool:
        """Also of a test with parameters, or of a whole file: all that belongs to it passed."""
        whole = {
            name
            for name in self.found
            if name == test or name.startswith((f"{test}[", f"{test}::"))
        }
        return bool(whole) and all(self.found[name] for name in whole)


def prove(run: Run) -> Part:
    """A trial takes the first classes of each group."""
    chosen = {group: cases[: run.many(len(cases))] for group, cases in GROUPS.items()}
    tests = {case.name: _test(group, case) for group, cases in chosen.items() for case in cases}
    verdicts = Verdicts()
    pytest.main([*QUIETLY, *_asked(tests.values())], plugins=[verdicts])
    caught = {name for name, test in tests.items() if verdicts.of(test)}
    tables = [
        Table(group, ("Input", "What is given", "What is said", "Verdict"), tuple(
            (case.name, case.given, _said(case), "held" if case.name in caught else "NOT HELD")
            for case in cases
        ))
        for group, cases in chosen.items()
    ]  # fmt: skip
    return run.part(
        "Each is brought to a door of a whole desk, or to what reads it. The answer is below 500 "
        "and has the words that are named, nothing is logged as a failure, no row has changed but "
        "the refusal's own, and the next good request is served.",
        {"bad inputs": len(tests), "bad inputs caught": len(caught), "groups": len(chosen)},
        floors={"bad inputs": 90, "bad inputs caught": len(tests)},
        tables=tables,
    )


def _test(group: str, case: Bad | Elsewhere) -> str:
    return case.test if isinstance(case, Elsewhere) else f"{HERE}[{group}: {case.name}]"


def _asked(tests: Iterable[str]) -> list[str]:
    return [str(ROOT / test) for test in dict.fromkeys(tests)]


def _said(case: Bad | Elsewhere) -> str:
    status = f"{case.status}: " if isinstance(case, Bad) and case.status != 200 else ""
    return f"{status}{case.said or NOTHING_SAID}"
