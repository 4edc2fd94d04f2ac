"""What happened to a second factor, to a code that was typed, and to who owns an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from core.domain.event import Event


@dataclass(frozen=True, slots=True)
class FactorEnrolled(Event):
    """At the terminal; the plan that confirms it is told of."""

    tells: ClassVar[bool] = False
    factor_id: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class FactorConfirmed(Event):
    factor_id: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class FactorProved(Event):
    """From now on it counts."""

    factor_id: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class FactorRevoked(Event):
    factor_id: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class FactorLocked(Event):
    """Too many wrong codes in a row."""

    factor_id: str = ""
    person: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class CodeAccepted(Event):
    tells: ClassVar[bool] = False
    proof_id: str = ""
    purpose: str = ""
    person: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class CodeRefused(Event):
    """`why` is wrong, lapsed, locked, unreadable or not_enrolled."""

    tells: ClassVar[bool] = False
    purpose: str = ""
    person: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class OwnerNamed(Event):
    """Whose account a customer is: that person decides on no plan about it."""

    customer: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class OwnerTakenOff(Event):
    customer: str = ""
    person: str = ""
