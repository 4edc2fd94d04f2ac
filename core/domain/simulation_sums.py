"""What journeys come to: each day and each stage by itself, and what a cap would hold up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.domain.collecting import moves_many
from core.domain.ladder import Rules
from core.domain.money import Money, by_currency
from core.domain.plans import Action
from core.domain.policy import Policy
from core.domain.positions import NoFloor
from core.domain.simulation import Journey, Moment, Subject, ahead


@dataclass(frozen=True, slots=True)
class Tally:
    """How many customers, and what they owe, net, in each currency by itself."""

    customers: int
    overdue: Mapping[str, Money]


@dataclass(frozen=True, slots=True)
class Limits:
    """The caps of a policy, as far as they hold a day up: letters, suspended customers, and the
    share of customers that may come to another stage before the run stops and asks."""

    letters: int
    customers: int
    share: float

    @classmethod
    def of(cls, policy: Policy) -> Limits:
        letters, caps = policy.letter_caps, policy.caps
        return cls(letters.per_day, caps.customers_per_day, letters.share_per_day)


@dataclass(frozen=True, slots=True)
class Scheme:
    """A policy as far as it is simulated; one without caps can be, too."""

    version: str
    rules: Rules
    limits: Limits | None = None

    @classmethod
    def of(cls, policy: Policy) -> Scheme:
        return cls(policy.version, policy.rules, Limits.of(policy))


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A customer with a document in a currency for which a policy has no floor."""

    key: str
    name: str
    currency: str
    document_id: str


@dataclass(frozen=True, slots=True)
class Day:
    """One day of all customers, by stage, by notice, by action and by why nothing is done. What is
    over a cap is counted; it is not moved to another day. `asks`: so many move that the run would
    stop and ask."""

    on: date
    reached: Mapping[str, Tally]
    letters: Mapping[str, Tally]
    proposals: Mapping[str, Tally]
    held: Mapping[str, Tally]
    letters_over: int = 0
    customers_over: int = 0
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a policy does in so many days from one on. `stages` stand in order, mildest first."""

    scheme: Scheme
    since: date
    days: int
    stages: tuple[str, ...]
    journeys: tuple[Journey, ...]
    unjudged: tuple[Unjudged, ...] = ()

    def starts(self) -> dict[str, Tally]:
        """Who is in which stage on the first day."""
        found = [(one.starts, one.overdue) for one in self.journeys if one.starts]
        return _in_order(_tallies(found), self.stages)

    def reached(self) -> dict[str, Tally]:
        """Who comes to which stage after that."""
        return self._reached(self._moments())

    def letters(self) -> dict[str, Tally]:
        return self._letters(self._moments())

    def proposals(self) -> dict[str, Tally]:
        return _proposals(self._moments())

    def by_day(self) -> list[Day]:
        """Every day, also those on which nothing happens."""
        moments: dict[date, list[Moment]] = {}
        for one in self._moments():
            moments.setdefault(one.on, []).append(one)
        dates = (self.since + timedelta(days=n) for n in range(self.days))
        return [self._day(on, moments.get(on, [])) for on in dates]

    def _day(self, on: date, moments: Sequence[Moment]) -> Day:
        moved = sum(1 for one in moments if one.reached)
        letters = sum(1 for one in moments if one.letter)
        cuts = sum(1 for one in moments if Action.SUSPEND in one.proposals)
        limits = self.scheme.limits
        return Day(
            on=on,
            reached=self._reached(moments),
            letters=self._letters(moments),
            proposals=_proposals(moments),
            held=_tallies((why, m.overdue) for m in moments for why in m.held),
            letters_over=max(0, letters - limits.letters) if limits else 0,
            customers_over=max(0, cuts - limits.customers) if limits else 0,
            asks=limits is not None and moves_many(moved, len(self.journeys), limits.share),
        )

    def _reached(self, moments: Iterable[Moment]) -> dict[str, Tally]:
        found = _tallies((one.reached, one.overdue) for one in moments if one.reached)
        return _in_order(found, self.stages)

    def _letters(self, moments: Iterable[Moment]) -> dict[str, Tally]:
        found = _tallies((one.letter, one.overdue) for one in moments if one.letter)
        return _in_order(found, [stage.notice for stage in self.scheme.rules.stages])

    def _moments(self) -> Iterable[Moment]:
        return (moment for one in self.journeys for moment in one.moments)


def outlooks(
    subjects: Iterable[Subject], schemes: Sequence[Scheme], since: date, days: int
) -> list[Outlook]:
    """One for each policy, over the same customers, who are read once."""
    journeys: list[list[Journey]] = [[] for _ in schemes]
    unjudged: list[list[Unjudged]] = [[] for _ in schemes]
    for one in subjects:
        for place, scheme in enumerate(schemes):
            try:
                journeys[place].append(ahead(one, scheme.rules, since, days))
            except NoFloor as error:
                found = Unjudged(one.key, one.name, error.currency, error.document_id)
                unjudged[place].append(found)
    stages = stage_names(*(scheme.rules for scheme in schemes))
    return [
        Outlook(scheme, since, days, stages, tuple(gone), tuple(left))
        for scheme, gone, left in zip(schemes, journeys, unjudged, strict=True)
    ]


def stage_names(*policies: Rules) -> tuple[str, ...]:
    """Those of the last policy, mildest first; what only an earlier one has comes behind."""
    every = (stage.name for one in reversed(policies) for stage in one.stages)
    return tuple(dict.fromkeys(every))


def _proposals(moments: Iterable[Moment]) -> dict[str, Tally]:
    return _tallies((action, one.overdue) for one in moments for action in one.proposals)


def _tallies(found: Iterable[tuple[str, Sequence[Money]]]) -> dict[str, Tally]:
    owed: dict[str, list[Sequence[Money]]] = {}
    for name, overdue in found:
        owed.setdefault(name, []).append(overdue)
    return {
        name: Tally(len(each), by_currency(money for one in each for money in one if money))
        for name, each in sorted(owed.items())
    }


def _in_order(found: Mapping[str, Tally], names: Sequence[str]) -> dict[str, Tally]:
    return {name: found[name] for name in dict.fromkeys(names) if name in found}
