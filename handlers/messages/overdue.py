"""The answer to /overdue: totals by currency and age, then the customers, worst first."""

from __future__ import annotations

from collections.abc import Sequence

from core.usecases.overdue import Overview
from handlers.messages.blocks import Block, Message, context, section
from handlers.messages.exposure_lines import amounts, bucket_lines
from handlers.messages.freeze_lines import narrow_line
from handlers.messages.overdue_table import overdue_table
from handlers.messages.text import Safe, Words

EXPORT = Safe("`/overdue export`")
MAPPING = Safe("`/mapping`")


def overdue_card(
    found: Overview, words: Words, matching: str = "", tokens: Sequence[str] = ()
) -> Message:
    """The same table as in the digest, below the sums; `tokens` are for the buttons of its rows."""
    first = _first(found, words, matching)
    blocks: list[Block] = [section(f"*{first}*")]
    if ages := bucket_lines(found.buckets, words):
        blocks.append(section("\n".join(ages)))
    said = state_lines(found, words)
    if found.rows:
        table, shown = overdue_table(found.rows, words, tokens)
        blocks.append(table)
        if shown < len(found.rows):
            blocks.append(section(_left_out(shown, len(found.rows), words)))
        said.append(words("All of it as files: {command}", command=EXPORT))
    return Message(first, (*blocks, context(" ".join(said))))


def _left_out(shown: int, every: int, words: Words) -> str:
    return words("These are the worst {shown} of {all}.", shown=shown, all=every)


def _first(found: Overview, words: Words, matching: str) -> str:
    if found.books_as_of is None and not found.rows:
        return words("Who is overdue is not known: no books are in yet.")
    if not found.rows and matching:
        return words("Nobody who is overdue is called “{text}”.", text=matching)
    if not found.rows:
        return words("Nobody is overdue.")
    return words.many(
        "{count} customer is overdue: {amounts}.",
        "{count} customers are overdue: {amounts}.",
        len(found.rows),
        amounts=amounts(found.totals, words),
    )


def _unmapped(found: Overview, words: Words) -> str:
    """They are owed, and nobody can be cut off for them."""
    if not any(found.unmapped_open.values()):
        return words.many(
            "{count} account is not confirmed.",
            "{count} accounts are not confirmed.",
            found.unmapped,
        )
    return words.many(
        "{count} account is not confirmed, {amounts} open: see {command}.",
        "{count} accounts are not confirmed, {amounts} open: see {command}.",
        found.unmapped,
        amounts=amounts(found.unmapped_open, words),
        command=MAPPING,
    )


def state_lines(found: Overview, words: Words) -> list[str]:
    """How far all this can be trusted."""
    as_of = found.books_as_of
    said = [words("Books of {moment}.", moment=as_of) if as_of else words("Books: none yet.")]
    if found.refused:
        said.append(words("The newest file was refused."))
    said += [words("The books of {source} cannot be read.", source=one) for one in found.unread]
    if found.unmapped:
        said.append(_unmapped(found, words))
    since = found.freeze.since if found.freeze else None
    said.append(words("Frozen since {moment}.", moment=since) if since else words("Freeze off."))
    return [*said, *(narrow_line(one, words) for one in found.narrow)]
