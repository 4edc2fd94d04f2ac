"""What a plan's card says of its course: who filed it, when it runs or lapses, votes and steps."""

from __future__ import annotations

from core.domain.approvals import Choice
from core.domain.plans import AUTOMATIC, Action, PlanState, Step, StepState
from core.usecases.plan_view import PlanView
from handlers.messages.containment_lines import votes_line
from handlers.messages.desk_lines import frozen_by
from handlers.messages.escaping import clean
from handlers.messages.plan_lines import name_of
from handlers.messages.steps import settled
from handlers.messages.text import Safe, Words

LONGEST_NOTE = 500
NOT_BEGUN = frozenset({StepState.TODO, StepState.CANCELLED})


def filed_by(view: PlanView, words: Words) -> str:
    content = view.plan.content
    name = name_of(content.requester, view, words)
    if content.action is Action.LIFT_FREEZE:
        return _offered(view, words)
    if content.filed_by == AUTOMATIC:
        said = words(
            "*Why now:* filed automatically {moment}; {name} answers for it and cannot vote.",
            moment=content.filed_at,
            name=name,
        )
    else:
        said = words(
            "*Why now:* asked for by {name}, {moment}.", name=name, moment=content.filed_at
        )
    # The note of such a plan is the last letter, which has a line of its own.
    if not view.plan.note or content.action is Action.LET_GO:
        return said
    return f"{said} {words('Note: {note}', note=Safe(clean(view.plan.note, LONGEST_NOTE)))}"


def _offered(view: PlanView, words: Words) -> str:
    """Nobody asks for the lifting of a freeze: the desk files it with every freeze."""
    content = view.plan.content
    if content.filed_by == AUTOMATIC:
        return words(
            "*Why now:* everything was frozen; offered by the desk {moment}.",
            moment=content.filed_at,
        )
    return words(
        "*Why now:* {name} froze everything: {why}. Offered by the desk {moment}.",
        name=name_of(content.requester, view, words),
        why=Safe(clean(view.plan.note, LONGEST_NOTE) or words("no reason given")),
        moment=content.filed_at,
    )


def runs(view: PlanView, words: Words) -> str:
    """When it will be carried out, and in which order."""
    if votes_line(view, words):
        return words("*Runs:* at once. Smallest subscription first, then all.")
    if view.plan.content.action in {Action.REINSTATE, Action.ADOPT}:
        return words("*Runs:* at the last vote, at once.")
    if not view.facts.cuts_for_money():
        if len(view.plan.content.lines) < 2:
            return words("*Runs:* at the last vote, at once.")
        return words("*Runs:* at the last vote, at once. Smallest subscription first, then all.")
    policy = view.facts.policy
    return words(
        "*Runs:* at the last vote, {start}–{end} on a business day there and here, else in the "
        "next such hour. Smallest subscription first, then the rest.",
        start=f"{policy.cut_from:%H:%M}",
        end=f"{policy.cut_until:%H:%M}",
    )


def lapses(view: PlanView, words: Words) -> str:
    if view.plan.state is PlanState.EXECUTING or view.plan.is_scheduled():
        return ""
    when = {"moment": view.plan.content.expires_at, "place": words.place}
    match view.plan.content.action:
        case Action.SUSPEND:
            return words("*Lapses:* {moment} {place}. Then nothing is suspended.", **when)
        case Action.LIFT_FREEZE:
            return words("*Lapses:* {moment} {place}. Then the freeze stays.", **when)
        case Action.RATIFY:
            # It is asked for anew as long as nobody agreed.
            return ""
    return words("*Lapses:* {moment} {place}. Then nothing is changed.", **when)


def frozen(view: PlanView, words: Words) -> str:
    if view.freeze is None or view.plan.content.action is Action.LIFT_FREEZE:
        return ""
    return words("{said}. Nothing is sent.", said=Safe(frozen_by(view, words)))


def votes(view: PlanView, words: Words) -> str:
    if none := votes_line(view, words):
        return none
    yes = [v.person_id for v in view.votes if v.choice is Choice.APPROVE]
    count = words("*Votes:* {yes} of {quorum}.", yes=len(yes), quorum=view.quorum)
    names = [name_of(person_id, view, words) for person_id in yes]
    approved = words("Approved by {names}.", names=names) if names else ""
    asked = view.asked if view.plan.state is PlanState.PENDING else ()
    waiting = words("Asked: {names}.", names=[p.name for p in asked]) if asked else ""
    return " ".join(filter(None, (count, approved, waiting)))


def progress(view: PlanView, words: Words) -> str:
    """Step by step, once the first one has begun."""
    if view.steps and all(step.state in NOT_BEGUN for step in view.steps):
        return "" if view.plan.is_open() else words("Nothing was sent.")
    return "\n".join(f"• {_step(step, words)}" for step in view.steps)


def _step(step: Step, words: Words) -> str:
    return settled(step.line.verb, step.state, step.why, step.line.name, words)
