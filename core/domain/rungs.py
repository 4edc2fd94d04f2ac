"""The ladder of one customer: what is behind, where it stands, and when the rest would come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.domain.facts import Facts
from core.domain.forecast import course
from core.domain.ladder import Rules, Stage
from core.domain.positions import Position
from core.domain.verdicts import State, Verdict
from core.domain.waiting import told_within

# Nobody plans further ahead.
HORIZON = 120


class Rank(StrEnum):
    """Where a stage stands to the customer. SKIPPED: a severer one holds before it does."""

    BEHIND = "behind"
    PRESENT = "present"
    AHEAD = "ahead"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Rung:
    """One stage. `told` is the local date on which its notice was delivered in this episode; `on`
    the first day on which it holds if nothing is paid; `acts` the first on which it is acted on,
    where the calendar puts that off."""

    stage: Stage
    rank: Rank
    told: date | None = None
    on: date | None = None
    acts: date | None = None


def rungs(facts: Facts, rules: Rules, verdict: Verdict) -> tuple[Rung, ...]:
    """The customer's ladder, mildest first. Stages ahead have dates where anything is known and
    nothing is open-ended."""
    coming = _coming(facts, rules, verdict)
    stages = verdict.ladder.stages
    first = next((n for n, stage in enumerate(stages) if stage.name in coming), 0)
    # Without a stage, as in a silence, whatever lies before the next one is behind.
    present = verdict.place() if verdict.stage else first - 1
    found = []
    for place, stage in enumerate(stages):
        told = _told(stage, facts, verdict.position, verdict.on)
        if verdict.stage is not None and place == present:
            found.append(Rung(stage, Rank.PRESENT, told))
        elif place <= present:
            found.append(Rung(stage, Rank.BEHIND, told))
        else:
            found.append(_ahead(stage, told, coming))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Coming:
    on: date
    acts: date | None


def _ahead(stage: Stage, told: date | None, coming: Mapping[str, _Coming]) -> Rung:
    reached = coming.get(stage.name)
    if reached is None:
        return Rung(stage, Rank.SKIPPED if coming else Rank.AHEAD, told)
    acts = reached.acts if reached.acts != reached.on else None
    return Rung(stage, Rank.AHEAD, told, reached.on, acts)


def _coming(facts: Facts, rules: Rules, verdict: Verdict) -> dict[str, _Coming]:
    """The stages that are still reached, each with its days."""
    found: dict[str, _Coming] = {}
    if verdict.state in {State.STALE, State.UNKNOWN} or verdict.position is None:
        return found
    walk, last = course(facts, rules), verdict.ladder.stages[-1].name
    walk.day(verdict.on)
    for offset in range(1, HORIZON):
        day = verdict.on + timedelta(days=offset)
        ahead = walk.day(day)
        if ahead.stage is None:
            continue
        name, free = ahead.stage.name, ahead.acts_today()
        known = found.setdefault(name, _Coming(day, day if free else None))
        if known.acts is None and free:
            found[name] = _Coming(known.on, day)
        if name == last and found[name].acts is not None:
            break
    return found


def _told(stage: Stage, facts: Facts, position: Position | None, on: date) -> date | None:
    begins = position.begins() if position is not None else None
    if not stage.notice or begins is None:
        return None
    if stage.when.is_upcoming():
        begins += timedelta(days=stage.when.days_overdue or 0)
    told = told_within(facts, stage.notice, begins, on)
    return told[-1].on if told else None
