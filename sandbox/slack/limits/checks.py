"""The vocabulary in which Slack's limits are written down: small checks that are put together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

# What is wrong, each complaint with the place it was found at (a JSON pointer).
Complaints = Iterator[str]
Check = Callable[[Any, str], Complaints]


def complain(what: str, path: str) -> str:
    return f"[ERROR] {what} [json-pointer:{path}]"


def anything(value: Any, path: str) -> Complaints:
    return iter(())


def boolean(value: Any, path: str) -> Complaints:
    if not isinstance(value, bool):
        yield complain("must be true or false", path)


def number(value: Any, path: str) -> Complaints:
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield complain("must be a number", path)


def whole(least: int, most: int) -> Check:
    def check(value: Any, path: str) -> Complaints:
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if not is_whole or not least <= value <= most:
            yield complain(f"must be a whole number from {least} to {most}", path)

    return check


def string(most: int, *, least: int = 1) -> Check:
    def check(value: Any, path: str) -> Complaints:
        if not isinstance(value, str):
            yield complain("must be a string", path)
        elif len(value) < least:
            yield complain(f"must be at least {least} characters", path)
        elif len(value) > most:
            yield complain(f"must be at most {most} characters, has {len(value)}", path)

    return check


def matching(pattern: str, example: str) -> Check:
    def check(value: Any, path: str) -> Complaints:
        if not isinstance(value, str) or re.fullmatch(pattern, value) is None:
            yield complain(f"must look like {example}", path)

    return check


def choice(*known: str) -> Check:
    def check(value: Any, path: str) -> Complaints:
        if value not in known:
            yield complain(f"must be one of {', '.join(known)}", path)

    return check


def items(check_one: Check, *, most: int, least: int = 1) -> Check:
    def check(value: Any, path: str) -> Complaints:
        if not isinstance(value, list):
            yield complain("must be an array", path)
            return
        if len(value) < least:
            yield complain(f"must have at least {least} items", path)
        if len(value) > most:
            yield complain(f"must have at most {most} items, has {len(value)}", path)
        for index, item in enumerate(value):
            yield from check_one(item, f"{path}/{index}")

    return check


def either(*checks: Check) -> Check:
    """One of several shapes; the complaints are those of the nearest one."""

    def check(value: Any, path: str) -> Complaints:
        found = [list(one(value, path)) for one in checks]
        yield from min(found, key=len)

    return check


@dataclass(frozen=True, slots=True)
class Shape:
    """An object: the fields it may have, and which of them it must have."""

    fields: Mapping[str, Check]
    required: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    rules: tuple[Check, ...] = field(default=())

    def __call__(self, value: Any, path: str) -> Complaints:
        if not isinstance(value, dict):
            yield complain("must be an object", path)
            return
        for name in self.required:
            if value.get(name) is None:
                yield complain(f"missing required field: {name}", path)
        if self.any_of and all(not value.get(name) for name in self.any_of):
            yield complain(f"must have one of {', '.join(self.any_of)}", path)
        for name, inner in value.items():
            yield from self._field(name, inner, path)
        for rule in self.rules:
            yield from rule(value, path)

    def _field(self, name: str, value: Any, path: str) -> Complaints:
        check = self.fields.get(name)
        if check is None:
            yield complain(f"invalid additional property: {name}", path)
        elif value is not None:
            yield from check(value, f"{path}/{name}")


def typed(shapes: Mapping[str, Check], *, what: str) -> Check:
    """An object that says by `type` which shape it has."""

    def check(value: Any, path: str) -> Complaints:
        if not isinstance(value, dict):
            yield complain(f"must be a {what} object", path)
            return
        kind = value.get("type")
        shape = shapes.get(kind) if isinstance(kind, str) else None
        if shape is None:
            yield complain(f"unsupported type of {what}: {kind}", f"{path}/type")
            return
        yield from shape(value, path)

    return check


def only(shapes: Mapping[str, Check], names: Iterable[str], *, what: str) -> Check:
    """Like `typed`, with the few types that fit in this place."""
    return typed({name: shapes[name] for name in names}, what=what)
