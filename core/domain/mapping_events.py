"""What happened to who is who in the books; of what somebody wrote the chain holds a digest."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.event import Event


@dataclass(frozen=True, slots=True)
class AccountsMatched(Event):
    """New proposals, by how much speaks for them; `left` says for how many accounts there is none
    at all, or several candidates."""

    sure: int = 0
    likely: int = 0
    maybe: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class MappingTurnedDown(Event):
    """An account is none of the customers that were proposed."""

    source: str = ""
    customer_ref: str = ""
    customers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MappingChanged(Event):
    """An account that a person had confirmed is another customer, or nobody where `after` is
    empty; `customer` is the one before."""

    source: str = ""
    customer_ref: str = ""
    customer: str = ""
    after: str = ""
    change_id: str = ""
    reason_digest: str = ""
