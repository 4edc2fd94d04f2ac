"""A policy taken apart: each thing it says under its path, and what it means to say another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import time
from enum import StrEnum

from core.domain.alone import BreakGlass
from core.domain.ladder import DueShift, Quiet, ReleaseWhen, Rules, Stage, Texts, Timing
from core.domain.money import Money
from core.domain.plans import Action
from core.domain.policy import Approvals, Caps, LetterCaps, MoreVotes, Policy
from core.domain.step_up import Demand


class Effect(StrEnum):
    """What a change does to customers, or to those who decide; in doubt it hardens."""

    HARDENS = "hardens"
    SOFTENS = "softens"
    NEITHER = "neither"


H, S, N = Effect.HARDENS, Effect.SOFTENS, Effect.NEITHER
Value = int | float | str | bool | time | Money | frozenset[str]
# How hard it is to be proposed for this.
SEVERITY = {None: 0, Action.REINSTATE: 1, Action.STOP_RENEWAL: 2}
HARDEST = 3


@dataclass(frozen=True, slots=True)
class Scale:
    """What it means that a value becomes less or more (a set: loses or gains something), is not
    said any more, or was not said before."""

    less: Effect
    more: Effect
    gone: Effect
    come: Effect


# Without a condition a stage holds always; without a delay or a grace it holds at once.
LOWER_IS_HARDER = Scale(H, S, gone=H, come=S)
# Without an upper bound it holds always as well; without a repetition it is softest.
HIGHER_IS_HARDER = Scale(S, H, gone=H, come=S)
FREQUENT_IS_HARDER = Scale(H, S, gone=S, come=H)
ALWAYS_HARDER = Scale(H, H, gone=H, come=H)
ONLY_WORDS = Scale(N, N, gone=N, come=N)


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a policy says: to be compared, and as it is shown."""

    value: Value
    scale: Scale
    shown: str

    def becomes(self, other: Point) -> Effect:
        """The effect of the other one in this one's place."""
        if self.value == other.value:
            return N
        ups, downs = _more(self.value, other.value), _more(other.value, self.value)
        found = {self.scale.more} if ups else set()
        found |= {self.scale.less} if downs else set()
        return next((effect for effect in (H, S) if effect in found), N)


def _more(before: Value, after: Value) -> bool:
    if isinstance(before, frozenset) and isinstance(after, frozenset):
        return not after <= before
    if isinstance(before, Money) and isinstance(after, Money):
        return before < after
    if isinstance(before, time) and isinstance(after, time):
        return before < after
    if isinstance(before, int | float) and isinstance(after, int | float):
        return before < after
    return before != after


def point(value: Value, scale: Scale, shown: str = "") -> Point:
    return Point(value, scale, shown or _shown(value))


