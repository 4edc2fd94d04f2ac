"""The answer to /overdue: totals by currency and age, then the customers, worst first."""

from __future__ import annotations

from collections.abc import Sequence

from core.usecases.overdue import Overview, Row
from handlers.messages.blocks import Block, Message, context, section
from handlers.messages.exposure_lines import amounts, bucket_lines, standing_word
from handlers.messages.text import Words

MOST_ROWS = 50
LONGEST_SECTION = 2900


def overdue_card(found: Overview, words: Words, matching: str = "") -> Message:
    """A list of lines instead of a wide table: a telephone shows it whole."""
    first = _first(found, words, matching)
    rows = found.rows[:MOST_ROWS]
    blocks: list[Block] = [section(f"*{first}*")]
    if ages := bucket_lines(found.buckets, words):
        blocks.append(section("\n".join(ages)))
    blocks += [section(text) for text in _in_sections([_row(row, words) for row in rows])]
    if left := len(found.rows) - len(rows):
        blocks.append(section(words("and {count} more", count=left)))
    return Message(first, (*blocks, context(" ".join(state_lines(found, words)))))


def _first(found: Overview, words: Words, matching: str) -> str:
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


def _in_sections(lines: Sequence[str]) -> list[str]:
    """As many customers in a section as Slack takes characters: gaps would look like groups."""
    sections: list[str] = []
    for line in lines:
        if sections and len(sections[-1]) + len(line) < LONGEST_SECTION:
            sections[-1] += f"\n{line}"
        else:
            sections.append(line)
    return sections


def _row(row: Row, words: Words) -> str:
    said = words.many(
        "• {name}: {amounts}, {count} day, {standing}",
        "• {name}: {amounts}, {count} days, {standing}",
        row.exposure.days_overdue(),
        name=row.name,
        amounts=amounts(row.exposure.overdue(), words),
        standing=standing_word(row.standing, words),
    )
    if not row.confirmed:
        said += words(" (not confirmed as a tenant)")
    return said + words(" (rows unreadable)") if row.unreadable else said


def state_lines(found: Overview, words: Words) -> list[str]:
    """How far all this can be trusted."""
    as_of = found.books_as_of
    said = [words("Books of {moment}.", moment=as_of) if as_of else words("Books: none yet.")]
    if found.refused:
        said.append(words("The newest file was refused."))
    if found.unmapped:
        said.append(
            words.many(
                "{count} account is not confirmed.",
                "{count} accounts are not confirmed.",
                found.unmapped,
            )
        )
    since = found.freeze.since if found.freeze else None
    said.append(words("Frozen since {moment}.", moment=since) if since else words("Freeze off."))
    return said
