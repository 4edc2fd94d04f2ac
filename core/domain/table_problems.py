"""What is wrong with a file of tables, in words: where it stands, and what would be right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

Path = tuple[str | int, ...]
Tables = Mapping[str, Any]


def problems_of(error: ValidationError, model: type[BaseModel]) -> list[str]:
    """One for each path that is wrong, without the value that was given."""
    return [problem_at(one["loc"], _said(one["type"], one["msg"], one["loc"], model))
            for one in error.errors()]  # fmt: skip


def problem_at(path: Path, message: str) -> str:
    """`stage[3].when.days_overdue: what is wrong`."""
    where, text = path_of(path), message.removeprefix("Value error, ")
    if text.startswith("."):
        return where + text
    return f"{where}: {text}" if where else text


def path_of(path: Path) -> str:
    where = ""
    for part in path:
        where += f"[{part}]" if isinstance(part, int) else (f".{part}" if where else str(part))
    return where


def _said(kind: str, message: str, path: Path, model: type[BaseModel]) -> str:
    match kind:
        case "extra_forbidden":
            return _unknown(str(path[-1]), path[:-1], model.model_json_schema())
        case "missing":
            return "missing"
    return message


def _unknown(name: str, path: Path, whole: Tables) -> str:
    """A slip of the pen, or a key that belongs to another table."""
    here = sorted(_table_at(whole, path).get("properties", ()))
    elsewhere = [where for where, keys in _tables(whole, whole) if name in keys]
    said = f"there is no key “{name}” here"
    if close := get_close_matches(name, here, n=1):
        said += f"; did you mean “{close[0]}”?"
    elif elsewhere:
        said += f"; it belongs to {_or(elsewhere)}."
    else:
        said += "."
    return f"{said} Known are: {', '.join(here)}"


def _or(names: list[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last


def _table_at(whole: Tables, path: Path) -> Tables:
    found = whole
    for part in path:
        if isinstance(part, int):
            found = _followed(whole, found.get("items", {}))
            continue
        named = found.get("properties", {}).get(part)
        found = _followed(whole, named or found.get("additionalProperties") or {})
    return found


def _followed(whole: Tables, found: Tables) -> Tables:
    """The table itself, where only its name stands, or where it may be left out."""
    for one in found.get("anyOf", ()):
        if "$ref" in one:
            found = one
    if "$ref" not in found:
        return found
    table: Tables = whole["$defs"][found["$ref"].rpartition("/")[2]]
    return table


def _tables(whole: Tables, found: Tables, where: str = "") -> Iterator[tuple[str, frozenset[str]]]:
    """Every table of the file, by the heading under which it is written."""
    for name, one in found.get("properties", {}).items():
        is_many = one.get("type") == "array"
        inner = _followed(whole, one.get("items", {}) if is_many else one)
        if keys := inner.get("properties"):
            inside = f"{where}.{name}" if where else name
            yield (f"[[{inside}]]" if is_many else f"[{inside}]"), frozenset(keys)
            yield from _tables(whole, inner, inside)
