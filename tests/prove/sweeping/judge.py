"""Was this exact line allowed now? Asked by the stand-in at the instant it accepts a change, and
answered from the desk's database over another connection, without the desk's rules."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.prove.sweeping.sole import alone_hindered, alone_without_right, is_alone

QUORUM = {"suspend": 2, "cancel": 2, "reinstate": 1, "stop_renewal": 1}
TURNS_TO = {"suspended": "suspend", "inactive": "suspend", "active": "reactivate",
            "deleted": "cancel"}  # fmt: skip
KEPT = "the policy keeps the service"
RESTING = {"suspend", "cancel", "stop_renewal"}
INTENT = """
    SELECT a.sent, s.state AS step, s.verb, s.subscription_id, p.*,
      (SELECT min(b.begun_at) FROM attempts b JOIN steps t USING (step_id)
       WHERE t.plan_id = p.plan_id) AS first
    FROM attempts a JOIN steps s USING (step_id) JOIN plans p USING (plan_id)
    WHERE a.request_id = ? ORDER BY a.number DESC LIMIT 1
"""
# One vote a person; the first account of a person is a full member who is there.
VOTES = """
    SELECT v.person_id, v.choice, v.hash,
      EXISTS (SELECT 1 FROM roles r
              WHERE r.person_id = v.person_id AND r.role = 'approvers') AS may,
      (SELECT m.deleted + m.is_bot + m.is_restricted + m.is_ultra_restricted + m.is_stranger
       FROM accounts c JOIN members m USING (team_id, user_id)
       WHERE c.person_id = v.person_id ORDER BY c.position LIMIT 1) AS flaws
    FROM votes v WHERE v.plan_id = ?
"""
OWED = """
    SELECT coalesce(sum(d.open_minor - d.disputed_minor), 0) FROM documents d
    JOIN snapshots n ON n.source = d.source AND n.state = 'current' AND d.since <= n.number
      AND (d.until IS NULL OR d.until > n.number)
    WHERE d.status <> 'closed' AND d.presence <> 'vanished' AND d.document_id IN ({})
"""
# Of the books in which these documents are.
AS_OF = """
    SELECT min(n.as_of) FROM snapshots n WHERE n.state = 'current' AND n.source IN (
        SELECT source FROM documents WHERE document_id IN ({}))
"""
FRESH = timedelta(hours=26)
Looking = Callable[[], AbstractContextManager[sqlite3.Connection]]
IN_FLIGHT = """
    SELECT a.request_id FROM attempts a JOIN steps s USING (step_id)
    WHERE a.sent AND s.state = 'intent'
