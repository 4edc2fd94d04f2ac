"""Other people's systems: Partner Center, the Slack directory, files of receivables, the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from core.domain.customers import Customer, CustomerKey, ReadBack, Subscription
from core.domain.people import AccountKey, Member
from core.ports.records import KnownRow, RowProblem, SheetHead, SheetRow, Standing

Clock = Callable[[], datetime]
# The id of a document and the digest of what a row says of it.
Told = tuple[str, int]
# Which of these are said by a version that stands?
Known = Callable[[Sequence[Told]], Mapping[Told, Standing]]


def nothing_known(told: Sequence[Told]) -> Mapping[Told, Standing]:
    """For whoever has every row judged."""
    return {}


class Sheet(Protocol):
    """A receivables file that was opened. Raises ImportRefused where the file as a whole is bad."""

    file_name: str
    sha256: str

    def head(self) -> SheetHead: ...

    def rows(self, known: Known = nothing_known) -> Iterator[SheetRow | KnownRow | RowProblem]: ...


class Outcome(StrEnum):
    """How a change was answered. Only DONE and REFUSED are definite."""

    DONE = "done"
    REFUSED = "refused"
    STALE = "stale"
    LATER = "later"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """Outcome of a change; `code` and `detail` are Microsoft's, `retry_after` is in seconds."""

    outcome: Outcome
    code: str = ""
    detail: str = ""
    retry_after: float = 0.0


class Unreachable(Exception):
    """A read got no usable answer. `retry_after` in seconds, 0 if nothing was said."""

    def __init__(self, why: str, retry_after: float = 0.0) -> None:
        super().__init__(why)
        self.why = why
        self.retry_after = retry_after


class Missing(Exception):
    """Partner Center says that there is no such customer or subscription, or no relationship."""


class RelationshipLost(Missing):
    """The customer is there and no longer ours."""


class PartnerCenter(Protocol):
    """Reads raise Unreachable or Missing; a change is sent once and answers with an outcome."""

    def accounts(self) -> Sequence[str]: ...
    def customers(self, account: str) -> Iterator[Customer]: ...
    def customer(self, key: CustomerKey) -> Customer:
        """With the country of its company profile."""

    def subscriptions(self, key: CustomerKey) -> list[Subscription]:
        """All of a customer's, with the Azure subscriptions beneath its Azure plans where the
        cloud has them."""

    def read(self, key: CustomerKey, subscription_id: str, under: str = "") -> ReadBack:
        """One as it is now; `under` is the plan of an Azure subscription."""

    def change(
        self,
        read: ReadBack,
        changes: Mapping[str, object],
        *,
        request_id: str,
        correlation_id: str,
    ) -> Answer:
        """PATCH all that was read, with `changes` on top and its ETag in If-Match; an Azure
        subscription, which has neither, is cancelled or reactivated."""


class Directory(Protocol):
    def look_up(self, key: AccountKey) -> Member | None:
        """Ask Slack who this is (1 s at most). None: no such user. Raises Unreachable."""
