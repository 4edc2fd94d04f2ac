"""What a plan's card says of its course: who filed it, when it runs or lapses, votes and steps."""

from __future__ import annotations

from core.domain.approvals import Choice
from core.domain.plans import AUTOMATIC, Action, PlanState, Step, StepState, Verb
from core.usecases.plan_view import PlanView
from handlers.messages.escaping import clean
from handlers.messages.plan_lines import name_of
from handlers.messages.reasons import step_state
from handlers.messages.text import Safe, Words

LONGEST_NOTE = 500
TROUBLE = frozenset({StepState.REFUSED, StepState.REVIEW, StepState.UNKNOWN})


def filed_by(view: PlanView, words: Words) -> str:
    content = view.plan.content
    name = name_of(content.requester, view, words)
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
    if not view.plan.note:
        return said
    return f"{said} {words('Note: {note}', note=Safe(clean(view.plan.note, LONGEST_NOTE)))}"


def runs(view: PlanView, words: Words) -> str:
    """When it will be carried out, and in which order."""
    if not view.facts.cuts_for_money():
        return words("*Runs:* at the last vote, one subscription after the other.")
    policy = view.facts.policy
    return words(
        "*Runs:* at the last vote on business days {start}–{end} there and here, else in the next "
        "such hours. The smallest subscription goes first, alone; then the rest.",
        start=f"{policy.cut_from:%H:%M}",
        end=f"{policy.cut_until:%H:%M}",
    )


def lapses(view: PlanView, words: Words) -> str:
    if view.plan.state is PlanState.EXECUTING:
        return ""
    moment = view.plan.content.expires_at
    match view.plan.content.action:
        case Action.SUSPEND:
            return words("*Lapses:* {moment}. Then nothing is suspended.", moment=moment)
        case Action.LIFT_FREEZE:
            return words("*Lapses:* {moment}. Then everything stays frozen.", moment=moment)
    return words("*Lapses:* {moment}. Then nothing is changed.", moment=moment)


def frozen(view: PlanView, words: Words) -> str:
    if view.freeze is None or view.plan.content.action is Action.LIFT_FREEZE:
        return ""
    return words("*Frozen* since {moment}: nothing is sent.", moment=view.freeze.since)


def votes(view: PlanView, words: Words) -> str:
    yes = [v.person_id for v in view.votes if v.choice is Choice.APPROVE]
    count = words("*Votes:* {yes} of {quorum}.", yes=len(yes), quorum=view.quorum)
    names = [name_of(person_id, view, words) for person_id in yes]
    approved = words("Approved by {names}.", names=names) if names else ""
    asked = view.asked if view.plan.state is PlanState.PENDING else ()
    waiting = words("Asked: {names}.", names=[p.name for p in asked]) if asked else ""
    return " ".join(filter(None, (count, approved, waiting)))


def progress(view: PlanView, words: Words) -> str:
    """Step by step, once the first one has begun."""
    return "\n".join(_step(step, words) for step in view.steps)


def _step(step: Step, words: Words) -> str:
    state, name = step_state(step.state, words), step.line.name
    why = Safe(f" ({clean(step.why)})") if step.why and step.state in TROUBLE else ""
    match step.line.verb:
        case Verb.SUSPEND:
            return words("• Suspend {name}: {state}{why}", name=name, state=state, why=why)
        case Verb.REACTIVATE:
            return words("• Reinstate {name}: {state}{why}", name=name, state=state, why=why)
    return words("• Put {name} back as it was: {state}{why}", name=name, state=state, why=why)
