"""The plan's card as one person has it in a direct message: the same card, what it wants of them,
and how to hear less."""

from __future__ import annotations

from core.domain.approvals import Choice
from core.domain.plans import PlanState
from core.usecases.plan_view import PlanView
from handlers.messages.blocks import Message, context, plain, section
from handlers.messages.plan_card import first_line, plan_card
from handlers.messages.text import Safe, Words

COMMAND = Safe("`/collections notify off`")


def vote_ask(view: PlanView, person_id: str, times: int, token: str, words: Words) -> Message:
    """`times` says how often this person was asked by now."""
    card = plan_card(view, token, words)
    lead = _lead(view, person_id, times, words)
    blocks = (section(lead), *card.blocks[:-1])
    if view.plan.state is PlanState.PENDING:
        blocks += (context(_less(words)),)
    return Message(f"{lead} {card.text}", blocks)


def asked_again(view: PlanView, words: Words) -> Message:
    """What an older message turns into, whose buttons are in a newer one now."""
    said = words("You were asked once more, further down: {plan}", plan=_plan(view, words))
    return plain(said)


def _plan(view: PlanView, words: Words) -> Safe:
    return Safe(first_line(view, words))


def _lead(view: PlanView, person_id: str, times: int, words: Words) -> str:
    mine = next((vote for vote in view.votes if vote.person_id == person_id), None)
    if mine is not None and mine.choice is Choice.APPROVE:
        return words("You approved, {moment}.", moment=mine.at)
    if mine is not None:
        return words("You rejected, {moment}.", moment=mine.at)
    if not view.plan.is_open():
        return words("Over: your vote is not wanted any more.")
    if view.plan.state is not PlanState.PENDING:
        return words("Decided: your vote is not wanted any more.")
    if person_id not in {one.person_id for one in view.asked}:
        return words("You have no vote on this any more.")
    if times > 1:
        return words("*Your vote is still wanted.* Reminder {number}.", number=times - 1)
    return words("*Your vote is wanted.*")


def _less(words: Words) -> str:
    return words(
        "Asked in private because you may vote. To hear less: {command}, or the Home tab.",
        command=COMMAND,
    )
