"""The list of planted bugs fits the code as it is, and nothing that fails for itself is a catch."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.prove.planting.planted import Bug, Unplantable, all_bugs
from tests.prove.planting.scratch import Outcome
from tests.prove.running import ROOT

BUGS = all_bugs()
PROMISES = set(re.findall(r"^\| ([SLAC]\d+)", Path("docs/safety.md").read_text("utf-8"), re.M))


def test_there_are_many_and_each_has_a_name_of_its_own() -> None:
    assert len(BUGS) >= 48
    assert [name for name, times in Counter(bug.name for bug in BUGS).items() if times > 1] == []


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_it_can_be_planted_and_its_suite_exists(bug: Bug) -> None:
    text = (ROOT / bug.file).read_text(encoding="utf-8")
    compile(bug.planted(text), bug.file, "exec")
    assert bug.promise in PROMISES
    file, _, test = bug.suite.partition("::")
    assert f"def {test.split('[')[0]}" in (ROOT / file).read_text(encoding="utf-8")


def test_what_does_not_fit_the_code_is_no_bug() -> None:
    bug = Bug("twice", "", "S1", "some.py", "a = 1\n", "a = 2\n", "tests")
    with pytest.raises(Unplantable):
        bug.planted("a = 1\nb = 1\na = 1\n")
    with pytest.raises(Unplantable):
        bug.planted("b = 1\n")


@pytest.mark.parametrize(
    ("outcome", "caught"),
    [
        (Outcome(1, "tests/a.py::test_b", "assert 1 == 2"), True),
        (Outcome(1, "tests/a.py::test_b", "Failed: DID NOT RAISE <class 'NoRole'>"), True),
        (Outcome(1, "tests/a.py::test_b", "core.domain.errors.LostRace"), True),
        (Outcome(1, "tests/a.py::test_b", "NameError: name 'x' is not defined"), False),
        (Outcome(1, "tests/a.py::test_b", "TypeError: missing argument"), False),
        (Outcome(1, "", "ERROR tests/a.py::test_b"), False),
        (Outcome(2, "", "cannot import name"), False),
        (Outcome(0), False),
    ],
    ids=["assertion", "nothing raised", "refusal", "name", "type", "setup", "collection", "green"],
)
def test_only_a_test_that_fails_by_what_it_asserts_is_a_catch(
    outcome: Outcome, caught: bool
) -> None:
    assert outcome.caught is caught
