"""What keeps a stage from holding, or from being acted on, and until when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from core.domain.calendar import (
    LOOK_AHEAD,
    ONE_DAY,
    Decreed,
    add_business_days,
    is_business_day,
    is_weekend,
)
from core.domain.facts import PROTECTED, SAYS_PAID, SILENCING, Delivered, Facts, HoldSpan
from core.domain.holds import SAYS_PAID_BUSINESS_DAYS
from core.domain.ladder import AfterNotice, Ladder, NotOn, Rules, Stage
from core.domain.plans import Action
from core.domain.positions import Position, silent_until

UNREAD_REPLY = "unread_reply"
ACCESS_FROM = "access_from"
QUIET = "quiet"


class What(StrEnum):
    """What a verdict can wait for."""

    NOTICE = "notice"
    HOLD = "hold"
    PROMISE = "promise"
    DAY = "day"
    RECEIVABLES = "receivables"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Waiting:
    """`until` is the last day of a hold or promise, the first day for a notice or a day; None where
    nobody can say."""

    what: What
    name: str
    until: date | None = None


def silences(facts: Facts, rules: Rules, on: date) -> list[Waiting]:
    """Everything that keeps this customer from being chased at all."""
    holds = (with_end(hold, facts, rules) for hold in facts.holds if hold.kind in SILENCING)
    found = [Waiting(What.HOLD, hold.kind, hold.until) for hold in holds if hold.runs(on)]
    if facts.unread_since is not None and facts.unread_since <= on:
        found.append(Waiting(What.HOLD, UNREAD_REPLY))
    for promise in facts.promises:
        until = silent_until(promise, rules.timing, facts.calendar)
        if promise.left and on <= until:
            name = f"{promise.left.currency} {promise.left.plain()}"
            found.append(Waiting(What.PROMISE, name, until))
    return sorted(found, key=_by_name)


def _by_name(waiting: Waiting) -> tuple[What, str, date]:
    return waiting.what, waiting.name, waiting.until or date.max


def with_end(hold: HoldSpan, facts: Facts, rules: Rules) -> HoldSpan:
    """Who says that it is paid is believed for some business days, and no longer."""
    if hold.kind != SAYS_PAID or hold.until is not None:
        return hold
    decreed = rules.timing.decreed
    last = add_business_days(hold.since, SAYS_PAID_BUSINESS_DAYS, facts.calendar, decreed) - ONE_DAY
    return replace(hold, until=last)


def missing_documents(facts: Facts) -> list[Waiting]:
    return sorted((Waiting(What.DOCUMENT, d.document_id) for d in facts.unknown()), key=_by_name)


def told_within(facts: Facts, name: str, since: date, on: date) -> list[Delivered]:
    """Deliveries of one notice in an episode, oldest first."""
    found = [one for one in facts.notices if one.name == name and since <= one.on <= on]
    return sorted(found, key=lambda one: one.on)


def notice_waits(stage: Stage, position: Position, facts: Facts, rules: Rules) -> list[Waiting]:
    """The notice that must be old enough, the day that was printed on one, and a hold that bars
    every suspension."""
    found = []
    if stage.after_notice is not None:
        ready = _ready_on(stage.after_notice, position, facts, rules)
        if ready is None or position.on < ready:
            found.append(Waiting(What.NOTICE, stage.after_notice.name, ready))
    if stage.propose is not None:
        printed = [n.access_from for n in facts.notices if n.access_from and n.on <= position.on]
        latest = max(printed, default=None)
        if latest is not None and position.on < latest:
            found.append(Waiting(What.DAY, ACCESS_FROM, latest))
    if stage.propose is Action.SUSPEND:
        barred = (hold for hold in facts.holds if hold.kind == PROTECTED)
        found += [Waiting(What.HOLD, h.kind, h.until) for h in barred if h.runs(position.on)]
    return found


def _ready_on(after: AfterNotice, position: Position, facts: Facts, rules: Rules) -> date | None:
    """The first day on which the first delivery of this episode is old enough."""
    told = told_within(facts, after.name, position.begins(), position.on)
    if not told:
        return None
    return old_enough(told[0], after, facts, rules)


def old_enough(notice: Delivered, after: AfterNotice, facts: Facts, rules: Rules) -> date:
    """The first day on which so many days and so many business days have passed."""
    by_days, decreed = notice.on + timedelta(days=after.days), rules.timing.decreed
    return max(by_days, add_business_days(notice.on, after.business_days, facts.calendar, decreed))


def day_waits(stage: Stage, ladder: Ladder, facts: Facts, rules: Rules, on: date) -> list[Waiting]:
    """Why this stage is not acted on today though it holds. Letters above the first reminder and
    proposals rest in quiet periods."""
    found = [
        Waiting(What.DAY, kind.value, _first_free(stage, facts, rules, on))
        for kind in NotOn
        if kind in stage.not_on and _is(kind, on, facts.calendar, rules.timing.decreed)
    ]
    quiet = rules.timing.quiet_on(facts.country, on)
    if quiet is not None and (stage.propose is not None or _above_first_reminder(stage, ladder)):
        found.append(Waiting(What.DAY, QUIET, quiet.until + ONE_DAY))
    return found


def _above_first_reminder(stage: Stage, ladder: Ladder) -> bool:
    reminders = (one for one in ladder.stages if one.notice and not one.when.is_upcoming())
    first = next(reminders, None)
    return first is not None and ladder.place(stage.name) > ladder.place(first.name)


def _is(kind: NotOn, on: date, calendar: str, decreed: Decreed) -> bool:
    """A day that the calendar does not know is no business day."""
    works = is_business_day(on, calendar, decreed)
    match kind:
        case NotOn.WEEKEND:
            return not works and is_weekend(on, calendar)
        case NotOn.HOLIDAY:
            return not works and not is_weekend(on, calendar)
        case NotOn.EVE:
            return works and not is_business_day(on + ONE_DAY, calendar, decreed)


def _first_free(stage: Stage, facts: Facts, rules: Rules, on: date) -> date | None:
    return next(_free_days(stage.not_on, facts.calendar, rules.timing.decreed, on), None)


def _free_days(
    not_on: frozenset[NotOn], calendar: str, decreed: Decreed, on: date
) -> Iterator[date]:
    for offset in range(1, LOOK_AHEAD):
        day = on + timedelta(days=offset)
        if not any(_is(kind, day, calendar, decreed) for kind in not_on):
            yield day


def without_repeats(found: Sequence[Waiting]) -> tuple[Waiting, ...]:
    return tuple(dict.fromkeys(found))
