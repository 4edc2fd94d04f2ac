"""Has everything come to an end, and has it been said? Asked of the database by SQL, and of Slack
by what is there to be read."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from tests.prove.sweeping.place import Place

# Half-way, in each table of what goes out.
HALF_WAY = {
    "letters": "SELECT state FROM letters WHERE state = 'sending' "
               "OR (state = 'queued' AND try_at <= :now)",
    "slots": "SELECT state FROM slots WHERE state IN ('queued', 'posting')",
    "tickets": "SELECT state FROM tickets WHERE state IN ('queued', 'sent')",
    "alert_answers": "SELECT state FROM alert_answers WHERE state IN ('todo', 'sent')",
    "plans": "SELECT state FROM plans WHERE state IN ('approved', 'executing')",
}  # fmt: skip
# What nobody knows is with a person: the event that says so.
DOUBTED = {
    "letters": ("unclear", "LetterUnclear"),
    "slots": ("perhaps", "DigestUnsure"),
    "tickets": ("unsure", "TicketUnsure"),
    "alert_answers": ("unsure", "AlertAnswerSettled"),
}
DUE = """
    SELECT kind FROM jobs WHERE status = 'running'
    OR (status = 'ready' AND (run_at IS NULL OR run_at <= :now))
"""
UNTOLD = """
    SELECT e.kind FROM events e LEFT JOIN posts p ON p.key = 'event:' || e.seq
    WHERE p.key IS NULL AND e.seq > :since AND NOT EXISTS (
        SELECT 1 FROM plans f WHERE f.plan_id = e.plan_id AND f.action = 'lift_freeze')
"""
CARDS = """
    SELECT p.key, p.shows, (SELECT max(seq) FROM events WHERE plan_id = substr(p.key, 6)) AS newest
    FROM posts p WHERE p.key LIKE 'plan:%'
"""


def open_ends(db: sqlite3.Connection, now: datetime) -> Iterator[str]:
    at = {"now": f"{now:%Y-%m-%d %H:%M:%S.%f}"}
    yield from (f"the job {row[0]} is not done" for row in db.execute(DUE, at))
    for table, query in HALF_WAY.items():
        yield from (f"one of {table} is still {row[0]}" for row in db.execute(query, at))


def lost(db: sqlite3.Connection, place: Place, told: Collection[str], since: int) -> Iterator[str]:
    """`told`: events of these kinds after number `since` are always news. Of what lifts a freeze
    the message that told of the freeze says it."""
    query = "SELECT kind, error FROM jobs WHERE status = 'dead'"
    yield from (f"the job {row[0]} died: {row[1]}" for row in db.execute(query))
    yield from _unsaid(db, told, since)
    for table, (state, event) in DOUBTED.items():
        doubted = db.execute(f"SELECT count(*) FROM {table} WHERE state = ?", (state,))
        said = db.execute("SELECT count(*) FROM events WHERE kind = ?", (event,))
        if (count := doubted.fetchone()[0]) > said.fetchone()[0]:
            yield f"{count} of {table} are {state}, and nobody was called"
    yield from _not_in_slack(db, place)


def _unsaid(db: sqlite3.Connection, told: Collection[str], since: int) -> Iterator[str]:
    for row in db.execute(UNTOLD, {"since": since}):
        if row[0] in told:
            yield f"nobody heard of {row[0]}"
    for row in db.execute(CARDS):
        if row["shows"] < row["newest"]:
            yield f"the card of {row['key']} shows {row['shows']} of {row['newest']}"


def _not_in_slack(db: sqlite3.Connection, place: Place) -> Iterator[str]:
    there = place.sandbox.slack.workspace._messages
    for row in db.execute("SELECT key, channel, ts FROM posts WHERE key NOT LIKE 'newest:%'"):
        if row["ts"] not in there.get(row["channel"], {}):
            yield f"{row['key']} is not where it was posted"


def always_told(db: sqlite3.Connection, since: int) -> list[str]:
    """The kinds of events after number `since` of which each was posted."""
    untold = {row[0] for row in db.execute(UNTOLD, {"since": since})}
    kinds = {row[0] for row in db.execute("SELECT kind FROM events WHERE seq > ?", (since,))}
    return sorted(kinds - untold)


def arrived_and_known(db: sqlite3.Connection, letters: Mapping[str, int]) -> Iterator[str]:
    """What the desk says of letters, against what the mail server took."""
    for row in db.execute("SELECT message_id, state FROM letters WHERE message_id != ''"):
        taken = letters.get(row["message_id"], 0)
        if row["state"] in ("accepted", "delivered") and not taken:
            yield "a letter is called sent and never came"
        if row["state"] in ("queued", "withdrawn") and taken:
            yield f"a letter came and is called {row['state']}"
