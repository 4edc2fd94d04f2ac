"""A letter to read before the first one with these words is sent."""

from __future__ import annotations

from core.domain.collecting import Preview
from handlers.messages.blocks import Block, Element, Message, actions, button, context, section
from handlers.messages.escaping import clean
from handlers.messages.letter_words import language_name, letter_name
from handlers.messages.text import Safe, Words

LONGEST_PART, LONGEST_LINE, MOST_PARTS = 2800, 1000, 4
RELEASE = "words_release"


def preview_card(preview: Preview, who: str, token: str, words: Words) -> Message:
    """`who` released it; empty before that."""
    letter = letter_name(preview.notice, words)
    first = words(
        "READ BEFORE SENDING: {letter}, in {language}",
        letter=Safe(letter),
        language=language_name(preview.language, words),
    )
    blocks: list[Block] = [
        section(f"*{first}*"),
        section(f"*{clean(preview.subject, LONGEST_LINE)}*"),
        *(section(part) for part in _parts(preview.text)),
    ]
    if preview.released_at is not None:
        said = words("{who} released it, {moment}.", who=who, moment=preview.released_at)
        return Message(first, (*blocks, section(said)))
    press: list[Element] = [button(words("Send from Now On"), RELEASE, token, style="primary")]
    note = words(
        "This is the first customer's. Until somebody with the approver's role releases these "
        "words, no letter with them is sent, to anybody."
    )
    return Message(first, (*blocks, actions(*press, block_id="words"), context(note)))


def _parts(text: str) -> list[str]:
    """Its lines, as many to a block as fit; where a very long one ends the letter itself says."""
    parts = [""]
    for line in text.strip().splitlines():
        said = clean(line, LONGEST_LINE)
        if len(parts[-1]) + len(said) + 1 > LONGEST_PART:
            parts.append("")
        parts[-1] = f"{parts[-1]}\n{said}" if parts[-1] else said
    return [part for part in parts[:MOST_PARTS] if part]
