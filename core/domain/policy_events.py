"""What happened to the policy: decided, in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.domain.event import Event


@dataclass(frozen=True, slots=True)
class PolicyScheduled(Event):
    """Two people decided on a policy that hardens the one in force; it waits until a moment, and
    one of those who may vote can still reject it."""

    version: str = ""
    name: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class PolicyPublished(Event):
    """A policy took the place of another one, whose version is `before`. `hardened`: so that
    nothing is sent under it before people have seen what it would do."""

    version: str = ""
    name: str = ""
    before: str = ""
    hardened: bool = False
