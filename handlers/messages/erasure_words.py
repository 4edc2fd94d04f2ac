"""What is said of personal data that is erased."""

from __future__ import annotations

from collections.abc import Mapping

from core.domain import erasure_errors as errors
from core.domain.erasure import Kept
from core.domain.errors import Refusal
from core.domain.keeping import Kind
from handlers.messages.text import N_, Safe, Words

REFUSALS: Mapping[type[Refusal], str] = {
    errors.StillNeeded: N_(
        "Nobody at {customer} is forgotten yet: there is {why}. Settle that first."
    ),
    errors.NobodyFound: N_("Nothing is kept under {address} at {customer}."),
}
KINDS: Mapping[Kept, str] = {
    Kept.CONTACTS: N_("contacts"),
    Kept.BOOKS: N_("addresses in the books"),
    Kept.LETTERS: N_("letters"),
    Kept.REPLIES: N_("replies"),
    Kept.CARDS: N_("cards as they were shown"),
    Kept.TEXTS: N_("names in texts that people wrote"),
}

GONE: Mapping[Kind, str] = {
    Kind.LETTERS: N_("letters and replies"),
    Kind.NOTES: N_("notes and reasons"),
    Kind.CARDS: N_("cards as they were shown"),
    Kind.SIGNALS: N_("facts of signs and pages"),
    Kind.VERDICTS: N_("verdicts"),
    Kind.JOBS: N_("what finished jobs were given"),
    Kind.BOOKS: N_("books as they once stood"),
}


def erased_line(erased: Mapping[Kept, int], words: Words) -> str:
    """`contacts: 2, letters: 5`; only what there was."""
    counts = (
        words("{what}: {how}", what=Safe(words(KINDS[kind])), how=count)
        for kind, count in erased.items()
        if count
    )
    return words.listed(counts) or words("nothing")
