"""Letters about events that wait until somebody read their words or found whom to write to."""

from __future__ import annotations

from datetime import datetime

from core.domain.events import LetterHeld
from core.domain.notices import LONGEST_WAIT
from core.ports.engine import Job
from core.ports.store import Work
from core.recording import EVENT_LETTER

UNREAD_WORDS, UNADDRESSED, UNWRITTEN = "preview", "unaddressed", "unwritten"


def go_on(
    work: Work, occasion: str, now: datetime, *, name: str = "", language: str = "",
    customer: str = "",
) -> None:  # fmt: skip
    """Have those written that waited for this, in the caller's transaction; what happened longer
    ago than a letter may wait is old news."""
    for found in work.events.since(LetterHeld, now - LONGEST_WAIT):
        held = found.event
        assert isinstance(held, LetterHeld)
        meant = (name or held.name, language or held.language, customer or held.customer)
        if meant == (held.name, held.language, held.customer):
            key = f"{EVENT_LETTER}:{held.about}:{occasion}"
            work.jobs.enqueue(Job(EVENT_LETTER, key, {"seq": held.about}))
