"""Every sentence that the desk says, found in its code by how it is said."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = ("bot", "core", "handlers")
PLAYBOOKS = ROOT / "core" / "domain" / "playbooks"
# `words("…")`, `self.words("…")`, `services.words(account)("…")`; tables mark theirs. A command
# is summed up in its third value.
SAYS, COUNTS = {"words": 0, "N_": 0, "Command": 2}, frozenset({"many", "forms"})
# What is wrong with what was typed, and classes whose members are said.
GIVEN, PHRASES = frozenset({("BadInput", "problem")}), "Phrase"


@dataclass(frozen=True, slots=True)
class Sentence:
    """In English, with its plural where it counts something, and the module that says it."""

    singular: str
    plural: str
    place: str

    @property
    def key(self) -> str | tuple[str, str]:
        return (self.singular, self.plural) if self.plural else self.singular


def every() -> list[Sentence]:
    """In the order of their places."""
    return [*_said(), *_listed()]


def _said() -> Iterator[Sentence]:
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield from in_code(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))


def _listed() -> Iterator[Sentence]:
    for path in sorted(PLAYBOOKS.glob("*.toml")):
        for item in tomllib.loads(path.read_text(encoding="utf-8"))["items"]:
            yield Sentence(item["words"], "", str(path.relative_to(ROOT)))


def in_code(text: str, place: str) -> Iterator[Sentence]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            yield from _of_call(node, place)
        elif isinstance(node, ast.ClassDef) and PHRASES in map(ast.unparse, node.bases):
            yield from _of_class(node, place)


def _of_call(call: ast.Call, place: str) -> Iterator[Sentence]:
    name = _called(call.func)
    if name in COUNTS and len(call.args) > 1:
        for one, several in zip(_texts(call.args[0]), _texts(call.args[1]), strict=False):
            yield Sentence(one, several, place)
        return
    said = call.args[SAYS[name] :][:1] if name in SAYS else []
    said += [given.value for given in call.keywords if (name, given.arg) in GIVEN]
    for text in (text for value in said for text in _texts(value)):
        yield Sentence(text, "", place)


def _of_class(found: ast.ClassDef, place: str) -> Iterator[Sentence]:
    """Members of a Phrase say themselves."""
    values = (member.value for member in found.body if isinstance(member, ast.Assign))
    for text in (text for value in values for text in _texts(value)):
        yield Sentence(text, "", place)


def _called(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) if name == "words":
            return name
    return ""


def _texts(value: ast.expr) -> Iterator[str]:
    match value:
        case ast.Constant(value=str() as text) if text:
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from _texts(one)
            yield from _texts(other)
