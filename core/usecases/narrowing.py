"""Whom of all late customers a digest shows: those that its channel chose, without those that
somebody put off; and what is left out, so that sums still tie to the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from core.domain.digest_choices import Choices, Column, Grouping, Traits
from core.domain.follow_ups import FollowUp
from core.domain.money import Money, by_currency
from core.places import place_of
from core.ports.store import Work
from core.usecases.overdue import Overview, Row, sum_buckets

NOBODY = FollowUp("")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What the channel's choice leaves out: how many customers, and what they are late with."""

    count: int = 0
    overdue: Mapping[str, Money] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PutOff:
    """A late customer that somebody put off; `by` is a name."""

    row: Row
    until: date
    by: str


@dataclass(frozen=True, slots=True)
class Group:
    """Customers who have something in common; its name is empty where they have none of it."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """`listed` are the rows of the list, in the order of `groups` where there are any; `put_off`
    are not on it, and `woken` were put off and got worse since. Together `listed` and `put_off` are
    the rows of the overview."""

    choices: Choices
    listed: tuple[Row, ...]
    groups: tuple[Group, ...] = ()
    put_off: tuple[PutOff, ...] = ()
    woken: tuple[PutOff, ...] = ()
    left_out: LeftOut = LeftOut()


def narrow_down(work: Work, found: Overview, choices: Choices) -> tuple[Overview, Shown]:
    """The overview of those who were chosen, with sums of its own, and how it is shown."""
    said = work.follow_ups.all()
    everybody = told_apart(work, found.rows, said, country=_asks_for_country(choices))
    floors = work.policies.current().floors
    held = {row.key for row in everybody if choices.only.holds(_traits(row), floors)}
    rows = tuple(row for row in everybody if row.key in held)
    left = [row for row in everybody if row.key not in held]
    put_off = list(_put_off(work, rows, said, found.on))
    away = {one.row.key for one, worse in put_off if not worse}
    groups = _grouped((row for row in rows if row.key not in away), choices.grouping)
    return _of(found, rows), Shown(
        choices=choices,
        listed=tuple(row for group in groups for row in group.rows),
        groups=groups if choices.grouping is not Grouping.NONE else (),
        put_off=tuple(one for one, worse in put_off if not worse),
        woken=tuple(one for one, worse in put_off if worse),
        left_out=LeftOut(len(left), _overdue(left)),
    )


def _put_off(
    work: Work, rows: Iterable[Row], said: Mapping[str, FollowUp], on: date
) -> Iterator[tuple[PutOff, bool]]:
    """Those whose day has not come yet, and whether they got worse."""
    by = {one.snooze.by for one in said.values() if one.snooze is not None}
    names = {person: found.name for person, found in work.people.each(by).items()}
    for row in rows:
        snooze = said.get(row.key, NOBODY).snooze
        if snooze is not None and not snooze.is_over(on):
            worse = snooze.got_worse(row.standing, row.exposure.overdue())
            yield PutOff(row, snooze.until, names.get(snooze.by, "")), worse


def _grouped(rows: Iterable[Row], grouping: Grouping) -> tuple[Group, ...]:
    """The one with the worst customer first, each worst first."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(_group_of(row, grouping), []).append(row)
    return tuple(Group(name, tuple(theirs)) for name, theirs in found.items())


def _group_of(row: Row, grouping: Grouping) -> str:
    match grouping:
        case Grouping.CURRENCY:
            return ", ".join(sorted(row.exposure.overdue()))
        case Grouping.STANDING:
            return row.standing.name
        case Grouping.OWNER:
            return ", ".join(row.people.values())
        case Grouping.ACCOUNT:
            return row.customer.account if row.customer else ""
        case Grouping.COUNTRY:
            return row.country
    return ""


def _of(found: Overview, rows: tuple[Row, ...]) -> Overview:
    return replace(
        found,
        rows=rows,
        totals=_overdue(rows),
        buckets=sum_buckets(row.exposure.buckets() for row in rows),
    )


def _overdue(rows: Iterable[Row]) -> dict[str, Money]:
    return by_currency(money for row in rows for money in row.exposure.overdue().values())


def _asks_for_country(choices: Choices) -> bool:
    asked = Column.COUNTRY in choices.columns or choices.grouping is Grouping.COUNTRY
    return asked or bool(choices.only.countries)


def _traits(row: Row) -> Traits:
    return Traits(
        standing=row.standing,
        overdue=row.exposure.overdue(),
        owners=frozenset(row.people),
        account=row.customer.account if row.customer else "",
        country=row.country,
    )


def told_apart(
    work: Work, rows: Iterable[Row], said: Mapping[str, FollowUp], *, country: bool
) -> tuple[Row, ...]:
    """The same rows with the people who own them: who took one over first, then whose account it
    is."""
    owning: dict[str, list[str]] = {key: [one.owner] for key, one in said.items() if one.owner}
    for one in work.account_owners.all():
        known = owning.setdefault(str(one.customer), [])
        known += [one.person_id] if one.person_id not in known else []
    names = work.people.each({person for people in owning.values() for person in people})
    return tuple(
        replace(
            row,
            people={person: names[person].name for person in owning.get(row.key, ())},
            country=place_of(work, row.customer).country if country and row.customer else "",
        )
        for row in rows
    )
