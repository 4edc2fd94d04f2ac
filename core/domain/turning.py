"""Days on which a verdict can change though nothing happens: something is old enough, or over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from core.domain.calendar import ONE_DAY
from core.domain.facts import Facts
from core.domain.ladder import Rules
from core.domain.positions import begins_on, silent_until
from core.domain.waiting import old_enough, with_end


def next_turn(facts: Facts, rules: Rules, after: date) -> date | None:
    """The first such day after another, while nothing is paid, said or delivered and the books stay
    fresh; None where nothing changes any more by itself."""
    days = (*_of_debts(facts, rules), *_of_shields(facts, rules), *_of_notices(facts, rules))
    return _first((*days, *_of_clocks(facts, rules)), after)


def next_look(facts: Facts, rules: Rules, after: date) -> date | None:
    """The same, and days on which a notice is repeated, by which no stage ever changes."""
    repeats = (
        notice.on + timedelta(days=stage.repeat_days)
        for stage in rules.stages
        for notice in facts.notices
        if stage.repeat_days is not None and stage.notice == notice.name
    )
    return _first([one for one in (next_turn(facts, rules, after), *repeats) if one], after)


def _first(days: Iterable[date], after: date) -> date | None:
    return min((day for day in days if day > after), default=None)


def _of_debts(facts: Facts, rules: Rules) -> Iterator[date]:
    """A document is overdue on the day after the one from which its days count."""
    written = {stage.when.days_overdue for stage in rules.stages}
    own = {days for segment in rules.segments for days in segment.days.values()}
    ages = [timedelta(days=days) for days in {1} | written | own if days is not None]
    for doc in facts.with_unknown().documents:
        if doc.counts() and doc.due is not None:
            begins = begins_on(doc, rules.timing, facts.calendar)
            yield from (begins + age for age in ages)


def _of_shields(facts: Facts, rules: Rules) -> Iterator[date]:
    for hold in facts.holds:
        yield hold.since
        last = with_end(hold, facts, rules).until
        if last is not None:
            yield last + ONE_DAY
    for promise in facts.promises:
        yield silent_until(promise, rules.timing, facts.calendar) + ONE_DAY
    if facts.unread_since is not None:
        yield facts.unread_since
    yield from (one.until + ONE_DAY for one in rules.segments if one.until is not None)


def _of_notices(facts: Facts, rules: Rules) -> Iterator[date]:
    awaited = {one.after_notice for one in rules.stages if one.after_notice is not None}
    for notice in facts.notices:
        yield notice.on
        if notice.access_from is not None:
            yield notice.access_from
        for after in awaited:
            if after.name == notice.name:
                yield old_enough(notice, after, facts, rules)


def _of_clocks(facts: Facts, rules: Rules) -> Iterator[date]:
    for when in (stage.when for stage in rules.stages):
        if when.suspended_days is not None and facts.suspended_since is not None:
            yield facts.suspended_since + timedelta(days=when.suspended_days)
        if when.days_to_deletion is not None and facts.deletion_on is not None:
            yield facts.deletion_on - timedelta(days=when.days_to_deletion)
