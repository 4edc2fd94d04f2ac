"""Fields of Partner Center's JSON: either letter case, open enums, odd dates, numbers as text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

from core.domain.money import CURRENCIES, LARGEST, Money
from core.ports.outside import Unreachable

NO_DATE = (1, 9999)
# Counts above it, and amounts that do not fit between, are not meant seriously, and no database
# keeps them.
MOST = 2**31
SMALLEST = Decimal("1e-15")


def camel_case(value: object) -> object:
    """The same JSON with field names that begin small, as Microsoft answers and we send."""
    if isinstance(value, Mapping):
        return {name[:1].lower() + name[1:]: camel_case(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [camel_case(inner) for inner in value]
    return value


def resource(answer: object) -> dict[str, object]:
    found = camel_case(answer)
    if not isinstance(found, dict):
        raise Unreachable("the answer is not a resource")
    return found


def items(answer: object) -> list[dict[str, object]]:
    """What a list holds: an envelope with items, or a bare array."""
    listed = answer if isinstance(answer, list) else resource(answer).get("items")
    if not isinstance(listed, list):
        raise Unreachable("the answer is not a list")
    return [resource(item) for item in listed]


def instant(value: object) -> datetime | None:
    """A moment in UTC. The years 1 and 9999 mean that there is none; no zone means UTC."""
    try:
        moment = datetime.fromisoformat(str(value).strip())
    except ValueError:
        return None
    if moment.year in NO_DATE:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def text(said: Mapping[str, object], name: str) -> str:
    value = said.get(name)
    return value.strip() if isinstance(value, str) else ""


def inner(said: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = said.get(name)
    return value if isinstance(value, Mapping) else {}


def named(value: object, numbered: Mapping[int, str]) -> str:
    """An open enum: its name in small letters; a number by its name where that is certain."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int):
        return numbered.get(value, str(value))
    return str(value).strip().lower()


def whole(value: object) -> int:
    """A count, as a number or as text; 0 for what is none, or beyond all counts."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return 0
    if isinstance(value, str) and not value.strip().isdecimal():
        return 0
    try:
        found = int(value)
    except (ValueError, OverflowError):
        return 0
    return found if abs(found) < MOST else 0


def is_yes(value: object) -> bool:
    return value is True or (isinstance(value, str) and value.strip().lower() == "true")


def texts(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value]
    return tuple(str(one) for one in listed if one is not None and one != "")


def number(said: Mapping[str, object], name: str) -> Decimal | None:
    """A number as it is written, whether as one or as text; None where it is none."""
    value = said.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    serious = found.is_finite() and (found == 0 or SMALLEST <= abs(found) < LARGEST)
    return found if serious else None


def money(said: Mapping[str, object], name: str, currency: str) -> Money | None:
    """An amount, more digits than the currency has included; None where it, or its currency, is
    not to be read."""
    amount = number(said, name)
    return None if amount is None or currency not in CURRENCIES else Money(amount, currency)
