"""What is told of the record itself."""

from __future__ import annotations

from core.domain import events
from handlers.messages.scene import Scene, Tellers
from handlers.messages.text import N_, Words

DOUBTED = {
    "older": N_(
        "The database is an older copy: it ends at event {found}, and {known} were seen here. What "
        "was sent after it was made is not in it. Compare Partner Center with it, then lift the "
        "freeze."
    ),
    "other": N_(
        "The database is not the one that was here: at event {known} its record was another. Find "
        "out what happened before you lift the freeze."
    ),
    "copied": N_(
        "The database was copied or restored: it lay elsewhere before. If it is not as new as the "
        "one before, what was sent since is not in it. Compare Partner Center with it, then lift "
        "the freeze."
    ),
    "unmarked": N_(
        "Nobody can say whether the database is the newest: its mark, the file beside it, is not "
        "there. If it was restored, compare Partner Center with it, then lift the freeze."
    ),
    "broken": N_(
        "The record was tampered with, or the disk is at fault: {found} events hold, the next one "
        "does not. Keep the database, run `python -m bot audit verify`, and find out what happened "
        "before you lift the freeze."
    ),
    "differs": N_(
        "Somebody wrote in the database past the desk: it holds something that its record does not "
        "tell. Keep the database, run `python -m bot audit verify`, which names it, and find out "
        "what happened before you lift the freeze."
    ),
}


# Doubts of a copy that may be older than what was here.
OLDER = frozenset({"copied", "older", "other", "unmarked"})
AGAIN = N_(
    "A copy does not know what was taken away after it was made: roles and second factors that "
    "were revoked since count again. `doctor` lists them; take them away before the freeze is "
    "lifted."
)


def _record_doubted(event: events.RecordDoubted, scene: Scene, words: Words) -> str:
    said = words(DOUBTED[event.why], known=event.known, found=event.found)
    return f"{said} {words(AGAIN)}" if event.why in OLDER else said


TELLERS: Tellers = {events.RecordDoubted: _record_doubted}
