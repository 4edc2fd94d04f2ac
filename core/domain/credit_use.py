"""How much of a credit limit is used: open + not billed yet + still committed - credits, in one
currency. What nobody knows is said to be unknown and never counts as nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from core.domain.consequences import Billing, Consequence
from core.domain.customers import Generation, Subscription
from core.domain.exposure import COUNTED_STATUSES, CREDITS, Document, Presence
from core.domain.money import Money, zero
from core.domain.spending import Spending

AZURE = frozenset({Generation.AZURE, Generation.AZURE_PLAN})
# What Microsoft still bills us for.
LIVE = frozenset({"active", "suspended"})


class Gap(StrEnum):
    """Why a part of it is not known."""

    BOOKS = "books"
    ROWS = "rows"
    DOCUMENTS = "documents"
    SPENDING = "spending"
    PRICES = "prices"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one customer. `documents` is None where nobody has confirmed whose books
    these are; `consequences` are those of its live subscriptions."""

    documents: Sequence[Document] | None
    unreadable: bool
    subscriptions: Sequence[Subscription]
    consequences: Sequence[Consequence]
    spending: Spending | None


@dataclass(frozen=True, slots=True)
class Use:
    """In one currency. Each part is what is known of it; `gaps` name what is missing."""

    open: Money
    unbilled: Money
    committed: Money
    credits: Money
    gaps: frozenset[Gap] = frozenset()

    @property
    def known(self) -> Money:
        """At least so much is used; credits beyond it make nothing negative."""
        used = self.open + self.unbilled + self.committed - self.credits
        return max(used, zero(used.currency))

    def over(self, limit: Money) -> bool:
        """Is more used than that, by what is known? Raises MixedCurrencies."""
        return limit < self.known

    def share(self, limit: Money) -> Decimal | None:
        """How much of the limit is used, in percent; None of a limit of zero."""
        return self.known.amount / limit.amount * 100 if limit else None


def use_of(currency: str, facts: Facts) -> Use:
    """What counts against a limit in this currency; other currencies are never added."""
    documents = facts.documents or ()
    spent = facts.spending.spent if facts.spending else None
    billed = [one for one in facts.consequences if one.billing is not Billing.STOPS]
    return Use(
        open=_sum(currency, (doc.open for doc in documents if doc.counts())),
        unbilled=_sum(currency, [spent] if spent else []),
        committed=_sum(currency, (one.committed for one in billed if one.committed)),
        credits=_sum(currency, (-doc.open for doc in documents if _is_credit(doc))),
        gaps=frozenset(_gaps(facts, billed)),
    )


def currencies(facts: Facts) -> set[str]:
    """Those in which something is open, spent or committed."""
    amounts = [doc.open for doc in facts.documents or () if doc.counts() or _is_credit(doc)]
    amounts += [one.committed for one in facts.consequences if one.committed]
    if facts.spending is not None and facts.spending.spent is not None:
        amounts.append(facts.spending.spent)
    return {money.currency for money in amounts if money}


def _is_credit(doc: Document) -> bool:
    counts = doc.presence is Presence.PRESENT and doc.status in COUNTED_STATUSES
    return doc.kind in CREDITS and counts


def _gaps(facts: Facts, billed: Sequence[Consequence]) -> Iterable[Gap]:
    if facts.documents is None:
        yield Gap.BOOKS
    if facts.unreadable:
        yield Gap.ROWS
    if any(doc.presence is Presence.MISSING for doc in facts.documents or ()):
        yield Gap.DOCUMENTS
    azure = any(one.generation in AZURE and one.status in LIVE for one in facts.subscriptions)
    if azure and (facts.spending is None or facts.spending.spent is None):
        yield Gap.SPENDING
    if any(one.committed is None for one in billed):
        yield Gap.PRICES


def _sum(currency: str, amounts: Iterable[Money]) -> Money:
    mine = (money for money in amounts if money.currency == currency)
    return sum(mine, zero(currency))
