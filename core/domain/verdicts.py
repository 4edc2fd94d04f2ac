"""Where a customer stands on the ladder of a policy: facts and a date in, one verdict out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.domain.facts import Facts
from core.domain.ladder import Ladder, Rules, Stage, When
from core.domain.money import Money
from core.domain.plans import Action
from core.domain.positions import Position, positions
from core.domain.waiting import (
    ACCESS_FROM,
    Waiting,
    What,
    day_waits,
    missing_documents,
    notice_waits,
    silences,
    told_within,
    without_repeats,
)

BOOKS = Waiting(What.RECEIVABLES, "receivables")


class State(StrEnum):
    """The first that applies, in the order stale, silenced, unknown, chasing, clear."""

    CLEAR = "clear"
    CHASING = "chasing"
    SILENCED = "silenced"
    STALE = "stale"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`stage` is none unless the customer is chased, where it may still be none; a clear one may be
    in a stage that only announces what falls due. `letters` are the stages whose notice is to be
    sent, mildest first. `position` is that of the severest currency, `holding` all of its stages
    that hold, mildest first."""

    on: date
    state: State
    stage: Stage | None
    ladder: Ladder
    position: Position | None
    positions: tuple[Position, ...]
    waiting_for: tuple[Waiting, ...] = ()
    letters: tuple[Stage, ...] = ()
    holding: tuple[Stage, ...] = ()

    @property
    def currency(self) -> str | None:
        return self.position.currency if self.position else None

    @property
    def days_overdue(self) -> int | None:
        return self.position.days_overdue() if self.position else None

    def overdue(self) -> dict[str, Money]:
        """Net overdue in each currency in which a document counts."""
        return {one.currency: one.net for one in self.positions}

    def place(self) -> int:
        """How severe: -1 without a stage."""
        return self.ladder.place(self.stage.name) if self.stage else -1

    def held_by(self) -> tuple[str, ...]:
        """Why the calendar keeps the present stage from being acted on."""
        days = (one.name for one in self.waiting_for if one.what is What.DAY)
        # A printed date keeps a severer stage from holding, and this one from nothing.
        return tuple(name for name in days if name != ACCESS_FROM)

    def acts_today(self) -> bool:
        """Does no weekend, holiday or quiet period stand in the way?"""
        return not self.held_by()

    def stops_selling(self) -> bool:
        """From the first stage that says so on."""
        reached = self.ladder.stages[: self.place() + 1]
        return any(stage.stop_selling for stage in reached)


@dataclass(frozen=True, slots=True)
class _Climb:
    """How far one currency has come, and what keeps it from going on."""

    position: Position
    place: int
    blocked: tuple[Waiting, ...]
    holding: tuple[Stage, ...]

    def rank(self) -> tuple[bool, int, bool, int, str]:
        """Severest first: chased, stage, something left, more days, code."""
        one = self.position
        return (not one.owes(), -self.place, not one.claims, -one.days_overdue(), one.currency)


def judge(facts: Facts, policy: Rules, on: date) -> Verdict:
    """The verdict on a customer's local date. Raises NoFloor for a currency that the policy does
    not know."""
    ladder = policy.ladder(facts.customer, facts.all_tags(on), on)
    climbs = _climbs(facts, policy, ladder, on)
    best = climbs[0] if climbs else None
    state, waits = _state(facts, policy, ladder, climbs, on)
    stage = ladder.stages[best.place] if best and best.place >= 0 else None
    if state not in {State.CHASING, State.CLEAR}:
        stage = None
    elif best is not None:
        waits = [*waits, *best.blocked]
    letters: Sequence[Stage] = ()
    if best is not None and state in {State.CHASING, State.CLEAR}:
        letters = [one for one in best.holding if _to_be_sent(one, best, facts, on)]
    if stage is not None:
        waits = [*waits, *day_waits(stage, ladder, facts, policy, on)]
    return Verdict(
        on=on,
        state=state,
        stage=stage,
        ladder=ladder,
        position=best.position if best else None,
        positions=tuple(sorted((one.position for one in climbs), key=lambda one: one.currency)),
        waiting_for=without_repeats(waits),
        letters=tuple(letters),
        holding=best.holding if best is not None and stage is not None else (),
    )


