"""Customers as people ask for them: by what they typed, begun or mistyped."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, count, islice, takewhile

from sqlalchemy import Connection, Select, bindparam, func, select, tuple_, union_all

from core.domain.customers import Customer, CustomerKey
from storage.names import (
    NEAR,
    alike,
    grams_of,
    near_numbers,
    nearness,
    spelled_alike,
    without_lead,
    words_of,
)
from storage.repositories.customer_rows import customer_of
from storage.repositories.name_parts import LAST
from storage.sql import by_partner, rows_of, theirs
from storage.tables.books import IS_IN_BOOKS, debtors, documents, snapshots
from storage.tables.customers import customers
from storage.tables.finding import DOMAIN, LONGEST, NAME, WORD, name_grams, name_parts

PAGE = 50
PARTS = (
    select(name_parts.c.part, name_parts.c.account, name_parts.c.tenant_id)
    .where(
        name_parts.c.kind == bindparam("kind"),
        name_parts.c.part >= bindparam("begin"),
        name_parts.c.part < bindparam("end"),
    )
    .order_by(name_parts.c.part, name_parts.c.account, name_parts.c.tenant_id)
    .limit(PAGE)
    .offset(bindparam("skip"))
)
CHOSEN = select(customers).where(*theirs(customers))
OWNERS = (
    select(debtors.c.account, debtors.c.tenant_id)
    .join(
        documents,
        (documents.c.source == debtors.c.source)
        & (documents.c.customer_ref == debtors.c.customer_ref),
    )
    .join(snapshots, IS_IN_BOOKS)
    .where(
        documents.c.number.in_(bindparam("numbers", expanding=True)),
        debtors.c.mapping == "confirmed",
    )
)
WITH_DOCUMENT = (
    select(customers)
    .where(tuple_(customers.c.account, customers.c.tenant_id).in_(OWNERS))
    .order_by(customers.c.name)
    .limit(bindparam("most"))
)
# What stands before the digits of numbers is learnt from so many documents at either end.
SAMPLE = 200
NEWEST = select(documents.c.number).order_by(documents.c.id.desc()).limit(SAMPLE)
OLDEST = select(documents.c.number).order_by(documents.c.id).limit(SAMPLE)
# Of three letters that very many words share so many words are looked at: the other letters tell
# them apart. So many words are compared letter by letter, and so many customers by their names.
MOST_OF_A_GRAM, MOST_COMPARED, MOST_NAMED = 1000, 40, 20
# Of what was mistyped: so many words, each taken for so many others, none longer than this.
MOST_WORDS, MOST_MEANT, LONGEST_WORD = 4, 3, 30


class CustomerSearch:
    """The part of core.ports.store.Customers that finds somebody. Whatever it reads it finds by an
    index, however many customers there are."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by_tenant(self, tenant_id: str) -> list[Customer]:
        rows = rows_of(self._connection, customers, "account", tenant_id=tenant_id)
        return [customer_of(row) for row in rows]

    def search(self, text: str, limit: int) -> list[Customer]:
        """The surest kind of match decides: whoever is named in full is not taken for another."""
        if not text.strip():
            return []
        return next((found for found in self._matches(text.strip(), limit) if found), [])

    def _matches(self, text: str, limit: int) -> Iterator[list[Customer]]:
        yield from self._sure(text, limit)
        words = words_of(text).strip()
        in_full = takewhile(lambda found: found[0] == words, self._begun(NAME, words))
        named = self._known(islice((key for _, key in in_full), limit))
        # Without its accents a name may be the beginning of another one just as well.
        yield named if any(spelled_alike(text, one.name) for one in named) else []
        yield self._known(_first(self._by_name(words), limit))
        yield self._known(_first(self._by_domain(text), limit))
        yield self._by_digits(text, limit)

    def fitting(self, text: str, limit: int) -> list[Customer]:
        """Everybody who may be meant by what was begun, the surest first; where there is nobody,
        whoever is called nearly so."""
        text = text.strip()
        if not text:
            return []
        sure = [one for some in self._sure(text, limit) for one in some]
        begun = chain(self._by_name(words_of(text).strip()), self._by_domain(text))
        keys = _first(chain((one.key for one in sure), begun), limit)
        known = {one.key: one for one in (*sure, *self._known(keys))}
        return [known[key] for key in keys] or self.similar(text, limit)

    def similar(self, text: str, limit: int) -> list[Customer]:
        """Whoever has a document with nearly this number, then the nearest names."""
        numbered = self._with_document(near_numbers(text), limit)
        known = self._known(dict.fromkeys(self._near(text)))
        scored = [(_score(text, one), one) for one in known if one not in numbered]
        near = sorted((-score, one.name, one.key) for score, one in scored if score >= NEAR)
        by_key = {one.key: one for one in known}
        return [*numbered, *(by_key[key] for _, _, key in near)][:limit]

    # Sure

    def _sure(self, text: str, limit: int) -> Iterator[list[Customer]]:
        yield self.by_tenant(text.casefold())
        found = rows_of(self._connection, customers, "name", domain=text.casefold())
        yield [customer_of(row) for row in islice(found, limit)]
        yield self._with_document({text, text.upper(), text.lower()}, limit)

    def _with_document(self, numbers: Collection[str], limit: int) -> list[Customer]:
        wanted = {"numbers": sorted(numbers), "most": limit}
        return [customer_of(row) for row in self._connection.execute(WITH_DOCUMENT, wanted)]

    def _by_digits(self, text: str, limit: int) -> list[Customer]:
        """10482 for INV-10482, where some documents are called so."""
        if not text[:1].isdecimal():
            return []
        ends = (self._connection.scalars(asked) for asked in (NEWEST, OLDEST))
        meant = without_lead(text, set(chain.from_iterable(ends)))
        return self._with_document(meant, limit) if meant else []

    # Begun

    def _by_name(self, begin: str) -> Iterator[CustomerKey]:
        return (key for kind in (NAME, WORD) for _, key in self._begun(kind, begin))

    def _by_domain(self, text: str) -> Iterator[CustomerKey]:
        return (key for _, key in self._begun(DOMAIN, text.casefold()))

    def _begun(self, kind: str, begin: str) -> Iterator[tuple[str, CustomerKey]]:
        """What begins so and whose it is, in order. Nothing begins with nothing."""
        cut = begin[:LONGEST]
        wanted = {"kind": kind, "begin": cut, "end": cut + LAST}
        for skip in count(step=PAGE) if cut else ():
            rows = self._connection.execute(PARTS, {**wanted, "skip": skip}).all()
            yield from ((row.part, CustomerKey(row.account, row.tenant_id)) for row in rows)
            if len(rows) < PAGE:
                return

    def _known(self, keys: Iterable[CustomerKey]) -> list[Customer]:
        """In the order of their names."""
        found = (
            customer_of(row)
            for wanted in by_partner(list(keys))
            for row in self._connection.execute(CHOSEN, wanted)
        )
        return sorted(found, key=lambda one: (one.name, one.key))

    # Mistyped

    def _near(self, text: str) -> list[CustomerKey]:
        """Whoever it may be: named as what was typed with each word put right, or by one of the
        words it may have been; where that is nobody, by its beginning."""
        right = list(self._put_right(words_of(text).split()[:MOST_WORDS]))
        return right or list(self._with_less(words_of(text).strip(), text.strip()))

    def _put_right(self, typed: Sequence[str]) -> Iterator[CustomerKey]:
        meant = [self._meant(word[:LONGEST_WORD]) for word in typed]
        right = " ".join(near[0] if near else word for word, near in zip(typed, meant, strict=True))
        yield from islice(self._by_name(right), MOST_NAMED)
        for word, near in zip(typed, meant, strict=True):
            for one in near if len(typed) == 1 or word not in near else ():
                found = chain(self._by_name(one), self._by_domain(one))
                yield from islice(found, MOST_NAMED)

    def _meant(self, word: str) -> list[str]:
        """The words that somebody's name has and that this one is near to, nearest first."""
        grams = sorted(grams_of(word))
        wanted = {f"gram_{at}": gram for at, gram in enumerate(grams)}
        rows = self._connection.execute(_sharing(len(grams)), {**wanted, "long": len(word)})
        scored = sorted((-alike(word, row.word), row.word) for row in rows)
        return [other for score, other in scored if -score >= NEAR][:MOST_MEANT]

    def _with_less(self, name: str, domain: str) -> Iterator[CustomerKey]:
        """Whoever begins with the most of what was typed."""

        def begun(length: int) -> Iterator[CustomerKey]:
            return chain(self._by_name(name[:length]), self._by_domain(domain[:length]))

        lengths = range(1, max(len(name), len(domain)))
        nobody = bisect_left(lengths, True, key=lambda length: next(begun(length), None) is None)
        if nobody:
            yield from islice(begun(lengths[nobody - 1]), MOST_NAMED)


@cache
def _sharing(grams: int) -> Select[tuple[str]]:
    """The words that share most of so many threes of letters."""
    some = [
        select(name_grams.c.word)
        .where(name_grams.c.gram == bindparam(f"gram_{at}"))
        .order_by(name_grams.c.word)
        .limit(MOST_OF_A_GRAM)
        .subquery()
        for at in range(grams)
    ]
    found = union_all(*(select(one.c.word) for one in some)).subquery()
    apart = func.abs(func.length(found.c.word) - bindparam("long"))
    ordered = select(found.c.word).group_by(found.c.word)
    return ordered.order_by(func.count().desc(), apart, found.c.word).limit(MOST_COMPARED)


def _first(keys: Iterable[CustomerKey], limit: int) -> list[CustomerKey]:
    """So many different ones."""
    found = dict[CustomerKey, None]()
    for key in keys:
        found.setdefault(key)
        if len(found) >= limit:
            break
    return list(found)


def _score(text: str, customer: Customer) -> float:
    typed = text.strip().casefold()
    by_domain = (alike(typed, one) for one in (customer.domain, customer.domain[: len(typed)]))
    return max(nearness(text, words_of(customer.name)), *by_domain)
