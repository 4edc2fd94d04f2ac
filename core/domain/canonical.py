"""The canonical form of what is hashed, stored and compared: the same bytes for the same values."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache

from core.domain.money import Money


def canonical(value: object) -> bytes:
    """Sorted keys, NFC text, amounts and times as strings, explicit nulls; a float is refused."""
    plain = _plain(value)
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _plain(value: object) -> object:
    """Of facts there are hundreds of thousands a day, most of them plain texts."""
    kind: type = type(value)
    if kind is str or value is None:
        return _single(value)
    if (names := _names(kind)) is not None:
        return {name: _plain(getattr(value, name)) for name in names}
    match value:
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case tuple() | list():
            return [_plain(item) for item in value]
        case frozenset():
            return sorted(str(item) for item in value)
        case Money():
            return {"amount": value.plain(), "currency": value.currency}
    return _single(value)


@cache
def _names(kind: type) -> tuple[str, ...] | None:
    """The fields of a dataclass that is written down as such."""
    if kind is Money or not is_dataclass(kind) or issubclass(kind, (Mapping, tuple, list)):
        return None
    return tuple(one.name for one in fields(kind))


def _single(value: object) -> object:
    match value:
        case None | bool() | int():
            return value
        case str():
            return value if value.isascii() else unicodedata.normalize("NFC", value)
        case datetime() | date():
            return value.isoformat()
    raise TypeError(f"no canonical form for {type(value).__name__}")