"""


class Judge:
    """Hears of every change, and is `looking` at what is committed by then. `late` names what was
    committed last behind the desk's back, and `flying` the requests whose sending had been
    committed as begun before that."""

    def __init__(
        self, looking: Looking, folder: Path, parents: Mapping[str, str], now: Any
    ) -> None:
        self._looking, self._folder, self._parents, self._now = looking, folder, parents, now
        self.unapproved: list[str] = []
        self.too_late: list[str] = []
        self.in_flight = 0
        self.effects: list[Mapping[str, Any]] = []
        self.late = ""
        self.flying: frozenset[str] = frozenset()

    def happens(self, late: str) -> None:
        """About to be committed: what was begun before it may still arrive."""
        with self._looking() as db:
            self.flying = frozenset(row[0] for row in db.execute(IN_FLIGHT))
        self.late = late

    def hear(self, change: Mapping[str, Any]) -> None:
        if change["by"] != "api":
            return
        self.effects.append(change)
        with self._looking() as db:
            row = db.execute(INTENT, (change["request_id"],)).fetchone()
            if row is None:
                self.unapproved.append("was never journalled")
                return
            self.unapproved += _never_allowed(db, row, change, self._parents)
            hindered = list(self._hindered(db, row))
        if hindered and change["request_id"] in self.flying:
            self.in_flight += 1
        elif hindered:
            self.too_late += hindered

    def _hindered(self, db: sqlite3.Connection, row: sqlite3.Row) -> Iterator[str]:
        """What was committed meanwhile and forbids it."""
        content, now = json.loads(row["content"]), self._now()
        if db.execute("SELECT 1 FROM freezes WHERE lifted_at IS NULL AND scope = 'all'").fetchone():
            yield "everything was frozen"
        if (self._folder / "FREEZE").exists():
            yield "the file FREEZE was there"
        if row["state"] != "executing":
            yield f"the plan was {row['state']}"
        if row["halted"]:
            yield "the plan was halted"
        lapses = datetime.fromisoformat(content["expires_at"])
        begun = datetime.fromisoformat(row["first"]).replace(tzinfo=lapses.tzinfo)
        if lapses <= now and begun >= lapses:
            yield "the approval had lapsed before anything was begun"
        yield from _without_voters(db, row)
        yield from alone_hindered(db, content, self.late, now)
        if content["reason"] == "non-payment" and content["action"] in RESTING:
            if self.late == KEPT:
                yield "the policy kept the service"
            yield from _without_reason(db, row, content, now)


def _never_allowed(
    db: sqlite3.Connection, row: sqlite3.Row, change: Mapping[str, Any], parents: Mapping[str, str]
) -> Iterator[str]:
    """What no late event excuses."""
    content, changed = json.loads(row["content"]), change["changed"]
    if not (row["sent"] and row["step"] == "intent"):
        yield f"was sent without an intent ({row['step']})"
    resource = change["entitlement_id"] or change["subscription_id"]
    if resource != row["subscription_id"] and parents.get(resource) != row["subscription_id"]:
        yield "was another subscription"
    verb = TURNS_TO.get(changed["status"][1], "") if "status" in changed else row["verb"]
    if verb != row["verb"]:
        yield f"was a {verb}, the step a {row['verb']}"
    lines = [(line["subscription_id"], line["verb"]) for line in content["lines"]]
    if (row["subscription_id"], row["verb"]) not in lines:
        yield "was no line of the plan"
    if _hash(content) != row["hash"]:
        yield "was other content than the hash says"
    votes = [v for v in db.execute(VOTES, (row["plan_id"],)) if v["hash"] == row["hash"]]
    yes = {v["person_id"] for v in votes if v["choice"] == "approve"} - {content["requester"]}
    if is_alone(content):
        yield from alone_without_right(db, row, content)
    elif len(yes) < QUORUM[content["action"]]:
        yield f"had {len(yes)} votes"


def _hash(content: Mapping[str, Any]) -> str:
    """Of the whole content; what nobody does alone is not said to be."""
    said = {name: value for name, value in content.items() if name != "alone" or value}
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(b"goodstanding plan v1\n" + text.encode()).hexdigest()


def _without_voters(db: sqlite3.Connection, row: sqlite3.Row) -> Iterator[str]:
    if is_alone(json.loads(row["content"])):
        return
    votes = list(db.execute(VOTES, (row["plan_id"],)))
    if any(vote["choice"] == "reject" for vote in votes):
        yield "somebody had rejected it"
    standing = [v for v in votes if v["choice"] == "approve" and v["may"] and v["flaws"] == 0]
    if len(standing) < QUORUM[json.loads(row["content"])["action"]]:
        yield "a vote no longer stood"


def _without_reason(
    db: sqlite3.Connection, row: sqlite3.Row, content: Mapping[str, Any], now: datetime
) -> Iterator[str]:
    ids = [basis["document_id"] for basis in content["basis"]]
    (owed,) = db.execute(OWED.format(",".join("?" * len(ids))), ids).fetchone()
    if owed <= 0:
        yield "it was paid"
    (oldest,) = db.execute(AS_OF.format(",".join("?" * len(ids))), ids).fetchone()
    if oldest is None or now - datetime.fromisoformat(oldest).replace(tzinfo=now.tzinfo) > FRESH:
        yield f"the books were of {oldest}"
    whose = (row["tenant_id"], now.date().isoformat())
    holds = "SELECT kind FROM holds WHERE tenant_id = ? AND ended_on IS NULL AND since <= ?"
    if any(hold["kind"] != "vip" for hold in db.execute(holds, whose)):
        yield "a hold was on"
    if content["action"] == "stop_renewal":
        return
    local = now.astimezone(ZoneInfo("Europe/Berlin"))
    if local.weekday() >= 4 or not 9 <= local.hour < 15:
        yield f"it was {local:%A %H:%M} there"
    looked = row["bank_checked_at"]
    at = datetime.fromisoformat(looked).replace(tzinfo=now.tzinfo) if looked else None
    if at is None or now - at > timedelta(hours=4):
        yield "nobody had looked at the bank"
