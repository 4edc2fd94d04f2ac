"""What stands against running a policy that can be read, and what looks unintended in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.domain.ladder import Ladder, Rules, Stage, When
from core.domain.plans import Action

TOO_EARLY = "nothing is overdue yet, so this stage can only send a notice"


class Level(StrEnum):
    """A policy is refused, or only warned about."""

    REFUSED = "refused"
    WARNED = "warned"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing with its path in the file."""

    level: Level
    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


def findings_of(rules: Rules, *, lacking: Sequence[str] = ()) -> list[Finding]:
    """In the order of the file. `lacking` are tables without which nothing is run."""
    found = [
        _refused(name, "missing: such a policy can be explained and simulated, not run")
        for name in lacking
    ]
    return [*found, *_floors(rules), *_stages(rules), *_segments(rules)]


def _refused(path: str, reason: str) -> Finding:
    return Finding(Level.REFUSED, path, reason)


def _warned(path: str, reason: str) -> Finding:
    return Finding(Level.WARNED, path, reason)


def _floors(rules: Rules) -> Iterator[Finding]:
    if not rules.floors:
        yield _refused("floors", "no currency has a floor; name one for each that you bill in")
    for code, floor in rules.floors.items():
        if not floor:
            yield _refused(f"floors.{code}", "must be above zero, or no debt would ever be paid")


def _stages(rules: Rules) -> Iterator[Finding]:
    if not rules.stages:
        yield _warned("stage", "there is no stage: nothing is ever sent or proposed")
    for place, stage in enumerate(rules.stages):
        path = f"stage[{place}]"
        yield from _alone(stage, path)
        yield from _after_notice(stage, rules.stages[:place], path)
        yield from _amounts(stage, rules, path)
    yield from _overtaken(rules.stages, "stage")


def _alone(stage: Stage, path: str) -> Iterator[Finding]:
    both = stage.when.tags & stage.when.not_tags
    if both:
        tags = ", ".join(sorted(both))
        yield _refused(f"{path}.when.not_tags", f"never holds: {tags} is asked for in `tags`")
    if stage.when.is_upcoming() and not stage.only_tells():
        yield _refused(path, TOO_EARLY)
    if stage.repeat_days is not None and not stage.notice:
        yield _refused(f"{path}.repeat_days", "there is no notice that could be repeated")
    if not (stage.notice or stage.propose or stage.task or stage.stop_selling):
        yield _warned(path, "nothing happens in this stage")
    if stage.propose is Action.SUSPEND:
        yield from _suspension(stage, path)


def _suspension(stage: Stage, path: str) -> Iterator[Finding]:
    if not stage.when.overdue_amount:
        yield _refused(f"{path}.when.overdue_amount", "a suspension needs an amount")
    if stage.after_notice is None:
        yield _refused(f"{path}.after_notice", "nobody is suspended who was not told before")
    if stage.when.days_overdue is None:
        yield _warned(f"{path}.when.days_overdue", "a suspension on no day in particular")


def _after_notice(stage: Stage, milder: Sequence[Stage], path: str) -> Iterator[Finding]:
    after = stage.after_notice
    if after is None:
        return
    where = f"{path}.after_notice"
    senders = [one for one in milder if one.notice == after.name]
    if not senders:
        yield _refused(f"{where}.name", f'never reached: no milder stage sends "{after.name}"')
    elif all(one.when.is_upcoming() for one in senders):
        yield _refused(f"{where}.name", f'"{after.name}" goes out before anything is overdue')
    if not after.days and not after.business_days:
        yield _warned(where, "holds on the very day of the notice; give days")
    days, earliest = stage.when.days_overdue, _earliest(senders)
    if days is not None and earliest is not None and days < earliest + after.days:
        yield _warned(
            f"{path}.when.days_overdue",
            f'not before day {earliest + after.days}: "{after.name}" goes out on day {earliest}'
            f" at the earliest and must be {after.days} days old",
        )


def _earliest(senders: Sequence[Stage]) -> int | None:
    days = [one.when.days_overdue for one in senders if one.when.days_overdue is not None]
    return min(days, default=None)


def _amounts(stage: Stage, rules: Rules, path: str) -> Iterator[Finding]:
    for code, amount in stage.when.overdue_amount.items():
        floor = rules.floor(code)
        where = f"{path}.when.overdue_amount.{code}"
        if floor is None:
            yield _refused(where, "the policy has no floor for this currency")
        elif amount < floor:
            yield _warned(where, f"below the floor of {floor.plain()}, which holds instead")


def _overtaken(stages: Sequence[Stage], path: str) -> Iterator[Finding]:
    """A stage that never wins, because a severer one holds whenever it does."""
    for place, stage in enumerate(stages):
        by = next((one for one in stages[place + 1 :] if _follows(stage, one)), None)
        if by is not None:
            yield _refused(
                f"{path}[{place}]" if path == "stage" else path,
                f'"{stage.name}" is never reached: "{by.name}" holds whenever it does',
            )


def _follows(stage: Stage, severer: Stage) -> bool:
    """Does the severer stage hold whenever this one does, by what can be said for certain?"""
    one, other = stage.when, severer.when
    if severer.after_notice is not None or one.is_upcoming() is not other.is_upcoming():
        return False
    return (
        _days_follow(one, other)
        and _amounts_follow(one, other)
        and (other.open_invoices or 0) <= (one.open_invoices or 0)
        and other.tags <= one.tags
        and other.not_tags <= one.not_tags
        and other.suspended_days in {None, one.suspended_days}
        and other.days_to_deletion in {None, one.days_to_deletion}
    )


def _days_follow(one: When, other: When) -> bool:
    if other.days_overdue is None:
        return True
    if one.days_overdue is None:
        return False
    return other.days_overdue <= one.days_overdue


def _amounts_follow(one: When, other: When) -> bool:
    return all(
        code in one.overdue_amount and not one.overdue_amount[code] < amount
        for code, amount in other.overdue_amount.items()
    )


def _segments(rules: Rules) -> Iterator[Finding]:
    for place, segment in enumerate(rules.segments):
        path = f"segment[{place}]"
        if not segment.days:
            yield _warned(f"{path}.days", "changes nothing")
        if any(_shadows(earlier.tags, earlier.customers, segment.tags, segment.customers)
               for earlier in rules.segments[:place] if earlier.until is None):  # fmt: skip
            yield _refused(path, f'"{segment.name}" is never reached: an earlier one comes first')
        yield from _segment_ladder(rules.ladder_of(segment), path)


def _shadows(
    tags: frozenset[str], customers: frozenset[str], later: frozenset[str], named: frozenset[str]
) -> bool:
    """Does the earlier segment hold for everybody for whom the later one does?"""
    return tags <= later and (not customers or (bool(named) and named <= customers))


def _segment_ladder(ladder: Ladder, path: str) -> Iterator[Finding]:
    yield from _overtaken(ladder.stages, f"{path}.days")
    for place, stage in enumerate(ladder.stages):
        if stage.when.is_upcoming() and not stage.only_tells():
            yield _refused(f"{path}.days.{stage.name}", TOO_EARLY)
        after = stage.after_notice
        sent = {one.notice for one in ladder.stages[:place]}
        if after is not None and after.name not in sent:
            yield _refused(
                f"{path}.days", f'"{stage.name}" is never reached: nothing sends "{after.name}"'
            )