def _shown(value: Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Money():
            return f"{value.currency} {value.plain()}"
        case frozenset():
            return ", ".join(sorted(value)) or "nothing"
        case time():
            return f"{value:%H:%M}"
    return str(value)


Points = Iterator[tuple[str, Point]]


def points_of(policy: Policy) -> dict[str, Point]:
    """Everything but stages and segments, which are compared one by one."""
    return dict(_of_policy(policy)) | rule_points(policy.rules)


def rule_points(rules: Rules) -> dict[str, Point]:
    """The same of the part by which verdicts are found."""
    return dict(_of_rules(rules))


def _of_policy(policy: Policy) -> Points:
    yield from _approvals(policy.approvals)
    # A containment counts under them as well: with fewer of them fraud runs longer.
    yield from _caps("caps", policy.caps, ALWAYS_HARDER)
    yield from _caps("caps.reinstate", policy.reinstate_caps, ALWAYS_HARDER)
    yield from _caps("caps.letters", policy.letter_caps, HIGHER_IS_HARDER)
    # Later questions leave customers cut off for longer.
    yield "containment.hours", point(policy.containment_hours, HIGHER_IS_HARDER)
    yield from _break_glass(policy.break_glass)
    yield from _step_up(policy.step_up)
    for name, weight in policy.signals.items():
        yield f"signals.{name}", point(weight, ALWAYS_HARDER)


def _approvals(approvals: Approvals) -> Points:
    asks, votes = frozenset(map(str, approvals.ask)), frozenset(map(str, approvals.vote))
    yield "approvals.ask", point(asks, HIGHER_IS_HARDER)
    yield "approvals.vote", point(votes, ALWAYS_HARDER)
    for action, quorum in approvals.quorum.items():
        # Whoever paid waits longer where lifting takes more votes, or fewer fit into a day.
        lifts = action == Action.REINSTATE
        yield f"approvals.{action}", point(quorum, ALWAYS_HARDER if lifts else LOWER_IS_HARDER)
    yield "approvals.requester_counts", point(approvals.requester_counts, HIGHER_IS_HARDER)
    hours = approvals.lapse_business_hours
    yield "approvals.lapse_business_hours", point(hours, HIGHER_IS_HARDER)
    # Who decides is looked at, which is no small thing.
    yield "approvals.notice_habits", point(approvals.notice_habits, HIGHER_IS_HARDER)
    yield "approvals.more", point(frozenset(map(_more_votes, approvals.more)), LOWER_IS_HARDER)


def _more_votes(one: MoreVotes) -> str:
    when = [str(one.reason)] if one.reason else []
    when += [f"above {_shown(amount)}" for _, amount in sorted(one.above.items())]
    return f"{one.votes} votes for {' and '.join(when)}"


def _break_glass(terms: BreakGlass) -> Points:
    """Whatever lets one person do more alone, or keeps others waiting for longer."""
    roles = frozenset(map(str, terms.roles))
    yield "break_glass.enabled", point(terms.enabled, HIGHER_IS_HARDER)
    yield "break_glass.roles", point(roles, HIGHER_IS_HARDER)
    for name in ("most", "ratify_business_hours", "second_deadline_hours"):
        yield f"break_glass.{name}", point(getattr(terms, name), HIGHER_IS_HARDER)


def _step_up(demand: Demand) -> Points:
    # A code keeps a stranger from voting, and holds up a containment: in doubt it hardens.
    yield "step_up.reasons", point(frozenset(map(str, demand.reasons)), ALWAYS_HARDER)
    for code, amount in demand.above.items():
        yield f"step_up.above.{code}", point(amount, HIGHER_IS_HARDER)


def _caps(path: str, caps: Caps | LetterCaps, scale: Scale) -> Points:
    for one in fields(caps):
        yield f"{path}.{one.name}", point(getattr(caps, one.name), scale)


def _of_rules(rules: Rules) -> Points:
    yield "name", point(rules.name, ONLY_WORDS)
    for code, floor in rules.floors.items():
        # A currency without a floor is not chased, so one that gets a floor is chased from now on.
        yield f"floors.{code}", point(floor, Scale(H, S, gone=H, come=H))
    yield "keep", point(frozenset(rules.keep), LOWER_IS_HARDER)
    yield from _timing(rules.timing)
    at_once = rules.release is ReleaseWhen.BELOW_STAGE
    yield "release.when", point(at_once, LOWER_IS_HARDER, str(rules.release))
    for language, texts in rules.texts.items():
        yield from _texts(f"texts.{language}", texts)


def _timing(timing: Timing) -> Points:
    shifted = timing.due_shift is not DueShift.NONE
    yield "timing.due_shift", point(shifted, LOWER_IS_HARDER, str(timing.due_shift))
    for method, days in timing.grace_days.items():
        yield f"timing.grace_days.{method}", point(days, LOWER_IS_HARDER)
    yield "timing.settle_business_days", point(timing.settle_business_days, LOWER_IS_HARDER)
    for method, days in timing.clears_after.items():
        yield f"timing.clears_after.{method}", point(days, ALWAYS_HARDER)
    yield "timing.cut_hours.from", point(timing.cut_from, LOWER_IS_HARDER)
    yield "timing.cut_hours.until", point(timing.cut_until, HIGHER_IS_HARDER)
    yield "timing.quiet", point(frozenset(map(_quiet, timing.quiet)), LOWER_IS_HARDER)
    for (country, day), business in timing.decreed.items():
        # A day off holds up what a business day lets through.
        scale = Scale(S, H, gone=S, come=H) if business else Scale(S, H, gone=H, come=S)
        shown = "a business day" if business else "no business day"
        yield f"timing.calendar.{country}.{day}", point(business, scale, shown)


def _quiet(one: Quiet) -> str:
    return f"{one.country or 'everywhere'} {one.since} to {one.until}"


def _texts(path: str, texts: Texts) -> Points:
    for name in ("seller", "pay", "dispute", "help"):
        if said := getattr(texts, name):
            yield f"{path}.{name}", point(said, ONLY_WORDS)
    for name, letter in texts.letters.items():
        yield f"{path}.letters.{name}.subject", point(letter.subject, ONLY_WORDS)
        yield f"{path}.letters.{name}.body", point(letter.body, ONLY_WORDS)


def stage_points(stage: Stage) -> dict[str, Point]:
    """What one stage says, by the paths below it."""
    return dict(_stage(stage))


def _stage(stage: Stage) -> Points:
    yield from _when(stage)
    after = stage.after_notice
    if after is not None:
        yield "after_notice.name", point(after.name, Scale(H, H, gone=H, come=S))
        yield "after_notice.days", point(after.days, LOWER_IS_HARDER)
        yield "after_notice.business_days", point(after.business_days, LOWER_IS_HARDER)
    if stage.notice:
        yield "notice", point(stage.notice, ALWAYS_HARDER)
    yield "to", point(frozenset(stage.to), LOWER_IS_HARDER)
    if stage.repeat_days is not None:
        yield "repeat_days", point(stage.repeat_days, FREQUENT_IS_HARDER)
    if stage.task is not None:
        yield "task", point(str(stage.task), ONLY_WORDS)
    yield "stop_selling", point(stage.stop_selling, HIGHER_IS_HARDER)
    severity = SEVERITY.get(stage.propose, HARDEST)
    yield "propose", point(severity, HIGHER_IS_HARDER, str(stage.propose or "nothing"))
    yield "not_on", point(frozenset(map(str, stage.not_on)), LOWER_IS_HARDER)


def _when(stage: Stage) -> Points:
    when = stage.when
    numbers = {
        "days_overdue": (when.days_overdue, LOWER_IS_HARDER),
        "open_invoices": (when.open_invoices, LOWER_IS_HARDER),
        "suspended_days": (when.suspended_days, LOWER_IS_HARDER),
        "days_to_deletion": (when.days_to_deletion, HIGHER_IS_HARDER),
    }
    for name, (number, scale) in numbers.items():
        if number is not None:
            yield f"when.{name}", point(number, scale)
    for code, amount in when.overdue_amount.items():
        yield f"when.overdue_amount.{code}", point(amount, LOWER_IS_HARDER)
    yield "when.tags", point(when.tags, LOWER_IS_HARDER)
    yield "when.not_tags", point(when.not_tags, LOWER_IS_HARDER)
