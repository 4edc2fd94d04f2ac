"""What the run would have done, had it been let: and how many of those paid by themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from core.domain.collecting import Does, WouldHave
from core.domain.money import Money, by_currency
from core.ports.store import Work

BY_THEMSELVES = timedelta(days=5)
PAID = "paid"


@dataclass(frozen=True, slots=True)
class Undone:
    """One line with whose it is, and whether all was paid within five days of it; None where that
    is not known yet, or where nothing was overdue."""

    line: WouldHave
    name: str
    paid: bool | None


@dataclass(frozen=True, slots=True)
class Tally:
    """Of one thing at one stage: how many, what they owed, and how many of how many known paid."""

    does: Does
    name: str
    stage: str
    count: int
    owed: tuple[Money, ...]
    paid: int
    known: int


def undone(work: Work, since: date, today: date) -> list[Undone]:
    """By day."""
    names = {one.key: one.name for one in work.customers.all()}
    return [
        Undone(one, names.get(one.line.customer, str(one.line.customer)), _paid(work, one, today))
        for one in work.runs.undone(since)
    ]


def _paid(work: Work, one: WouldHave, today: date) -> bool | None:
    episode = work.episodes.find(one.episode_id)
    if episode is None:
        return None
    until = one.on + BY_THEMSELVES
    if episode.ended_on is not None and episode.ended_on <= until:
        return episode.ended_why == PAID
    return False if today > until else None


def tallies(found: Iterable[Undone]) -> list[Tally]:
    """By what and at which stage, in the order in which it came first."""
    groups: dict[tuple[Does, str, str], list[Undone]] = {}
    for one in found:
        line = one.line.line
        groups.setdefault((line.does, line.name, line.stage), []).append(one)
    return [_tally(key, group) for key, group in groups.items()]


def _tally(key: tuple[Does, str, str], group: list[Undone]) -> Tally:
    amounts = (one.line.line.amount for one in group)
    owed = by_currency(amount for amount in amounts if amount is not None)
    known = [one.paid for one in group if one.paid is not None]
    return Tally(*key, len(group), tuple(owed.values()), sum(known), len(known))
