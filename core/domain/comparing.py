"""Two policies over the same facts: who comes to another stage, and who would have paid anyway."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from core.domain.exposure import Document, Presence
from core.domain.facts import Facts
from core.domain.ladder import Rules
from core.domain.plans import Action
from core.domain.positions import NoFloor
from core.domain.simulation import Journey, Recorded, replayed

BY_THEMSELVES = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Difference:
    """The first day of a stage, or of a proposed action, under one policy and under the other; None
    where it does not come to that."""

    key: str
    name: str
    what: str
    before: date | None
    after: date | None

    def days(self) -> int | None:
        """Below zero: earlier. None where it comes to it under one policy only."""
        if self.before is None or self.after is None:
            return None
        return (self.after - self.before).days

    def is_harder(self) -> bool:
        """Is it earlier, or there under the other policy only?"""
        if self.after is None:
            return False
        return self.before is None or self.after < self.before


class Since(StrEnum):
    """What became of a customer in the five days after it would have been proposed."""

    PAID = "paid"
    NOT_PAID = "not_paid"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Comparison:
    """An edited policy beside another one. Of letters by notice and proposals by action: how many
    more, below zero fewer. `extra`: what became of the customers that only the edited one proposes
    to suspend, or proposes earlier; empty for days to come."""

    stages: tuple[Difference, ...]
    proposals: tuple[Difference, ...]
    letters: Mapping[str, int]
    actions: Mapping[str, int]
    extra: Mapping[Since, int] = field(default_factory=dict)

    def customers(self) -> int:
        """How many are treated otherwise."""
        return len({one.key for one in (*self.stages, *self.proposals)})


@dataclass(frozen=True, slots=True)
class Past:
    """What an edited policy would have done, from the first recorded day that there is on."""

    since: date | None
    until: date | None
    customers: int
    comparison: Comparison
    unjudged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """The same customer under one policy and under the other."""

    before: Journey
    after: Journey
    became: Since | None = None


def compare(pairs: Sequence[Pair]) -> Comparison:
    """Of every customer, in the order in which they come."""
    letters, actions = Counter[str](), Counter[str]()
    stages: list[Difference] = []
    proposals: list[Difference] = []
    for pair in pairs:
        old, new = pair.before, pair.after
        stages += _differences(new, old.stages(), new.stages())
        proposals += _differences(new, old.proposals(), new.proposals())
        letters.update(new.letters())
        letters.subtract(old.letters())
        actions.update(list(new.proposals()))
        actions.subtract(list(old.proposals()))
    return Comparison(
        stages=tuple(stages),
        proposals=tuple(proposals),
        letters={name: count for name, count in letters.items() if count},
        actions={name: count for name, count in actions.items() if count},
        extra=Counter(pair.became for pair in pairs if pair.became),
    )


def pairs_of(before: Sequence[Journey], after: Sequence[Journey]) -> list[Pair]:
    """Whoever was judged under both policies."""
    others = {one.key: one for one in before}
    return [Pair(others[one.key], one) for one in after if one.key in others]


def replay(histories: Iterable[Sequence[Recorded]], before: Rules, after: Rules) -> Past:
    """Both policies over the same recorded days of each customer, oldest first. Both send letters
    of their own, so that only the policy makes a difference."""
    pairs: list[Pair] = []
    unjudged: list[str] = []
    days: set[date] = set()
    for history in histories:
        days |= {history[0].on, history[-1].on}
        try:
            pairs.append(_replayed(history, before, after))
        except NoFloor:
            unjudged.append(history[0].name)
    since, until = min(days, default=None), max(days, default=None)
    return Past(since, until, len(pairs), compare(pairs), tuple(unjudged))


def _replayed(history: Sequence[Recorded], before: Rules, after: Rules) -> Pair:
    old, new = replayed(history, before), replayed(history, after)
    proposed = proposed_extra(old, new)
    return Pair(old, new, became(history, proposed) if proposed else None)


def _differences(
    of: Journey, before: Mapping[str, date], after: Mapping[str, date]
) -> Iterator[Difference]:
    for what in dict.fromkeys((*after, *before)):
        if before.get(what) != after.get(what):
            yield Difference(of.key, of.name, what, before.get(what), after.get(what))


def proposed_extra(before: Journey, after: Journey) -> date | None:
    """The day on which a suspension is proposed that is not proposed otherwise, or only later."""
    old, new = (one.proposals().get(Action.SUSPEND) for one in (before, after))
    return new if new is not None and (old is None or new < old) else None


def became(history: Sequence[Recorded], proposed: date) -> Since:
    """Were the documents that were overdue on a day paid or credited by themselves within five
    days? What was written off, disputed, put on hold or is missing was not."""
    then = next(one.facts for one in history if one.on == proposed)
    owed = {
        (d.source, d.document_id) for d in then.documents if d.counts() and d.days_late(proposed)
    }
    until = proposed + BY_THEMSELVES
    later = [one for one in history if proposed < one.on]
    for one in (one for one in later if one.on <= until):
        if not any((d.source, d.document_id) in owed for d in _still_there(one.facts)):
            return Since.PAID
    is_known = any(until <= one.on for one in later)
    return Since.NOT_PAID if is_known else Since.NOT_KNOWN


def _still_there(facts: Facts) -> Iterator[Document]:
    """What is open in whatever way; the books show no longer what was paid or credited."""
    return (d for d in facts.documents if d.open or d.presence is Presence.MISSING)
