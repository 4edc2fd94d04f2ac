"""What is said beside exported files, and where there can be none."""

from __future__ import annotations

from core.usecases.overdue import Overview
from handlers.messages.blocks import Message, plain
from handlers.messages.text import Safe, Words

AT_THE_TERMINAL = "python -m bot export overdue --format xlsx overdue.xlsx"


def asked(count: int, words: Words) -> Message:
    """The answer to the command; the files follow."""
    return plain(
        words.many(
            "The list of {count} customer is on its way, as a direct message to you.",
            "The list of {count} customers is on its way, as a direct message to you.",
            count,
        )
    )


def brought(found: Overview, words: Words) -> str:
    as_of = words.value(found.books_as_of) if found.books_as_of else words("unknown")
    return words.many(
        "{count} overdue customer, worst first. Books of {moment}.",
        "{count} overdue customers, worst first. Books of {moment}.",
        len(found.rows),
        moment=Safe(as_of),
    )


def whole_list(found: Overview, words: Words) -> str:
    return words("All {count} overdue customers, worst first.", count=len(found.rows))


def chosen_list(found: Overview, words: Words) -> str:
    """Of a digest whose channel chose whom it shows."""
    return words(
        "All {count} overdue customers that this channel shows, worst first.",
        count=len(found.rows),
    )


def not_allowed(words: Words) -> Message:
    """Slack's administrators may leave the scope for files out."""
    return plain(
        words(
            "Files cannot be uploaded here: the optional scope files:write was not granted. "
            "Whoever runs me writes the whole list with {command}",
            command=Safe(f"`{AT_THE_TERMINAL}`"),
        )
    )
