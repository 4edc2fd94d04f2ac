"""By what customers are found, kept beside what is known of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, or_, select

from core.domain.customers import CustomerKey
from storage.names import endings_of, grams_of
from storage.sql import by_partner, insert, theirs
from storage.tables.customers import customers
from storage.tables.finding import DOMAIN, LONGEST, NAME, WORD, name_grams, name_parts

# What a range ends with that has all that begins alike: no letter comes after it.
LAST = "\U0010ffff"
KNOWN = select(
    customers.c.account, customers.c.tenant_id, customers.c.words, customers.c.domain
).where(*theirs(customers))
GONE = delete(name_parts).where(*(one == bindparam(f"its_{one.name}") for one in name_parts.c))
FORGOTTEN = delete(name_grams).where(*(one == bindparam(f"its_{one.name}") for one in name_grams.c))
FIRST_WORD = re.compile(r"\w+")


def _between(begin: str, end: str) -> ColumnElement[bool]:
    return and_(name_parts.c.part >= bindparam(begin), name_parts.c.part < bindparam(end))


# A word of a name is followed by a blank or by nothing, the first of a domain by a point or a dash.
IS_USED = (
    select(name_parts.c.part)
    .where(
        or_(
            and_(name_parts.c.kind.in_((NAME, WORD)), name_parts.c.part == bindparam("word")),
            and_(name_parts.c.kind.in_((NAME, WORD)), _between("blank", "after_blank")),
            and_(name_parts.c.kind == DOMAIN, _between("dash", "after_point")),
        )
    )
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Findable:
    """A name, as storage.names writes it, and a domain."""

    words: str = ""
    domain: str = ""

    def parts(self) -> set[tuple[str, str]]:
        found = [ending[:LONGEST] for ending in endings_of(self.words)]
        parts = {(NAME, one) for one in found[:1]} | {(WORD, one) for one in found[1:]}
        return parts | ({(DOMAIN, self.domain[:LONGEST])} if self.domain else set())

    def spoken(self) -> set[str]:
        """Words that somebody may mistype. Nobody is told apart by a number that looks alike."""
        first = FIRST_WORD.match(self.domain)
        said = [*self.words.split(), *([first[0]] if first else [])]
        return {one[:LONGEST] for one in said if len(one) > 1 and not one.isdecimal()}


def keep_parts(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Before these rows of customers are written: whoever was called otherwise until now is not
    found by that any more."""
    now = {_key(row): Findable(str(row["words"]), str(row["domain"])) for row in rows}
    known = _known(connection, list(now))
    changed = [key for key in now if now[key] != known.get(key)]
    before = [known.get(key, Findable()) for key in changed]
    after = [now[key] for key in changed]
    gone = {(*p, k) for k, one in zip(changed, before, strict=True) for p in one.parts()}
    come = {(*p, k) for k, one in zip(changed, after, strict=True) for p in one.parts()}
    if left := gone - come:
        connection.execute(GONE, [_named(one, "its_") for one in sorted(left)])
    if new := come - gone:
        write = insert(connection, name_parts).on_conflict_do_nothing()
        connection.execute(write, [_named(one) for one in sorted(new)])
    spoken, unspoken = _words_of(after), _words_of(before)
    _learn(connection, spoken - unspoken)
    _forget(connection, unspoken - spoken)


def _known(connection: Connection, keys: Sequence[CustomerKey]) -> dict[CustomerKey, Findable]:
    return {
        CustomerKey(row.account, row.tenant_id): Findable(row.words, row.domain)
        for wanted in by_partner(keys)
        for row in connection.execute(KNOWN, wanted)
    }


def _key(row: Mapping[str, object]) -> CustomerKey:
    return CustomerKey(str(row["account"]), str(row["tenant_id"]))


def _named(part: tuple[str, str, CustomerKey], lead: str = "") -> dict[str, str]:
    kind, text, key = part
    named = {"kind": kind, "part": text, "account": key.account, "tenant_id": key.tenant_id}
    return {f"{lead}{name}": value for name, value in named.items()}


def _words_of(found: Iterable[Findable]) -> set[str]:
    return {word for one in found for word in one.spoken()}


def _learn(connection: Connection, words: Collection[str]) -> None:
    rows = [{"gram": gram, "word": word} for word in sorted(words) for gram in grams_of(word)]
    if rows:
        connection.execute(insert(connection, name_grams).on_conflict_do_nothing(), rows)


def _forget(connection: Connection, words: Collection[str]) -> None:
    """What is in nobody's name any more, so that it can be anybody's."""
    for word in sorted(words):
        beside = {"blank": f"{word} ", "after_blank": f"{word}!"}
        beside |= {"dash": f"{word}-", "after_point": f"{word}/"}
        if connection.execute(IS_USED, {"word": word, **beside}).first() is None:
            rows = [{"its_gram": gram, "its_word": word} for gram in sorted(grams_of(word))]
            connection.execute(FORGOTTEN, rows)
