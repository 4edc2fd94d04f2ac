"""A letter as our own people look at it, and what they hear after a click."""

from __future__ import annotations

from core.domain.notices import Meaning, Outgoing
from handlers.messages.blocks import Message, context, plain, section
from handlers.messages.escaping import clean
from handlers.messages.letter_words import STATES, letter_name
from handlers.messages.text import N_, Safe, Words

LONGEST_SHOWN = 2800
THEN = {
    Meaning.SAYS_PAID: N_(
        "Noted. Nothing is sent or asked for during three business days, in which the payment "
        "should show in the books."
    ),
    Meaning.DISPUTE: N_("Noted. Please write down what is disputed with `/dispute {customer}`."),
    Meaning.PROMISE: N_("Noted. Please write down the promise with `/promise {customer}`."),
    Meaning.AWAY: N_("Noted. The absence holds nothing up."),
    Meaning.OTHER: N_("Noted. The reply holds nothing up any more."),
}


def letter_shown(letter: Outgoing, words: Words) -> Message:
    """All of it, as far as Slack shows it; every word of it may come from a policy or a name."""
    draft = letter.draft
    title = words(
        "*{letter}* to {addresses}: {state}",
        letter=Safe(letter_name(letter.name, words).capitalize()),
        addresses=list(draft.to),
        state=Safe(words(STATES[letter.state])),
    )
    body = "\n".join(filter(None, (f"*{clean(draft.subject)}*", _quoted(draft.text))))
    return Message(title, (section(title), section(body), context(_course(letter, words))))


def _quoted(text: str) -> str:
    """Line by line, so that it reads as it is and is seen to be somebody's words."""
    lines = [f"> {clean(line, LONGEST_SHOWN)}" for line in text.splitlines()]
    shown: list[str] = []
    for line in lines:
        if sum(map(len, shown)) + len(line) > LONGEST_SHOWN:
            return "\n".join([*shown, "> …"])
        shown.append(line)
    return "\n".join(shown)


def _course(letter: Outgoing, words: Words) -> str:
    """When what happened to it."""
    happened = {
        words("Written {moment}", moment=letter.created_at): True,
        words("sent {moment}", moment=letter.sent_at or ""): letter.sent_at is not None,
        words("counts from {day}", day=letter.delivered_on or ""): letter.delivered_on is not None,
        words("bounced {moment}", moment=letter.bounced_at or ""): letter.bounced_at is not None,
    }
    return " · ".join(said for said, holds in happened.items() if holds)


def reply_read(
    meaning: Meaning, customer: str, words: Words, *, said_before: bool = False
) -> Message:
    """What follows from it."""
    if said_before:
        return plain(
            words(
                "Noted. It said so before and the books show nothing, so nothing is held up by it "
                "again."
            )
        )
    return plain(words(THEN[meaning], customer=customer))


def arrived(words: Words) -> Message:
    return plain(words("Noted. The letter counts after a day, unless it bounces."))


def sent_again(words: Words) -> Message:
    return plain(words("The letter is sent again, under the same Message-ID."))


def recorded(words: Words) -> Message:
    return plain(words("Recorded. The letter counts from that day."))


def contact_added(words: Words) -> Message:
    return plain(words("Noted. The next letter goes there."))
