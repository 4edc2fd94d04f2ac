"""What a policy does over the days: supposing that nothing is paid, and over facts of the past."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from core.domain.announcing import access_from
from core.domain.calendar import ONE_DAY
from core.domain.collecting import proposing
from core.domain.facts import Delivered, Facts
from core.domain.forecast import ALWAYS_FRESH
from core.domain.ladder import Rules, Stage
from core.domain.money import Money
from core.domain.plans import Action
from core.domain.turning import next_look
from core.domain.verdicts import State, Verdict, judge
from core.domain.waiting import day_waits

PROPOSED = (Action.SUSPEND, Action.STOP_RENEWAL)


@dataclass(frozen=True, slots=True)
class Subject:
    """A customer whose days to come are supposed: `key` as the desk knows it, `filed` what is
    proposed for it already."""

    key: str
    name: str
    facts: Facts
    filed: frozenset[Action] = frozenset()


@dataclass(frozen=True, slots=True)
class Recorded:
    """The facts about a customer on one local date of the past, as they were judged."""

    key: str
    name: str
    on: date
    facts: Facts


@dataclass(frozen=True, slots=True)
class Moment:
    """What happens to one customer on a local date. `reached` is the stage that it comes to, empty
    where it stays; `held` why nothing is sent or filed though it is due; `overdue` is net, one sum
    for each currency."""

    on: date
    reached: str = ""
    letter: str = ""
    proposals: tuple[Action, ...] = ()
    held: tuple[str, ...] = ()
    overdue: tuple[Money, ...] = ()

    def matters(self) -> bool:
        """Does anything happen, or is anything kept from it?"""
        return bool(self.reached or self.letter or self.proposals or self.held)


@dataclass(frozen=True, slots=True)
class Journey:
    """One customer's days. `starts` is the stage on the first of them, empty without one; only days
    on which something happens are kept."""

    key: str
    name: str
    since: date
    starts: str = ""
    overdue: tuple[Money, ...] = ()
    moments: tuple[Moment, ...] = ()

    def stages(self) -> dict[str, date]:
        """The first day in each stage."""
        found = {self.starts: self.since} if self.starts else {}
        for one in self.moments:
            if one.reached:
                found.setdefault(one.reached, one.on)
        return found

    def proposals(self) -> dict[str, date]:
        """The first day on which each action is proposed."""
        found: dict[str, date] = {}
        for one in self.moments:
            for action in one.proposals:
                found.setdefault(action, one.on)
        return found

    def letters(self) -> list[str]:
        return [one.letter for one in self.moments if one.letter]


@dataclass(slots=True)
class Walk:
    """One customer going through the days under a policy: one letter a day, the mildest first,
    delivered when it is sent, with the day printed on it from which access may be impacted; nothing
    is proposed twice in one episode."""

    rules: Rules
    filed: frozenset[Action] = frozenset()
    stage: str = ""
    told: list[Delivered] = field(default_factory=list)

    def knows(self, facts: Facts) -> Facts:
        """With the letters that were sent on the way."""
        return replace(facts, notices=(*facts.notices, *self.told)) if self.told else facts

    def day(self, facts: Facts, on: date) -> Moment:
        """Raises NoFloor."""
        known = self.knows(facts)
        verdict = judge(known, self.rules, on)
        if verdict.state is State.CLEAR and verdict.stage is None:
            self.stage, self.filed = "", frozenset()
        letter = verdict.letters[0] if verdict.letters else None
        asks = self._proposing(verdict, facts)
        waits = {
            stage.name: day_waits(stage, verdict.ladder, facts, self.rules, on)
            for stage in (letter, *asks.values())
            if stage is not None
        }
        moment = Moment(
            on=on,
            reached=self._reached(verdict.stage),
            letter=letter.notice if letter and not waits[letter.name] else "",
            proposals=tuple(a for a, stage in asks.items() if not waits[stage.name]),
            held=tuple(dict.fromkeys(one.name for found in waits.values() for one in found)),
            overdue=tuple(verdict.overdue().values()),
        )
        self._remember(moment, verdict, known)
        return moment

    def _proposing(self, verdict: Verdict, facts: Facts) -> dict[Action, Stage]:
        done = self.filed | ({Action.SUSPEND} if facts.suspended_since is not None else set())
        found = {action: proposing(verdict, action) for action in PROPOSED if action not in done}
        return {action: stage for action, stage in found.items() if stage is not None}

    def _reached(self, stage: Stage | None) -> str:
        return stage.name if stage is not None and stage.name != self.stage else ""

    def _remember(self, moment: Moment, verdict: Verdict, facts: Facts) -> None:
        self.stage = moment.reached or self.stage
        self.filed |= frozenset(moment.proposals)
        name, on, position = moment.letter, moment.on, verdict.position
        if name and position is not None:
            printed = access_from(name, verdict.ladder, position, facts, self.rules, on)
            self.told.append(Delivered(name, on, printed))


def ahead(subject: Subject, rules: Rules, since: date, days: int) -> Journey:
    """So many days from one on, supposing that nothing is paid, that the books stay fresh and that
    each letter is delivered. Raises NoFloor."""
    facts = replace(subject.facts, as_of=ALWAYS_FRESH)
    walk, last = Walk(rules, subject.filed), since + timedelta(days=days - 1)
    moments = _days_ahead(walk, facts, since, last)
    return _journey(subject.key, subject.name, since, moments)


def _days_ahead(walk: Walk, facts: Facts, since: date, last: date) -> Iterator[Moment]:
    """Days on which nothing can change are left out."""
    on: date | None = since
    while on is not None and on <= last:
        moment = walk.day(facts, on)
        yield moment
        on = on + ONE_DAY if moment.matters() else next_look(walk.knows(facts), walk.rules, on)


def replayed(history: Sequence[Recorded], rules: Rules) -> Journey:
    """One customer's recorded days, oldest first, as if this policy had been in force: letters that
    were delivered from the first of them on are those that it would have sent. There must be one.
    Raises NoFloor."""
    first = history[0]

    def before(facts: Facts) -> Facts:
        return replace(facts, notices=tuple(n for n in facts.notices if n.on < first.on))

    walk = Walk(rules)
    moments = (walk.day(before(one.facts), one.on) for one in history)
    return _journey(first.key, first.name, first.on, moments)


def _journey(key: str, name: str, since: date, moments: Iterator[Moment]) -> Journey:
    first = next(moments)
    rest = tuple(moment for moment in moments if moment.matters())
    today = replace(first, reached="")
    kept = (today, *rest) if today.matters() else rest
    return Journey(key, name, since, first.reached, first.overdue, kept)
