"""The house rules that a machine can judge; each test lists every breach it finds."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.tree import ROOT, expect_none, modules, name_of, nodes

LONGEST_FUNCTION = 30
LONGEST_FILE = 300

KNOWS_THE_TIME = {"bot/wiring.py", "sandbox/clock.py"}
CATCHES_EVERYTHING = {"handlers/registry.py", "core/engine.py", "bot/jobs.py"}

# Written in pieces, so that this file does not find itself.
NAMES_OF_A_WORKPLACE = re.compile(
    "|".join(
        (
            r"(?<!\w)/" + r"work/",
            r"(?<!\w)/" + r"opt/(?:wheels|pypi)",
            r"(?<!\w)/" + r"root/",
            "shared" + r"/(?:design|reference|hooks)",
            "pypi" + r"\.org",
            "pythonhosted" + r"\.org",
            "registry" + r"\.npmjs",
            "deb" + r"\.debian\.org",
        )
    )
)
DESERTED = {"build", "var", "htmlcov", "node_modules", "__pycache__"}
VISIBLE_DESPITE_THE_DOT = {".ci"}


# Size and shape


def test_a_file_fits_on_a_few_screens() -> None:
    lengths = {name: len((ROOT / name).read_text("utf-8").splitlines()) for name in modules()}
    expect_none(
        f"{name}:{LONGEST_FILE + 1}: {length} lines, {LONGEST_FILE} at most; split it by topic"
        for name, length in lengths.items()
        if length > LONGEST_FILE
    )


def test_a_function_fits_on_one_screen() -> None:
    lengths = (
        (name, function, (function.end_lineno or 0) - function.lineno + 1)
        for name, function in nodes(ast.FunctionDef)
    )
    expect_none(
        f"{name}:{function.lineno}: {function.name} has {length} lines, {LONGEST_FUNCTION} at most"
        for name, function, length in lengths
        if length > LONGEST_FUNCTION
    )


def test_a_package_marker_is_empty_and_a_module_says_what_it_is() -> None:
    expect_none(
        f"{name}:1: {breach}" for name, tree in modules().items() for breach in opening(name, tree)
    )


def opening(name: str, tree: ast.Module) -> Iterator[str]:
    if name.endswith("__init__.py"):
        if (ROOT / name).stat().st_size:
            yield "must be empty"
        return
    if not ast.get_docstring(tree):
        yield "begins with a docstring of one sentence"
    imported = {line.module for line in tree.body if isinstance(line, ast.ImportFrom)}
    if "__future__" not in imported:
        yield "needs `from __future__ import annotations`"


def test_nothing_is_async() -> None:
    found = nodes(ast.AsyncFunctionDef)
    expect_none(f"{name}:{node.lineno}: threads, not asyncio" for name, node in found)


# Time and failure


def test_only_the_clocks_know_what_time_it_is() -> None:
    expect_none(
        f"{name}:{node.lineno}: takes the time from the machine; it must be handed in"
        for name, node in nodes(ast.Attribute)
        if reads_the_clock(node) and name not in KNOWS_THE_TIME and not name.startswith("tests/")
    )


def reads_the_clock(node: ast.Attribute) -> bool:
    owner = ast.unparse(node.value).rpartition(".")[2]
    return owner in {"datetime", "date"} and node.attr in {"now", "utcnow", "today"}


def test_everything_is_caught_in_three_places_only() -> None:
    expect_none(
        f"{name}:{handler.lineno}: catch the one error you can do something about"
        for name, handler in nodes(ast.ExceptHandler)
        if catches_everything(handler) and name not in CATCHES_EVERYTHING
    )


def catches_everything(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    caught = {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)}
    return bool(caught & {"Exception", "BaseException"})


# What is in the tree


def test_no_file_names_the_place_where_it_was_written() -> None:
    expect_none(breach for path in project_files() for breach in workplace_names(path))


def project_files() -> Iterator[Path]:
    for folder, below, files in os.walk(ROOT):
        below[:] = [name for name in below if is_ours(name)]
        yield from (Path(folder, name) for name in files)


def is_ours(folder: str) -> bool:
    if folder in DESERTED:
        return False
    return not folder.startswith(".") or folder in VISIBLE_DESPITE_THE_DOT


def workplace_names(path: Path) -> Iterator[str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return
    for number, line in enumerate(lines, start=1):
        for found in NAMES_OF_A_WORKPLACE.findall(line):
            yield f"{name_of(path)}:{number}: {found} means nothing on another machine"


def test_the_procfile_names_the_processes() -> None:
    checked = run("-m", "honcho", "check")
    assert "release, web, worker" in checked.stderr + checked.stdout


def test_generated_files_are_up_to_date() -> None:
    checked = run("-m", "bot", "generate", "--check")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
