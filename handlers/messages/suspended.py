"""The answer to /overdue suspended: who is off, since when and why, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from core.usecases.suspended import Off, Suspended
from handlers.messages.blocks import Block, Message, button, context, section
from handlers.messages.exposure_lines import amounts
from handlers.messages.reasons import KINDS, named
from handlers.messages.text import Safe, Words


def suspended_card(found: Suspended, tokens: Sequence[str], words: Words) -> Message:
    """One line for each customer; a token for the button of each."""
    if not found.shown:
        return Message(first := words("Nothing is suspended by us."), (section(first),))
    first = words.many(
        "{count} customer is suspended by us, for the longest time first.",
        "{count} customers are suspended by us, for the longest time first.",
        found.customers,
    )
    blocks: list[Block] = [section(f"*{first}*")]
    blocks += [_row(one, token, words) for one, token in zip(found.shown, tokens, strict=True)]
    if left := found.customers - len(found.shown):
        blocks.append(context(words("and {count} more", count=left)))
    blocks.append(context(words("Suspensions that others placed stand on /standing.")))
    return Message(first, tuple(blocks))


def _row(one: Off, token: str, words: Words) -> Block:
    """While a plan is open, that one is to be decided first."""
    if one.asked:
        return section(f"{_line(one, words)}\n{words('A plan is open: see its card.')}")
    spoken = words("Reinstate {name}", name=Safe(one.customer.name))
    return section(
        _line(one, words), button(words("Reinstate…"), "customer_reinstate", token, spoken=spoken)
    )


def _line(one: Off, words: Words) -> str:
    what = words.many(
        "{name}: {count} subscription since {day}, {why}",
        "{name}: {count} subscriptions since {day}, {why}",
        one.subscriptions,
        name=one.customer.name,
        day=one.since.date(),
        why=words.listed(str(named(reason, KINDS, words)) for reason in one.reasons),
    )
    if not one.days:
        return f"{what}. {words('Nothing is overdue.')}"
    owed = words.many(
        "Overdue: {owed} for {count} day.",
        "Overdue: {owed} for {count} days.",
        one.days,
        owed=amounts(one.overdue, words),
    )
    return f"{what}. {owed}"
