"""What we depend on: declared, locked, and each library in its home."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import packages_distributions
from typing import Any

import pytest

from tests.tree import FOLDERS, ROOT, expect_none, nodes

LOCKS = {
    "runtime": "requirements.lock",
    "extras": "requirements-dev.lock",
    "dev": "requirements-dev.lock",
}
HOLDS_DATA_ONLY = {"tzdata"}


def settings() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def requirements() -> dict[str, list[str]]:
    """By lock: what a process may need, and with it what only developers do."""
    project, groups = settings()["project"], settings()["dependency-groups"]
    extras = [
        written for several in project["optional-dependencies"].values() for written in several
    ]
    return {"runtime": project["dependencies"], "extras": extras, "dev": groups["dev"]}


def distribution(requirement: str) -> str:
    """`PyJWT[crypto]==2.15.1` -> `pyjwt`"""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement, maxsplit=1)[0]).lower()


@pytest.mark.parametrize("lock", sorted(set(LOCKS.values())))
def test_a_lock_holds_versions_and_hashes_and_nothing_else(lock: str) -> None:
    requirement = re.compile(r"[a-z0-9-]+==[\w.]+( ; [^\\]+)?( --hash=sha256:[0-9a-f]{64})+")
    joined = locked(lock).replace(" \\\n    ", " ")
    entries = joined.splitlines()
    assert entries
    expect_none(f"{lock}: {entry[:80]}" for entry in entries if not requirement.fullmatch(entry))


def test_what_is_declared_is_locked() -> None:
    expect_none(
        f"pyproject.toml: {requirement} is not in {lock} as written; run `make lock`"
        for group, lock in LOCKS.items()
        for requirement in requirements()[group]
        if as_locked(requirement) not in locked(lock)
    )


def locked(lock: str) -> str:
    """A lock without extras: it names those that anybody asks for, `psycopg[binary, pool]`."""
    return re.sub(r"\[[a-z, ]+\]", "", (ROOT / lock).read_text(encoding="utf-8"))


def as_locked(requirement: str) -> str:
    """Whatever a system has to be for it stands behind the version."""
    version, _, marker = requirement.partition("==")[2].partition(";")
    return f"{distribution(requirement)}=={version} {f'; {marker.strip()} ' if marker else ''}"


def test_the_development_lock_holds_the_runtime_lock() -> None:
    runtime, dev = (
        set(re.findall(r"^[^ ]+==[^ ]+", locked(name), re.MULTILINE))
        for name in (LOCKS["runtime"], LOCKS["dev"])
    )
    expect_none(f"requirements-dev.lock: lacks {pin}" for pin in runtime - dev)


def test_what_is_imported_is_declared() -> None:
    declared = {
        group: {distribution(requirement) for requirement in written}
        for group, written in requirements().items()
    }
    expect_none(
        f"{name}:{line}: {package} is not declared in pyproject.toml"
        for name, line, package in foreign_imports()
        if not may_import(name, package, declared)
    )


def may_import(name: str, package: str, declared: dict[str, set[str]]) -> bool:
    homes = {distribution(found) for found in distributions_of(package)}
    allowed = declared["runtime"] | declared["extras"]
    if name.startswith(("tests/", "bench/")):
        allowed = allowed | declared["dev"]
    return bool(homes & allowed)


def foreign_imports() -> Iterator[tuple[str, int, str]]:
    for name, node in nodes(ast.Import, ast.ImportFrom):
        for package in top_packages(node):
            if package not in sys.stdlib_module_names and package not in FOLDERS:
                yield name, getattr(node, "lineno", 1), package


def top_packages(node: ast.AST) -> set[str]:
    if isinstance(node, ast.ImportFrom):
        return {"." * node.level + (node.module or "").partition(".")[0]}
    if isinstance(node, ast.Import):
        return {alias.name.partition(".")[0] for alias in node.names}
    return set()


def test_every_library_has_a_home() -> None:
    contracts = settings()["tool"]["importlinter"]["contracts"]
    housed = {library for rule in contracts for library in rule.get("protected_modules", [])}
    at_home = {distribution(name) for library in housed for name in distributions_of(library)}
    expect_none(
        f"pyproject.toml: no import contract says where {requirement} lives"
        for group in ("runtime", "extras")
        for requirement in requirements()[group]
        if distribution(requirement) not in at_home | HOLDS_DATA_ONLY
    )


def distributions_of(package: str) -> list[str]:
    return installed().get(package, [])


@cache
def installed() -> Mapping[str, list[str]]:
    """The lists of files of all that is installed are long."""
    return packages_distributions()
