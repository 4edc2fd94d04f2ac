"""The days on which a verdict can change by itself: those between them need no look."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from core.domain.calendar import ONE_DAY
from core.domain.facts import Delivered, Facts
from core.domain.ladder import Rules, Stage
from core.domain.positions import Position, positions, silent_until
from core.domain.waiting import old_enough


def next_turn(facts: Facts, rules: Rules, on: date) -> date:
    """The first later day on which the verdict may differ while nothing is paid, said or delivered
    and the books stay fresh; date.max where it stays for ever. Raises NoFloor."""
    known = facts.with_unknown() if facts.unknown() else facts
    found = positions(facts, rules, on)
    found += positions(known, rules, on) if known is not facts else []
    days = (
        *(day for one in found for day in _of_position(one, rules)),
        *_of_customer(facts, rules),
        *(day for one in facts.notices for day in _of_notice(one, facts, rules)),
    )
    return min((day for day in days if on < day), default=date.max)


def _of_position(one: Position, rules: Rules) -> Iterator[date]:
    """A claim becomes late, or the oldest comes to the day of a stage."""
    for claim in one.claims:
        yield claim.begins + ONE_DAY
    begins = one.begins()
    for days in _days(rules):
        yield begins + timedelta(days=days)


def _days(rules: Rules) -> Iterator[int]:
    """Of every stage, in every segment."""
    own = (day for segment in rules.segments for day in segment.days.values())
    for day in (*(stage.when.days_overdue for stage in rules.stages), *own):
        if day is not None:
            yield day


def _of_customer(facts: Facts, rules: Rules) -> Iterator[date]:
    """Holds, promises and segments begin or end; the customer has been suspended for so long."""
    for hold in facts.holds:
        yield hold.since
        if hold.until is not None:
            yield hold.until + ONE_DAY
    for promise in facts.promises:
        yield silent_until(promise, rules.timing, facts.country) + ONE_DAY
    for segment in rules.segments:
        if segment.until is not None:
            yield segment.until + ONE_DAY
    if facts.unread_since is not None:
        yield facts.unread_since
    for stage in rules.stages:
        yield from _of_clocks(stage, facts)


def _of_clocks(stage: Stage, facts: Facts) -> Iterator[date]:
    suspended, deletion = stage.when.suspended_days, stage.when.days_to_deletion
    if suspended is not None and facts.suspended_since is not None:
        yield facts.suspended_since + timedelta(days=suspended)
    if deletion is not None and facts.deletion_on is not None:
        yield facts.deletion_on - timedelta(days=deletion)


def _of_notice(one: Delivered, facts: Facts, rules: Rules) -> Iterator[date]:
    """It counts, is old enough for a stage, is to be repeated, or its printed day has come."""
    yield one.on
    if one.access_from is not None:
        yield one.access_from
    for stage in rules.stages:
        if stage.after_notice is not None and stage.after_notice.name == one.name:
            yield old_enough(one, stage.after_notice, facts, rules)
        if stage.repeat_days is not None and stage.notice == one.name:
            yield one.on + timedelta(days=stage.repeat_days)
