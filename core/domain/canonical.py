"""The canonical form of what is hashed, stored and compared: the same bytes for the same values."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any

from core.domain.money import Money


def canonical(value: object) -> bytes:
    """Sorted keys, NFC text, amounts and times as strings, explicit nulls; a float is refused."""
    plain = _plain(value)
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _plain(value: object) -> object:
    """Of facts there are tens of thousands a day, most of them plain texts."""
    kind: type = type(value)
    if kind is str:
        return _text(value)
    return value if value is None else _form(kind)(value)


@cache
def _form(kind: type) -> Callable[[Any], object]:
    """How values of a type are written; asking a value what it is takes longer than writing it."""
    for known, form in _FORMS.items():
        if issubclass(kind, known):
            return form
    if is_dataclass(kind):
        return _fieldwise(tuple(one.name for one in fields(kind)))
    raise TypeError(f"no canonical form for {kind.__name__}")


def _fieldwise(names: tuple[str, ...]) -> Callable[[Any], object]:
    """Of two fields or more, which are read in one go."""
    if len(names) < 2:
        return lambda value: {name: _plain(getattr(value, name)) for name in names}
    read = attrgetter(*names)
    return lambda value: dict(zip(names, map(_plain, read(value)), strict=True))


def _text(value: Any) -> object:
    return value if value.isascii() else unicodedata.normalize("NFC", value)


_FORMS: Mapping[type, Callable[[Any], object]] = {
    Mapping: lambda value: {str(key): _plain(item) for key, item in value.items()},
    tuple: lambda value: [_plain(item) for item in value],
    list: lambda value: [_plain(item) for item in value],
    frozenset: lambda value: sorted(str(item) for item in value),
    Money: lambda value: {"amount": value.plain(), "currency": value.currency},
    int: lambda value: value,
    str: _text,
    date: lambda value: value.isoformat(),
}
