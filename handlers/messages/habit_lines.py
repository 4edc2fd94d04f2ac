"""The note on habits, in words that accuse nobody."""

from __future__ import annotations

from core.usecases.habits import Note
from handlers.messages.blocks import Block, Message, context, section
from handlers.messages.text import Safe, Words

MOST_LINES = 15


def habit_note(note: Note, words: Words) -> Message:
    first = words("How plans were approved in the last 90 days: two things to talk about.")
    pairs = [
        words.many(
            "• {first} and {second}: {count} plan, each approved by the other",
            "• {first} and {second}: {count} plans, each approved by the other",
            pair.plans,
            first=note.people[pair.first].name,
            second=note.people[pair.second].name,
        )
        for pair in note.pairs[:MOST_LINES]
    ]
    hasty = [
        words(
            "• {name}, {customer}, {moment}",
            name=note.people[one.person_id].name,
            customer=note.plans[one.plan_id].content.customer_name or words("the desk itself"),
            moment=one.approved_at or one.opened_at,
        )
        for one in note.hasty[-MOST_LINES:]
    ]
    blocks: list[Block] = [section(f"*{first}*")]
    if pairs:
        blocks.append(_group(words("*Always each other:*"), pairs))
    if hasty:
        blocks.append(_group(words("*Approved within five seconds of opening the form:*"), hasty))
    why = words(
        "It proves nothing and blocks nothing. Only administrators get it, because the policy says "
        "`notice_habits`."
    )
    return Message(first, (*blocks, context(why)))


def _group(title: str, lines: list[str]) -> Block:
    return section("\n".join([title, *(Safe(line) for line in lines)]))
