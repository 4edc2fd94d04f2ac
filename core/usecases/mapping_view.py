"""Accounts in the books and whose they are, for whoever looks them up, and what stands open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.accounts import all_pages
from core.domain.customers import Customer, CustomerKey, Debtor, MappingState
from core.domain.exposure import expose
from core.domain.mapping import LedgerKey, Suggestion
from core.domain.mapping_errors import AmbiguousLedgerAccount, UnknownLedgerAccount
from core.domain.money import Money, by_currency
from core.domain.people import AccountKey, Role
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.finding import person_with

MOST_FOUND = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """One account: who it is or may be, and what is open on it, where that was asked for."""

    debtor: Debtor
    customer: Customer | None
    suggestions: tuple[Suggestion, ...]
    candidates: Mapping[CustomerKey, Customer]
    open: Mapping[str, Money]

    @property
    def key(self) -> LedgerKey:
        return self.debtor.source, self.debtor.customer_ref

    def proposed(self) -> Suggestion | None:
        """The one that it may be, where there is one."""
        return next((one for one in self.suggestions if one.is_proposal()), None)


@dataclass(frozen=True, slots=True)
class Unmapped:
    """Accounts of the newest books that nobody confirmed and on which something is open, most of it
    first; the sums are per currency."""

    entries: tuple[Entry, ...]
    open: Mapping[str, Money]


def unmapped(account: AccountKey, *, office: Office) -> Unmapped:
    """Raises NoRole, NotEligible."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        return read_unmapped(work, office=office)


def read_unmapped(work: Work, *, office: Office) -> Unmapped:
    """The same for whoever was let in already."""
    on, floors = office.today(office.clock()), work.policies.current().floors
    owing: list[tuple[Decimal, Debtor, dict[str, Money]]] = []
    for page in all_pages(work, on):
        if page.debtor.mapping is MappingState.CONFIRMED:
            continue
        open_ = by_currency(debt.left for debt in expose(page.documents, on).debts)
        if any(open_.values()):
            owing.append((_weight(open_, floors), page.debtor, open_))
    owing.sort(key=lambda one: (-one[0], one[1].name, one[1].source, one[1].customer_ref))
    suggested = _by_account(work.mappings.suggestions())
    return Unmapped(
        entries=tuple(
            _entry(work, debtor, open_, suggested.get((debtor.source, debtor.customer_ref), ()))
            for _, debtor, open_ in owing
        ),
        open=by_currency(money for _, _, open_ in owing for money in open_.values()),
    )


def _weight(open_: Mapping[str, Money], floors: Mapping[str, Money]) -> Decimal:
    """In floors of its currency, so that currencies can be put in an order."""
    return sum(
        (one.amount / floors[code].amount for code, one in open_.items() if code in floors),
        Decimal(0),
    )


def _by_account(found: Sequence[Suggestion]) -> dict[LedgerKey, tuple[Suggestion, ...]]:
    sorted_out: dict[LedgerKey, tuple[Suggestion, ...]] = {}
    for one in found:
        sorted_out[one.account] = (*sorted_out.get(one.account, ()), one)
    return sorted_out


def _entry(
    work: Work,
    debtor: Debtor,
    open_: Mapping[str, Money],
    suggestions: Sequence[Suggestion],
) -> Entry:
    known = {one.customer: work.customers.get(one.customer) for one in suggestions}
    there = {key: customer for key, customer in known.items() if customer is not None}
    customer = work.customers.get(debtor.customer) if debtor.customer else None
    return Entry(debtor, customer, tuple(suggestions), there, open_)


def entry_of(work: Work, key: LedgerKey) -> Entry:
    """One account, without what is open on it. Raises UnknownLedgerAccount."""
    debtor = work.books.debtor(*key)
    if debtor is None:
        raise UnknownLedgerAccount(text=key[1])
    return _entry(work, debtor, {}, work.mappings.suggested_for(key))


def look(key: LedgerKey, account: AccountKey, *, office: Office) -> Entry:
    """For whoever may say who it is. Raises NoRole, NotEligible, UnknownLedgerAccount."""
    with office.store.reading() as work:
        person_with(work, account, frozenset(Role))
        return entry_of(work, key)


def find(text: str, account: AccountKey, *, office: Office) -> list[Entry]:
    """Accounts by their number in the books or by a part of their name. Raises NoRole, NotEligible,
    UnknownLedgerAccount."""
    with office.store.reading() as work:
        person_with(work, account, frozenset(Role))
        found = work.mappings.named(text, MOST_FOUND)
        if not found:
            raise UnknownLedgerAccount(text=text)
        return [entry_of(work, (one.source, one.customer_ref)) for one in found]


def find_one(work: Work, text: str) -> Entry:
    """By `source/number`, by the number alone, or by a name. Raises UnknownLedgerAccount, and
    AmbiguousLedgerAccount with the choice."""
    source, _, ref = text.partition("/")
    exact = work.books.debtor(source, ref) if ref else None
    if exact is not None:
        return entry_of(work, (exact.source, exact.customer_ref))
    found = work.mappings.named(text, MOST_FOUND)
    same = [one for one in found if one.customer_ref == text.strip()] or found
    if not same:
        raise UnknownLedgerAccount(text=text)
    if len(same) > 1:
        raise AmbiguousLedgerAccount(text=text, accounts=same)
    return entry_of(work, (same[0].source, same[0].customer_ref))
