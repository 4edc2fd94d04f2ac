"""One mutant against its tests, in a process of its own that is forked: nothing is written, and
what takes long to start was started before."""

from __future__ import annotations

import ast
import importlib.abc
import importlib.util
import os
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib.machinery import ModuleSpec
from types import CodeType, ModuleType

import pytest

from tests.prove.mutating.mutator import Mutant

# Seconds after which a mutant that goes on for ever counts as found.
PATIENCE = 300
QUIETLY = ("-q", "-x", "-p", "no:cacheprovider", "--no-header", "--tb=no")
SURVIVED, KILLED, ENDLESS = "survived", "killed", "endless"


class Instead(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives a changed module to whoever imports it."""

    def __init__(self, name: str, file: str, tree: ast.Module) -> None:
        self._name = name
        self._code: CodeType = compile(tree, file, "exec")

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._name:
            return None
        return importlib.util.spec_from_loader(fullname, self)

    def exec_module(self, module: ModuleType) -> None:
        exec(self._code, module.__dict__)


def module_of(file: str) -> str:
    return file.removesuffix(".py").replace("/", ".")


def tried(mutant: Mutant | None, tests: Sequence[str]) -> str:
    """What became of it; of none, whether the tests pass as the code is."""
    _, status = os.waitpid(_begun(mutant, tests), 0)
    return _became(status)


def tried_each(
    trials: Iterable[tuple[Mutant, Sequence[str]]], hands: int
) -> Iterator[tuple[Mutant, str]]:
    """So many at a time; each with what became of it, in the order in which they end."""
    running: dict[int, Mutant] = {}
    for mutant, tests in trials:
        if len(running) >= hands:
            yield _next_of(running)
        running[_begun(mutant, tests)] = mutant
    while running:
        yield _next_of(running)


def _next_of(running: dict[int, Mutant]) -> tuple[Mutant, str]:
    child, status = os.wait()
    return running.pop(child), _became(status)


def _begun(mutant: Mutant | None, tests: Sequence[str]) -> int:
    child = os.fork()
    if child == 0:
        os._exit(_in_the_child(mutant, tests))
    return child


def _became(status: int) -> str:
    if os.WIFSIGNALED(status):
        return ENDLESS if os.WTERMSIG(status) == signal.SIGALRM else KILLED
    return SURVIVED if os.WEXITSTATUS(status) == 0 else KILLED


def _in_the_child(mutant: Mutant | None, tests: Sequence[str]) -> int:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(PATIENCE)
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    if mutant is not None:
        name = module_of(mutant.file)
        assert name not in sys.modules, "it was imported before it could be changed"
        sys.meta_path.insert(0, Instead(name, mutant.file, mutant.tree()))
    return int(pytest.main([*QUIETLY, *tests]))
