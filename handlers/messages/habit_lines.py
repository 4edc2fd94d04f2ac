"""The note on habits, in words that accuse nobody."""

from __future__ import annotations

from core.usecases.habits import Note
from handlers.messages.blocks import Block, Message, context, section
from handlers.messages.text import Words

MOST_LINES = 15


def habit_note(note: Note, words: Words) -> Message:
    first = words("How plans were approved in the last 90 days: two things to talk about.")
    blocks: list[Block] = [section(f"*{first}*")]
    if note.pairs:
        blocks.append(_group(words("*Always each other:*"), _pairs(note, words)))
    if note.hasty:
        title = words("*Approved within five seconds of opening the form:*")
        blocks.append(_group(title, _hasty(note, words)))
    why = words(
        "It proves nothing and blocks nothing. Only administrators get it, because the policy says "
        "`notice_habits`."
    )
    return Message(first, (*blocks, context(why)))


def _pairs(note: Note, words: Words) -> list[str]:
    return [
        words.many(
            "• {first} and {second}: {count} plan, each approved by the other",
            "• {first} and {second}: {count} plans, each approved by the other",
            pair.plans,
            first=note.people[pair.first].name,
            second=note.people[pair.second].name,
        )
        for pair in note.pairs[:MOST_LINES]
    ]


def _hasty(note: Note, words: Words) -> list[str]:
    return [
        words(
            "• {name}, {customer}, {moment}",
            name=note.people[one.person_id].name,
            customer=note.plans[one.plan_id].content.customer_name or words("the desk itself"),
            moment=one.approved_at or one.opened_at,
        )
        for one in note.hasty[-MOST_LINES:]
    ]


def _group(title: str, lines: list[str]) -> Block:
    return section("\n".join([title, *lines]))
