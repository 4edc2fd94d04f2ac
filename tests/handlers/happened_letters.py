"""One event of each kind, and each of its cases, of letters and of whom they go to."""

from __future__ import annotations

from datetime import UTC, datetime

from core.domain import events

AT = datetime(2026, 10, 12, 7, tzinfo=UTC)
HAPPENED = (
    *(
        events.LetterAccepted(name="final", how=how, counts_at=AT)
        for how in ("answered", "said", "replied")
    ),
    events.LetterQueued(name="reminder"),
    events.LetterSending(name="reminder"),
    events.LetterDeferred(name="reminder", code="451"),
    events.LetterDelivered(name="second", delivered_on="2026-10-12"),
    events.LetterRecorded(name="formal", means="courier", delivered_on="2026-10-12"),
    events.LetterWithdrawn(name="reminder", why="paid"),
    events.LetterWithdrawn(name="our <own>", why="<odd>"),
    events.LetterUnclear(name="final"),
    events.LetterAgain(name="final"),
    events.MailServerLost(since=AT, letters=3),
    events.MailServerBack(since=AT),
    events.LetterHeld(name="reinstated"),
    events.LetterForAPerson(name="suspended"),
    events.LetterBounced(name="final", why="550 <nobody> is here"),
    events.ContactNeeded(name="final", owner="kang"),
    events.ContactNeeded(name="final", administrators=("kang", "park")),
    events.ContactSaved(customer="main/a"),
    events.ContactRemoved(customer="main/a"),
)