def _state(
    facts: Facts, policy: Rules, ladder: Ladder, climbs: Sequence[_Climb], on: date
) -> tuple[State, list[Waiting]]:
    silent = silences(facts, policy, on)
    if facts.stale(on):
        return State.STALE, [BOOKS, *silent]
    if silent:
        return State.SILENCED, silent
    unknown = missing_documents(facts)
    if unknown:
        whole = _climbs(facts.with_unknown(), policy, ladder, on)
        if _outcome(whole) != _outcome(climbs):
            return State.UNKNOWN, unknown
    owes = any(one.position.owes() for one in climbs)
    return (State.CHASING if owes else State.CLEAR), []


def may_propose(action: Action, facts: Facts, policy: Rules, on: date) -> bool:
    """Is there a stage for this customer that proposes this, whatever is owed, and since when?"""
    ladder = policy.ladder(facts.customer, facts.all_tags(on), on)
    found = (stage for stage in ladder.stages if stage.propose is action)
    return any(_tags_hold(stage.when, facts, on) for stage in found)


def _outcome(climbs: Sequence[_Climb]) -> tuple[bool, int]:
    best = climbs[0] if climbs else None
    return (best is not None and best.position.owes(), best.place if best else -1)


def _climbs(facts: Facts, policy: Rules, ladder: Ladder, on: date) -> list[_Climb]:
    """Every currency, severest first."""
    found = (_climb(one, facts, policy, ladder) for one in positions(facts, policy, on))
    return sorted(found, key=_Climb.rank)


def _climb(position: Position, facts: Facts, policy: Rules, ladder: Ladder) -> _Climb:
    place, holding = -1, []
    waits: list[tuple[int, list[Waiting]]] = []
    for number, stage in enumerate(ladder.stages):
        if not _holds(stage, position, facts):
            continue
        blocked = notice_waits(stage, position, facts, policy)
        if blocked:
            waits.append((number, blocked))
            continue
        place = number
        holding.append(stage)
    severer = [one for number, blocked in waits if number > place for one in blocked]
    return _Climb(position, place, without_repeats(severer), tuple(holding))


def _holds(stage: Stage, position: Position, facts: Facts) -> bool:
    """Do all the conditions that are given hold, but for notices?"""
    when = stage.when
    return (
        _days_hold(stage, position)
        and _amount_holds(when, position)
        and len(position.claims) >= (when.open_invoices or 0)
        and _tags_hold(when, facts, position.on)
        and _clocks_hold(when, facts, position.on)
    )


def _days_hold(stage: Stage, position: Position) -> bool:
    """Below its floor an overdue sum reaches no stage."""
    days = stage.when.days_overdue
    if days is not None and days < 0:
        return stage.only_tells() and not position.net and position.due_within(-days)
    return position.owes() and (days is None or position.days_overdue() >= days)


def _amount_holds(when: When, position: Position) -> bool:
    if not when.overdue_amount:
        return True
    least = when.overdue_amount.get(position.currency, position.floor)
    return not position.net < least


def _tags_hold(when: When, facts: Facts, on: date) -> bool:
    if not when.tags and not when.not_tags:
        return True
    tags = facts.all_tags(on)
    return when.tags <= tags and not when.not_tags & tags


def _clocks_hold(when: When, facts: Facts, on: date) -> bool:
    """What is not known holds nothing."""
    if when.suspended_days is not None and (
        facts.suspended_since is None or (on - facts.suspended_since).days < when.suspended_days
    ):
        return False
    return when.days_to_deletion is None or (
        facts.deletion_on is not None and (facts.deletion_on - on).days <= when.days_to_deletion
    )


def _to_be_sent(stage: Stage, climb: _Climb, facts: Facts, on: date) -> bool:
    """Its notice was not delivered in this episode, or is to be repeated in the present stage."""
    if not stage.notice:
        return False
    begins = climb.position.begins()
    if stage.when.is_upcoming():
        begins += timedelta(days=stage.when.days_overdue or 0)
    told = told_within(facts, stage.notice, begins, on)
    if not told:
        return True
    present = climb.holding[-1] is stage
    again = stage.repeat_days is not None and (on - told[-1].on).days >= stage.repeat_days
    return present and again
