"""Plain records that cross a port: snapshots, rows of a file, intents, buttons, posts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from core.domain.customers import CustomerKey, Debtor
from core.domain.exposure import Document, Status
from core.domain.money import Money
from core.domain.plans import Action


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One accepted or refused import of one source. `state`: loading, current, past, refused."""

    snapshot_id: str
    source: str
    as_of: datetime | None
    file_name: str
    sha256: str
    state: str
    taken_at: datetime
    customers: int = 0
    totals: tuple[Money, ...] = ()


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that could not be read: line number in the file, the customer if readable, why."""

    line: int
    customer_ref: str
    problem: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One readable row: the document and what it says of its customer. `said` is a digest of all
    that was read of it, 0 where there is none."""

    line: int
    document: Document
    customer_name: str
    tenant_id: str
    billing_email: str = ""
    registration: str = ""
    payer_ref: str = ""
    said: int = 0

    @property
    def customer_ref(self) -> str:
        return self.document.customer_ref

    @property
    def open(self) -> Money | None:
        """None where it is closed."""
        return None if self.document.status is Status.CLOSED else self.document.open


# Two for each of a million rows: a tuple is made in half the time.
class Standing(NamedTuple):
    """The id of a version that stands as a row says it, and what is open; None of a closed one."""

    version: int
    open: Money | None


class KnownRow(NamedTuple):
    """A row that says what it said before, so that nobody has to judge it again."""

    version: int
    open: Money | None
    customer_ref: str
    billing_email: str = ""
    registration: str = ""
    payer_ref: str = ""


@dataclass(frozen=True, slots=True)
class SheetHead:
    source: str
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Account:
    """A customer's ledger page: who it is in the books and every document of the newest books."""

    debtor: Debtor
    documents: tuple[Document, ...]
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Intent:
    """An intent as the caps count it."""

    at: datetime
    customer: CustomerKey
    subscription_id: str
    verb: str


class Scope(StrEnum):
    """What a freeze stops."""

    ALL = "all"
    CUSTOMER = "customer"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class Freeze:
    """The kill switch while it is on. `why`: person, terminal, file, new_installation, breaker,
    record, apart, workspace. `of`: the key of the customer or the action that it stops, where it
    does not stop all."""

    freeze_id: str
    why: str
    reason: str
    person_id: str
    since: datetime
    scope: Scope = Scope.ALL
    of: str = ""

    def concerns(self, customer: CustomerKey) -> bool:
        """May something of this customer's be stopped by it?"""
        return self.scope is not Scope.CUSTOMER or self.of == str(customer)

    def stops(self, action: Action | None, customer: CustomerKey | None) -> bool:
        """Is nothing of this kind sent to this customer while it is on?"""
        match self.scope:
            case Scope.ALL:
                return True
            case Scope.CUSTOMER:
                return customer is not None and str(customer) == self.of
            case Scope.ACTION:
                return action is not None and action.value == self.of


@dataclass(frozen=True, slots=True)
class Button:
    """What an opaque token stands for: a purpose, a subject, and where its message is."""

    purpose: str
    subject: str
    revision: str = ""
    channel: str = ""
    ts: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a message of ours is, and which version of its subject it shows."""

    key: str
    channel: str
    ts: str
    shows: int = 0
