"""The plan's card: what an approver needs to decide, in one order, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from core.domain.approvals import Choice
from core.domain.events import PlanEnded
from core.domain.plans import ON_CUSTOMERS, Action, PlanState
from core.gate import Verdict, Why
from core.usecases.plan_view import PlanView
from handlers.messages import consequence_lines as brings
from handlers.messages import plan_course as course
from handlers.messages import plan_lines as lines
from handlers.messages.blocks import Block, Message, context, divider, section
from handlers.messages.clock_lines import clock_lines
from handlers.messages.containment_lines import alone_lines, left_of_plan, until_line
from handlers.messages.desk_lines import desk_headline, desk_lines
from handlers.messages.explanation import standing_stage
from handlers.messages.hand_lines import by_hand, to_do
from handlers.messages.plan_buttons import card_buttons
from handlers.messages.plan_waits import silence, waits
from handlers.messages.reasons import ended
from handlers.messages.talk_lines import told_line
from handlers.messages.text import N_, Safe, Words

STATES: Mapping[PlanState, str] = {
    PlanState.FINISHED: N_("DONE"),
    PlanState.PARTIAL: N_("DONE IN PART"),
    PlanState.NEEDS_HUMAN: N_("STOPPED"),
    PlanState.REJECTED: N_("REJECTED"),
    PlanState.WITHDRAWN: N_("WITHDRAWN"),
    PlanState.EXPIRED: N_("LAPSED"),
    PlanState.SUPERSEDED: N_("REPLACED"),
}
SAID_ELSEWHERE = frozenset({Why.NONE, Why.VOTES, Why.FROZEN, Why.OVER, Why.EXPIRED})


def plan_card(view: PlanView, token: str, words: Words) -> Message:
    """The card as it stands now: with buttons while it can be decided, with the record after."""
    first = first_line(view, words)
    paragraphs = _standing(view, words) if view.plan.is_open() else _record(view, words)
    blocks: list[Block] = [section(f"*{first}*")]
    blocks += [section("\n".join(kept)) for some in paragraphs if (kept := [p for p in some if p])]
    blocks += [card_buttons(view, token, words), context(revision(view, words)), divider()]
    return Message(first, tuple(blocks))


def first_line(view: PlanView, words: Words) -> str:
    """In a channel full of cards the state is what is read first."""
    if view.plan.content.action in ON_CUSTOMERS:
        said = lines.headline(view, words)
        if view.plan.state is PlanState.FINISHED:
            return said
    else:
        said = desk_headline(view, words)
    state = STATES.get(view.plan.state)
    return words("{state}: {said}", state=Safe(words(state)), said=Safe(said)) if state else said


def _standing(view: PlanView, words: Words) -> list[list[str]]:
    """Paragraphs of lines: the money, what it does, how it runs, where it stands."""
    where = [to_do(view, words), waiting(view, words)]
    where += [course.frozen(view, words), course.votes(view, words)]
    if view.plan.content.action not in ON_CUSTOMERS:
        asked = course.filed_by(view, words) if _is_asked_for(view) else ""
        return [desk_lines(view, words), [asked, course.lapses(view, words)], where]
    if view.plan.state is PlanState.EXECUTING:
        where.append(course.progress(view, words))
    return [
        _money(view, words),
        alone_lines(view, words),
        [lines.stops(view, words), lines.stays_on(view, words)],
        left_of_plan(view, words),
        [brings.keeps_billing(view, words), brings.cheaper(view, words)],
        [brings.way_back(view, words)],
        [lines.to_be_picked(view, words)],
        [
            course.filed_by(view, words),
            course.runs(view, words),
            by_hand(view, words),
            course.lapses(view, words),
        ],
        where,
    ]


def _money(view: PlanView, words: Words) -> list[str]:
    return [
        lines.owed(view, words),
        lines.paid_meanwhile(view, words),
        lines.paid(view, words),
        standing_stage(view.place, words),
        told_line(view.talk, words) if view.facts.cuts_for_money() else "",
    ]


def _is_asked_for(view: PlanView) -> bool:
    """By somebody; the lifting of a freeze is offered with it."""
    return view.plan.content.action is not Action.LIFT_FREEZE


def waiting(view: PlanView, words: Words) -> str:
    """What stands in the way, unless it is only the votes that the next line counts."""
    ruling = view.ruling
    if ruling.verdict is Verdict.GO:
        silent = silence(view, words)
        return words("*Now:* {said}", said=Safe(silent)) if silent else ""
    if ruling.why in SAID_ELSEWHERE:
        return ""
    return words("*Now:* {said}", said=Safe(waits(view, words)))


def _record(view: PlanView, words: Words) -> list[list[str]]:
    """What became of it, when and why; who decided; each step; when it may be asked again."""
    return [
        [_over(view, words), _again(view, words)],
        desk_lines(view, words) if _is_asked_for(view) else [],
        [until_line(view.contained, words), *alone_lines(view, words)],
        left_of_plan(view, words),
        _clocks(view, words),
        [_votes_cast(view, words)],
        [course.progress(view, words)],
        [course.filed_by(view, words)],
    ]


def outcome_lines(view: PlanView, words: Words) -> list[str]:
    """For whoever asked for it: what became of it, step by step, and who decided."""
    said = (_over(view, words), _again(view, words), _votes_cast(view, words))
    return list(filter(None, (*said, course.progress(view, words))))


def _over(view: PlanView, words: Words) -> str:
    plan = view.plan
    said = Safe(ended(plan.state, plan.ended_why, words))
    moments = [r.stamp.at for r in view.events if isinstance(r.event, PlanEnded)]
    if not moments:
        return words("*Over:* {said}", said=said)
    return words("*Over* since {moment}: {said}", moment=moments[-1], said=said)


def _clocks(view: PlanView, words: Words) -> list[str]:
    """Whose data runs out, and who answers for it."""
    return clock_lines(view.clocks, words) if view.plan.content.action is Action.SUSPEND else []


def _again(view: PlanView, words: Words) -> str:
    day = view.plan.ask_again_on
    return words("May be asked again from {day}.", day=day) if day else ""


def _votes_cast(view: PlanView, words: Words) -> str:
    said = []
    for vote in view.votes:
        name = lines.name_of(vote.person_id, view, words)
        if vote.choice is Choice.APPROVE:
            said.append(words("{name} approved, {moment}.", name=name, moment=vote.at))
        else:
            why = vote.reason or words("no reason given")
            said.append(
                words("{name} rejected, {moment}: {why}", name=name, moment=vote.at, why=why)
            )
    return words("*Votes:* {said}", said=Safe(" ".join(said) or words("none.")))


def revision(view: PlanView, words: Words) -> str:
    return words(
        "revision {number}, {hash}",
        number=view.plan.content.revision,
        hash=view.plan.hash[:8],
    )
