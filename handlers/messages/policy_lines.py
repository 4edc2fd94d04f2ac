"""What another policy would change, for those who decide on it, and the policy in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.domain.plans import PlanState
from core.domain.policy_changes import Change
from core.domain.policy_points import Effect
from core.usecases.plan_view import PlanView
from handlers.messages.text import N_, Words

MOST_CHANGES = 10
GROUPS = (
    (Effect.HARDENS, N_("*Hardens:*")),
    (Effect.SOFTENS, N_("*Softens:*")),
    (Effect.NEITHER, N_("*Only words:*")),
)


def policy_headline(view: PlanView, words: Words) -> str:
    content = view.plan.content
    return words(
        "CHANGE THE POLICY: version {after} in the place of {before}.",
        after=content.subject[:8],
        before=content.policy[:8],
    )


def policy_plan_lines(view: PlanView, words: Words) -> list[str]:
    """What changes, and from when on."""
    return [*change_lines(view.changes, words), _then(view, words)]


def _then(view: PlanView, words: Words) -> str:
    plan = view.plan
    if plan.is_scheduled() and plan.waiting_until is not None:
        return words(
            "*In force from:* {moment} {place}. Until then one who may vote can still reject it.",
            moment=plan.waiting_until,
            place=words.place,
        )
    if plan.state is PlanState.PENDING:
        return words("*Then:* in force 24 hours after the last vote; one person can still stop it.")
    return ""


def change_lines(changes: Iterable[Change], words: Words) -> list[str]:
    """What hardens first; a long list leads to the command that shows the rest."""
    return _grouped(changes, MOST_CHANGES, words)


def every_change_line(changes: Iterable[Change], words: Words) -> list[str]:
    """The same where there is room for all of them."""
    found = list(changes)
    return _grouped(found, len(found), words)


def _grouped(changes: Iterable[Change], most: int, words: Words) -> list[str]:
    found, lines = list(changes), []
    for effect, name in GROUPS:
        group = [one for one in found if one.effect is effect]
        if group:
            lines += [words(name), *_shown(group, most, words)]
    return lines or [words("Nothing but remarks and spacing changes.")]


def _shown(group: Sequence[Change], most: int, words: Words) -> list[str]:
    lines = [f"• {change_line(one, words)}" for one in group[:most]]
    left = len(group) - most
    if left > 0:
        more = words.many(
            "and {count} more: `python -m bot policy diff`",
            "and {count} more: `python -m bot policy diff`",
            left,
        )
        lines.append(more)
    return lines


def change_line(one: Change, words: Words) -> str:
    """`stage[suspension].when.days_overdue: 35 → 28`."""
    facts = {"path": one.path, "before": one.before, "after": one.after}
    if not one.before:
        return words("{path}: {after} is added", **facts)
    if not one.after:
        return words("{path}: {before} is gone", **facts)
    return words("{path}: {before} → {after}", **facts)
