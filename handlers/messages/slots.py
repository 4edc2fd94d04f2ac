"""What the slot of a digest is called, and what is said where it was not mailed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from handlers.messages.text import N_, Safe, Words

REFUSED_BY_MAIL = N_(
    "Digest {number} of {slot} was not mailed: the mail server refused it with {code}. Please look "
    "at the addresses in DIGEST_MAIL."
)
NOT_MAILED = {
    "unreached": N_(
        "Digest {number} of {slot} was not mailed: the mail server took nothing for twelve hours."
    ),
    "unsure": N_(
        "Digest {number} of {slot} was handed to the mail server, which did not say whether it "
        "took it. It is not mailed again."
    ),
}


def slot_of(name: str, words: Words) -> Safe:
    """A slot is called by a local time without a zone, one that somebody asked for by its
    instant."""
    moment = datetime.fromisoformat(name.removeprefix("now "))
    if moment.tzinfo is not None:
        return Safe(words.value(moment))
    return Safe(replace(words, zone="UTC").value(moment.replace(tzinfo=UTC)))
