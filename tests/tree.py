"""Our own source, as the tests that judge it read it."""

from __future__ import annotations

import ast
import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("bot", "core", "handlers", "storage", "clients", "sandbox", "tests", "bench")
RELEASED_MIGRATIONS = "storage/migrations/versions/"

Node = TypeVar("Node", bound=ast.AST)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def modules() -> dict[str, ast.Module]:
    """Every module we wrote by hand, by its path from the root."""
    found = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
    names = [name_of(path) for path in found]
    with _nothing_to_collect():
        return {
            name: ast.parse((ROOT / name).read_text(encoding="utf-8"), filename=name)
            for name in names
            if not name.startswith(RELEASED_MIGRATIONS)
        }


def nodes(*kinds: type[Node]) -> Iterator[tuple[str, Node]]:
    """What is of exactly one of these kinds."""
    for kind in kinds:
        for name, node in _by_kind()[kind]:
            if isinstance(node, kind):
                yield name, node


@cache
def _by_kind() -> Mapping[type[ast.AST], list[tuple[str, ast.AST]]]:
    """One walk through everything for all who ask."""
    found = defaultdict(list)
    with _nothing_to_collect():
        for name, tree in modules().items():
            for node in ast.walk(tree):
                found[type(node)].append((name, node))
    return found


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """A million nodes that all stay: looking through them for what could go takes as long as
    reading them."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def expect_none(breaches: Iterable[str]) -> None:
    found = sorted(breaches)
    if found:
        pytest.fail("\n".join(found), pytrace=False)
