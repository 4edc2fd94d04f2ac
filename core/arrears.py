"""Who in the whole portfolio is late with what, with our own agreements laid over the books. Sums
come from the database; a customer with an agreement that sums cannot tell is read in full."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.accounts import laid_over
from core.domain.agreements import Ours
from core.domain.arrears import Arrears, CreditSum, LateSum, arrears_of
from core.domain.customers import CustomerKey, Debtor, MappingState
from core.domain.exposure import Exposure, expose
from core.domain.holds import Hold
from core.domain.mapping import LedgerKey
from core.domain.money import Money, by_currency, zero
from core.ports.records import Account
from core.ports.store import Work

# A customer whose pages somebody confirmed, or one page.
Owner = CustomerKey | LedgerKey


@dataclass(frozen=True, slots=True)
class Late:
    """One customer that is late; `debtor` is its first page in the books."""

    debtor: Debtor
    owing: Arrears | Exposure

    @property
    def owner(self) -> Owner:
        return owner_of(self.debtor)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Everybody who is late, those with rows that cannot be read, and what is not applied yet; the
    pages that nobody confirmed, and what is open on them."""

    late: Sequence[Late]
    doubted: Collection[Owner]
    unapplied: Mapping[str, Money]
    unconfirmed: int
    unconfirmed_open: Mapping[str, Money]


def owner_of(debtor: Debtor) -> Owner:
    """Pages of one confirmed customer belong together; any other page stands alone."""
    if debtor.mapping is MappingState.CONFIRMED and debtor.customer is not None:
        return debtor.customer
    return debtor.source, debtor.customer_ref


def portfolio_on(work: Work, on: date) -> Portfolio:
    ours, holds = work.marks.everybody()
    late, credits = work.portfolio.sums(on)
    sums = _by_owner(late)
    alone = _marked(work, ours, on) | _credited_elsewhere(sums, credits)
    found = [
        Late(pages[0].debtor, owing)
        for owner, pages in sums.items()
        if owner not in alone and (owing := arrears_of(pages, _again_from(owner, holds, on), on))
    ]
    read = dict(_read(work, alone, ours, holds, on))
    found += [Late(debtor, owing) for debtor, owing in read.values() if owing.late()]
    unapplied = by_currency(one.left for one in credits)
    return Portfolio(found, _doubted(work), unapplied, *_unconfirmed(work, credits, read))


def read_in_full(work: Work, owners: set[Owner], on: date) -> dict[Owner, tuple[Debtor, Exposure]]:
    """The same from every document of these."""
    ours, holds = work.marks.everybody()
    return dict(_read(work, owners, ours, holds, on))


def _doubted(work: Work) -> set[Owner]:
    """A row that names nobody may be anybody's: it puts its whole source in doubt."""
    pages = work.portfolio.unreadable()
    whole = (source for source, ref in pages if not ref)
    names = (debtor for source in whole for debtor in work.books.named_by(source))
    return _owners(work, (page for page in pages if page[1])) | set(map(owner_of, names))


def _by_owner(sums: Iterable[LateSum]) -> dict[Owner, list[LateSum]]:
    found: dict[Owner, list[LateSum]] = {}
    for one in sums:
        found.setdefault(owner_of(one.debtor), []).append(one)
    return found


def _again_from(owner: Owner, holds: Mapping[CustomerKey, Sequence[Hold]], on: date) -> date | None:
    theirs = holds.get(owner, ()) if isinstance(owner, CustomerKey) else ()
    days = (one.over_since(on) for one in theirs)
    return max((day for day in days if day is not None), default=None)


# Whoever has to be read in full


def _marked(work: Work, ours: Ours, on: date) -> set[Owner]:
    """Whose single documents count for less, or from another day, than the books say."""
    keys = {key for key, day in (*ours.written_off.items(), *ours.returned.items()) if day <= on}
    keys |= {(one.source, one.document_id) for one in ours.disputes}
    return _owners(work, work.portfolio.whose(sorted(keys)))


def _owners(work: Work, pages: Iterable[LedgerKey]) -> set[Owner]:
    return {owner_of(debtor) for debtor in work.portfolio.debtors(sorted(pages))}


def _credited_elsewhere(
    sums: Mapping[Owner, Sequence[LateSum]], credits: Iterable[CreditSum]
) -> set[Owner]:
    """Whose credits are on another page than all that is late: the pages count together."""
    found = set[Owner]()
    for one in credits:
        owner = owner_of(one.debtor)
        pages = {(late.debtor.source, late.debtor.customer_ref) for late in sums.get(owner, ())}
        if pages and pages != {(one.debtor.source, one.debtor.customer_ref)}:
            found.add(owner)
    return found


def _read(
    work: Work,
    owners: set[Owner],
    ours: Ours,
    holds: Mapping[CustomerKey, Sequence[Hold]],
    on: date,
) -> Iterator[tuple[Owner, tuple[Debtor, Exposure]]]:
    keys = sorted(one for one in owners if isinstance(one, CustomerKey))
    pages = sorted(one for one in owners if not isinstance(one, CustomerKey))
    theirs: list[tuple[Owner, list[Account]]] = list(work.portfolio.accounts(keys).items())
    theirs += [(owner_of(page.debtor), [page]) for page in work.portfolio.pages(pages)]
    for owner, found in theirs:
        mine = replace(ours, holds=holds.get(owner, ()) if isinstance(owner, CustomerKey) else ())
        documents = (doc for page in laid_over(found, mine, on) for doc in page.documents)
        if found:
            yield owner, (found[0].debtor, expose(documents, on))


# What nobody confirmed


def _unconfirmed(
    work: Work,
    credits: Iterable[CreditSum],
    read: Mapping[Owner, tuple[Debtor, Exposure]],
) -> tuple[int, dict[str, Money]]:
    """How many pages, and what is open on them once their credits are off."""
    sums = work.portfolio.unconfirmed()
    less = {(owner_of(one.debtor), one.left.currency): one.left for one in credits}
    left = [
        max(money - less.get((page, money.currency), zero(money.currency)), zero(money.currency))
        for page, money in sums
        if page not in read
    ]
    pages = {page for page, _ in sums}
    left += [debt.left for page in pages if page in read for debt in read[page][1].debts]
    return len(pages), by_currency(left)
