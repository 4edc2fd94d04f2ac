"""A letter as it is shown in Slack before it goes out for the first time."""

from __future__ import annotations

from core.domain.letters import Written
from handlers.messages.blocks import Block, Message, clean, context, section
from handlers.messages.text import Safe, Words
from handlers.messages.ticket_package import chunks

# What a reader still reads; a statement of hundreds of documents goes on as the last one began.
MOST_CHUNKS = 8
LANGUAGE_NAMES = {"en": "English", "ko": "한국어", "zh-Hans": "简体中文"}
LONGEST_SUBJECT = 200


def letter_preview(written: Written, words: Words, *, recipients: int) -> Message:
    """Subject and text, word for word, and how many customers would get one like it today."""
    title = words("Preview: {subject}", subject=Safe(clean(written.subject, LONGEST_SUBJECT)))
    goes_to = words.many(
        "{language}. {count} customer would get such a letter today.",
        "{language}. {count} customers would get such a letter today.",
        recipients,
        language=LANGUAGE_NAMES[written.language],
    )
    parts = list(chunks(written.text))
    shown: list[Block] = [section(f"```{part}```") for part in parts[:MOST_CHUNKS]]
    if len(parts) > MOST_CHUNKS:
        shown.append(context(words("The rest of this long letter is not shown here.")))
    return Message(title, (section(f"*{title}*\n{goes_to}"), *shown))
