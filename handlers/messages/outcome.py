"""What whoever asked for a plan hears when it is over."""

from __future__ import annotations

from core.usecases.plan_view import PlanView
from handlers.messages.blocks import Block, Message, actions, link, section
from handlers.messages.plan_card import first_line, outcome_lines
from handlers.messages.text import Safe, Words


def outcome(view: PlanView, words: Words) -> Message:
    """How it ended and why, who decided, and where all of it stands."""
    said = words("You asked for this: {plan}", plan=Safe(first_line(view, words)))
    blocks: list[Block] = [section(f"*{said}*"), section("\n".join(outcome_lines(view, words)))]
    if view.card_link:
        blocks.append(actions(link(words("Open the Card"), "card_open", view.card_link)))
    return Message(said, tuple(blocks))
