"""Canonical JSON back to what it was made of, by type hints; and amounts as minor units."""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from core.domain.canonical import canonical
from core.domain.money import Money, minor_digits

T = TypeVar("T")


def to_text(value: object) -> str:
    """The canonical form, as it is hashed and stored."""
    return canonical(value).decode()


def from_text(kind: type[T], text: str) -> T:
    """Build a dataclass from its canonical form. Raises ValueError or TypeError if it is none."""
    built = rebuild(kind, json.loads(text))
    assert isinstance(built, kind)
    return built


def rebuild(hint: Any, value: Any) -> object:
    """The value that a type hint promises; what cannot be that is refused."""
    if value is None:
        if type(None) not in get_args(hint):
            raise TypeError(f"null is not {hint}")
        return None
    if hint is Money:
        return Money(Decimal(str(_exactly(str, value["amount"]))), value["currency"])
    if isinstance(hint, type) and not get_args(hint):
        return _simple(hint, value)
    return _generic(hint, value)


def _simple(hint: type, value: Any) -> object:
    if hint in (date, datetime):
        return hint.fromisoformat(value)
    if hasattr(hint, "__dataclass_fields__"):
        hints = _hints(hint)
        known = {name: rebuild(hints[name], item) for name, item in value.items()}
        return hint(**known)
    if issubclass(hint, Enum):
        return hint(value)
    return _exactly(hint, value)


def _generic(hint: Any, value: Any) -> object:
    inner = get_args(hint)
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return rebuild(next(kind for kind in inner if kind is not type(None)), value)
    if origin in (tuple, frozenset):
        return origin(rebuild(inner[0], item) for item in value)
    if origin is Mapping:
        return {key: rebuild(inner[1], item) for key, item in value.items()}
    raise TypeError(f"nothing is stored as {hint}")


def _exactly(hint: type, value: Any) -> object:
    # A bool is an int to Python, and not to us.
    if type(value) is not hint:
        raise TypeError(f"{value!r} is not {hint.__name__}")
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def to_minor(money: Money, currency: str) -> int:
    """Whole minor units. Raises ValueError for another currency, or for a part of a unit."""
    if not money and money.currency == currency:
        return 0
    minor = money.amount.scaleb(minor_digits(money.currency))
    whole = int(minor)
    if money.currency != currency or minor != whole:
        raise ValueError(f"{money} is no whole number of minor units of {currency}")
    return whole


@lru_cache(maxsize=4096)
def from_minor(minor: int, currency: str) -> Money:
    return Money(Decimal(minor).scaleb(-minor_digits(currency)), currency)
