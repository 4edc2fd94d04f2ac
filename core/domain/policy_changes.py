"""What another policy would change, path by path, and whether that hardens or softens the one in
force."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import inf

from core.domain.ladder import Rules, Segment, Stage
from core.domain.policy import Policy
from core.domain.policy_points import (
    Effect,
    Point,
    points_of,
    rule_points,
    stage_points,
)

# Between the last vote on a policy that hardens and the moment from which it is in force.
DELAY = timedelta(hours=24)
ALWAYS, NEVER = -inf, inf
SAID = {ALWAYS: "by other conditions", NEVER: "never"}
OPEN_END = "open"


@dataclass(frozen=True, slots=True)
class Change:
    """One path, with what stands there before and after; empty where nothing does. Of a list only
    what it loses and gains."""

    path: str
    before: str
    after: str
    effect: Effect


def changes(old: Policy, new: Policy) -> tuple[Change, ...]:
    """Everything that differs; the ladder and its segments last."""
    return (*_points("", points_of(old), points_of(new)), *_ladders(old.rules, new.rules))


def rule_changes(old: Rules, new: Rules) -> tuple[Change, ...]:
    """The same of policies without approvals and caps."""
    return (*_points("", rule_points(old), rule_points(new)), *_ladders(old, new))


def hardens(found: Iterable[Change]) -> bool:
    """One change that hardens is enough."""
    return any(one.effect is Effect.HARDENS for one in found)


def softens(found: Iterable[Change]) -> bool:
    """Does it soften, and harden nothing?"""
    kept = list(found)
    return not hardens(kept) and any(one.effect is Effect.SOFTENS for one in kept)


def _points(
    below: str, before: Mapping[str, Point], after: Mapping[str, Point]
) -> Iterator[Change]:
    for path in dict.fromkeys([*before, *after]):
        old, new = before.get(path), after.get(path)
        if old is not None and new is not None:
            if old.value != new.value:
                yield Change(below + path, *_shown(old, new), old.becomes(new))
        elif old is not None:
            yield Change(below + path, old.shown, "", old.scale.gone)
        elif new is not None:
            yield Change(below + path, "", new.shown, new.scale.come)


def _shown(old: Point, new: Point) -> tuple[str, str]:
    if isinstance(old.value, frozenset) and isinstance(new.value, frozenset):
        return _set(old.value - new.value), _set(new.value - old.value)
    return old.shown, new.shown


def _ladders(old: Rules, new: Rules) -> Iterator[Change]:
    yield from _stages(old, new)
    yield from _segments(old, new)


# Stages


def _stages(old: Rules, new: Rules) -> Iterator[Change]:
    before, after = _by_name(old.stages), _by_name(new.stages)
    for name in dict.fromkeys([*before, *after]):
        path = f"stage[{name}]"
        if name not in after:
            yield Change(path, _summary(before[name]), "", _without(before[name]))
        elif name not in before:
            yield Change(path, "", _summary(after[name]), Effect.HARDENS)
        else:
            yield from _points(f"{path}.", stage_points(before[name]), stage_points(after[name]))
    yield from _order("stage", list(before), list(after))


def _by_name(stages: Iterable[Stage]) -> dict[str, Stage]:
    return {stage.name: stage for stage in stages}


def _summary(stage: Stage) -> str:
    days = stage.when.days_overdue
    return "by other conditions" if days is None else f"day {days}"


def _without(stage: Stage) -> Effect:
    """One that only warns is missed by whoever would have been warned."""
    hits = stage.propose is not None or stage.stop_selling
    return Effect.SOFTENS if hits else Effect.HARDENS


def _order(path: str, before: list[str], after: list[str]) -> Iterator[Change]:
    """The order of stages says how severe they are, that of segments which one holds."""
    was, now = [n for n in before if n in after], [n for n in after if n in before]
    if was != now:
        yield Change(f"{path} order", ", ".join(was), ", ".join(now), Effect.HARDENS)


# Segments


def _segments(old: Rules, new: Rules) -> Iterator[Change]:
    before = {one.name: one for one in old.segments}
    after = {one.name: one for one in new.segments}
    for name in dict.fromkeys([*before, *after]):
        path = f"segment[{name}]"
        if name not in after:
            yield Change(path, _whom(before[name]), "", Effect.HARDENS)
        elif name not in before:
            softer = _is_last(name, list(after), before) and is_softer(after[name], new)
            effect = Effect.SOFTENS if softer else Effect.HARDENS
            yield Change(path, "", _whom(after[name]), effect)
        else:
            yield from _segment(path, before[name], after[name], old, new)
    yield from _order("segment", list(before), list(after))


def _is_last(name: str, order: list[str], before: Container[str]) -> bool:
    return not any(other in before for other in order[order.index(name) :])


def is_softer(segment: Segment, rules: Rules) -> bool:
    """Does no stage hold earlier in it than for everybody else?"""
    return all(_days_of(segment, stage) >= _days(stage) for stage in rules.stages)


def _whom(segment: Segment) -> str:
    who = sorted(segment.tags) + [f"{len(segment.customers)} named"] * bool(segment.customers)
    return ", ".join(who)


def _segment(path: str, one: Segment, other: Segment, old: Rules, new: Rules) -> Iterator[Change]:
    # In front of another it would take customers away from it.
    is_last = new.segments[-1] == other
    softer = is_last and is_softer(one, old) and is_softer(other, new)
    yield from _reach(path, one, other, softer=softer)
    if one.reason != other.reason:
        yield Change(f"{path}.reason", one.reason, other.reason, Effect.NEITHER)
    before, after = _by_name(old.stages), _by_name(new.stages)
    for name in dict.fromkeys([*one.days, *other.days]):
        if name in before and name in after:
            was, now = _days_of(one, before[name]), _days_of(other, after[name])
            if was != now:
                effect = Effect.SOFTENS if was < now else Effect.HARDENS
                yield Change(f"{path}.days.{name}", _day(was), _day(now), effect)


def _days_of(segment: Segment, stage: Stage) -> float:
    """From which day on a stage holds in a segment: that of everybody else where the segment does
    not name it, NEVER, or ALWAYS where the day is none of its conditions."""
    if stage.name in segment.days:
        own = segment.days[stage.name]
        return NEVER if own is None else own
    return _days(stage)


def _days(stage: Stage) -> float:
    days = stage.when.days_overdue
    return ALWAYS if days is None else days


def _day(days: float) -> str:
    return SAID.get(days) or str(days)


def _reach(path: str, one: Segment, other: Segment, *, softer: bool) -> Iterator[Change]:
    """Whom it is for, and how long. More people under softer days is softer, no more than that."""
    if one.tags != other.tags:
        fewer = not other.tags <= one.tags
        yield _for(f"{path}.tags", _set(one.tags), _set(other.tags), softer and not fewer)
    if one.customers != other.customers:
        gained = bool(one.customers) and one.customers <= other.customers
        gained = gained or not other.customers
        yield _for(
            f"{path}.customers", _set(one.customers), _set(other.customers), softer and gained
        )
    if one.until != other.until:
        longer = other.until is None or (one.until is not None and one.until < other.until)
        yield _for(
            f"{path}.until",
            str(one.until or OPEN_END),
            str(other.until or OPEN_END),
            softer and longer,
        )


def _for(path: str, before: str, after: str, softens: bool) -> Change:
    return Change(path, before, after, Effect.SOFTENS if softens else Effect.HARDENS)


def _set(of: frozenset[str]) -> str:
    return ", ".join(sorted(of))
