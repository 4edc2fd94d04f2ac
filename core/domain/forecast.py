"""What comes next if nobody pays, and each notice is delivered on the day its stage is reached."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from core.domain.facts import Delivered, Facts
from core.domain.ladder import Rules, Stage
from core.domain.turning import next_turn
from core.domain.verdicts import State, Verdict, judge

ALWAYS_FRESH = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Next:
    """The next stage and the first local date on which it holds."""

    stage: Stage
    on: date


@dataclass(slots=True)
class Course:
    """One customer's days to come, one after the other."""

    facts: Facts
    rules: Rules

    def day(self, on: date) -> Verdict:
        """The verdict of that day, once the notices of its stages were delivered."""
        verdict = judge(self.facts, self.rules, on)
        for _ in verdict.ladder.stages:
            if not verdict.letters:
                break
            told = tuple(Delivered(stage.notice, on) for stage in verdict.letters)
            self.facts = replace(self.facts, notices=(*self.facts.notices, *told))
            verdict = judge(self.facts, self.rules, on)
        return verdict


def course(facts: Facts, rules: Rules) -> Course:
    """Suppose that the books stay fresh."""
    return Course(replace(facts, as_of=ALWAYS_FRESH), rules)


def next_stage(facts: Facts, rules: Rules, verdict: Verdict) -> Next | None:
    """None where the last stage is reached, where nothing is owed, or where what is known of the
    customer allows no guess."""
    if verdict.state in {State.STALE, State.UNKNOWN} or not verdict.positions:
        return None
    if verdict.place() == len(verdict.ladder.stages) - 1:
        return None
    ahead, day = course(facts, rules), verdict.on
    ahead.day(day)
    present = verdict.stage.name if verdict.stage else ""
    while (turn := next_turn(ahead.facts, rules, day)) is not None:
        day = turn
        stage = ahead.day(day).stage
        if stage is not None and stage.name != present:
            return Next(stage, day)
    return None
