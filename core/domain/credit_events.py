"""What happened to the credit of a customer; of what was written the chain holds digests.

Amounts are decimals as text, days ISO 8601."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.domain.event import Event


@dataclass(frozen=True, slots=True)
class CreditChecked(Event):
    """Something was looked at and put into the application file."""

    check_id: str = ""
    customer: str = ""
    kind: str = ""
    on: str = ""
    text_digest: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class CreditDrafted(Event):
    """Somebody wrote down what may be asked for."""

    credit_id: str = ""
    customer: str = ""
    limit: str = ""
    currency: str = ""
    reason_digest: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class CreditAsked(Event):
    """It waits for somebody else, whom its card asks."""

    credit_id: str = ""
    customer: str = ""
    limit: str = ""
    currency: str = ""
    terms: str = ""
    days: int = 0
    valid_until: str = ""
    review_on: str = ""
    checks: tuple[str, ...] = ()
    reason_digest: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class CreditApproved(Event):
    """It is in force. `requester` asked for it: the very person where it took nobody else."""

    credit_id: str = ""
    customer: str = ""
    limit: str = ""
    currency: str = ""
    terms: str = ""
    days: int = 0
    valid_until: str = ""
    review_on: str = ""
    checks: tuple[str, ...] = ()
    reason_digest: str = ""
    requester: str = ""


@dataclass(frozen=True, slots=True)
class CreditRejected(Event):
    credit_id: str = ""
    customer: str = ""
    limit: str = ""
    currency: str = ""
    requester: str = ""
    why_digest: str = ""


@dataclass(frozen=True, slots=True)
class CreditEnded(Event):
    """It holds no longer, or never came to hold: `before` says which, `state` how it ended."""

    credit_id: str = ""
    customer: str = ""
    limit: str = ""
    currency: str = ""
    before: str = ""
    state: str = ""
    owner: str = ""
    why_digest: str = ""


@dataclass(frozen=True, slots=True)
class CreditReminded(Event):
    """Its owner is reminded: it is to be reviewed, or runs out soon."""

    credit_id: str = ""
    customer: str = ""
    mark: str = ""
    owner: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class LimitCrossed(Event):
    """More is used than the limit allows, by what is known."""

    credit_id: str = ""
    customer: str = ""
    currency: str = ""
    limit: str = ""
    used: str = ""
    incomplete: str = ""


@dataclass(frozen=True, slots=True)
class LimitKept(Event):
    """What is used is within the limit again."""

    credit_id: str = ""
    customer: str = ""
    currency: str = ""
    limit: str = ""
    used: str = ""
    tells: ClassVar[bool] = False
