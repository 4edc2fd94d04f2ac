"""The mutator changes one thing at a time, and a mutant is run instead of the module."""

from __future__ import annotations

import ast

import pytest

from tests.prove.mutants import TARGETS, explained
from tests.prove.mutating.mutator import mutants
from tests.prove.running import ROOT

CODE = """
LIMIT = 3

def fits(a: int = 0) -> bool:
    '''Not a word of this.'''
    if a < LIMIT and not a:
        return True
    return [b for b in (a,) if b] == []
"""
CHANGES = {
    "module: 3 → 4", "module: 3 → 2", "fits: 0 → 1", "fits: 0 → -1",
    "fits: if a < LIMIT and (not a): return True → pass",
    "fits: a < LIMIT and (not a) → a < LIMIT or not a",
    "fits: a < LIMIT → a <= LIMIT", "fits: a < LIMIT → a >= LIMIT", "fits: not a → a",
    "fits: True → False", "fits: [b for b in (a,) if b] == [] → [b for b in (a,) if b] != []",
    "fits:  for b in (a,) if b → for b in (a,)",
}  # fmt: skip


def test_each_mutant_changes_one_thing() -> None:
    found = list(mutants("some.py", CODE))
    said = {one.key.removeprefix("some.py ") for one in found}
    assert {" ".join(one.split()) for one in said} == {" ".join(one.split()) for one in CHANGES}
    texts = {ast.unparse(one.tree()) for one in found}
    assert len(texts) == len(found) == len(CHANGES)
    assert ast.unparse(ast.parse(CODE)) not in texts


@pytest.mark.parametrize("file", TARGETS)
def test_what_is_explained_is_a_mutant_of_the_code_as_it_is(file: str) -> None:
    keys = {one.key for one in mutants(file, (ROOT / file).read_text(encoding="utf-8"))}
    assert {key for key in explained() if key.startswith(f"{file} ")} <= keys
