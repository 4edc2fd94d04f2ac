"""The package of a service request: a text in each language, ready to be pasted into a form."""

from __future__ import annotations

from collections.abc import Iterator

from core.usecases.tickets import View
from handlers.messages.blocks import MOST_BLOCKS, Message, context, section
from handlers.messages.escaping import escape
from handlers.messages.text import Safe, Words
from handlers.messages.ticket_card import where_to
from handlers.messages.ticket_text import text_in
from handlers.messages.ticket_words import BOTH_LANGUAGES

# Within Slack's paragraph, with room for the fences.
LONGEST_CHUNK, CHUNKS = 2900, 12


def prepared(view: View, words: Words) -> Message:
    """Right after it was asked for: all of it, as far as one form can show it."""
    first = words(
        "Service request {reference} is ready to paste.", reference=Safe(view.ticket.reference)
    )
    again = words(
        "It is found again with {command} and in the thread of the case.",
        command=Safe(f"`/ticket show {view.ticket.reference}`"),
    )
    shown = [block for message in package(view, words) for block in message.blocks]
    room = MOST_BLOCKS - 2
    return Message(first, (section(f"*{first}*"), *shown[:room], context(again)))


def package(view: View, words: Words) -> list[Message]:
    """A code block in each language, over as many messages as it takes; no id is cut."""
    how = words(
        "Once submitted, type its number: {command}",
        command=Safe(f"`/ticket number {view.ticket.reference} …`"),
    )
    messages = []
    for language in BOTH_LANGUAGES:
        first = words(
            "Service request {reference}, ready to paste: {language}",
            reference=Safe(view.ticket.reference),
            language=Safe(language.name),
        )
        where = where_to(view.ticket, view.facts.partner, words, language)
        parts = list(chunks(text_in(language, view.ticket, view.facts)))
        for n in range(0, len(parts), CHUNKS):
            head = section(f"*{first}*\n{where}" if n == 0 else f"*{first}* ({n // CHUNKS + 1})")
            blocks = [section(f"```{part}```") for part in parts[n : n + CHUNKS]]
            messages.append(Message(first, (head, *blocks, context(how))))
    return messages


def chunks(text: str, limit: int = LONGEST_CHUNK) -> Iterator[str]:
    """Whole lines as they may stand in a block of code; a line that is too long is broken between
    words."""
    part = ""
    for line in text.splitlines():
        for piece in _pieces(harmless(line), limit):
            if len(part) + len(piece) + 1 > limit:
                yield part
                part = ""
            part = f"{part}\n{piece}" if part else piece
    if part:
        yield part


def _pieces(line: str, limit: int) -> Iterator[str]:
    while len(line) > limit:
        at = next((n for n in range(limit, limit // 2, -1) if _between(line, n)), limit)
        yield line[:at]
        line = line[at:].lstrip(" ")
    yield line


def _between(line: str, at: int) -> bool:
    """May the line be broken here? Not inside a word, an id or an entity."""
    before, after = line[at - 1], line[at]
    return not all(sign.isascii() and not sign.isspace() for sign in (before, after))


def harmless(line: str) -> str:
    """Inside a block of code nothing is markup but its end."""
    return escape(line.replace("`", "'"))
