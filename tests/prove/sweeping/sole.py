"""Without votes goes only what one person began alone, with a code, for an alert, and its roll-back
where nobody agreed: asked by SQL, without the desk's rules."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

MOST, FORBIDDEN = 3, "nobody may act alone any more"
CODE = """
    SELECT c.state FROM containments c JOIN proofs f ON f.proof_id = c.proof
    WHERE c.plan_id = ? AND c.proof = ? AND f.purpose = 'break_glass' AND f.person_id = ?
"""
UNDOING = "SELECT state FROM containments WHERE plan_id = ?"
LAST = """
    SELECT plan_id FROM suspensions WHERE subscription_id = ? ORDER BY since DESC LIMIT 1
"""
WHO = """
    SELECT EXISTS (SELECT 1 FROM roles r WHERE r.person_id = :who
                   AND r.role IN ('approvers', 'administrators')) AS may,
      (SELECT m.deleted + m.is_bot + m.is_restricted + m.is_ultra_restricted + m.is_stranger
       FROM accounts c JOIN members m USING (team_id, user_id)
       WHERE c.person_id = :who ORDER BY c.position LIMIT 1) AS flaws
"""


def is_alone(content: Mapping[str, Any]) -> bool:
    """Or its roll-back, which is about another plan."""
    return bool(content["alone"]) or (content["action"] == "reinstate" and content["subject"] != "")


def alone_without_right(
    db: sqlite3.Connection, row: sqlite3.Row, content: Mapping[str, Any]
) -> Iterator[str]:
    """What no late event excuses."""
    if content["alone"]:
        yield from _not_alone(db, row, content)
        return
    found = db.execute(UNDOING, (content["subject"],)).fetchone()
    if found is None or found["state"] != "undoing":
        yield "was lifted without votes, and nothing is to be rolled back"
    last = db.execute(LAST, (row["subscription_id"],)).fetchone()
    if last is None or last["plan_id"] != content["subject"]:
        yield "was lifted without votes, and somebody else had suspended it"


def _not_alone(
    db: sqlite3.Connection, row: sqlite3.Row, content: Mapping[str, Any]
) -> Iterator[str]:
    asked = (row["plan_id"], content["alone"]["proof"], content["requester"])
    found = db.execute(CODE, asked).fetchone()
    if found is None or found["state"] == "over":
        yield "was done alone without a code of that person"
    if content["action"] != "suspend" or content["reason"] not in ("fraud", "misuse"):
        yield "was done alone for another reason"
    if len(content["lines"]) > MOST or not content["alone"]["alert"]:
        yield "was too much for one person"


def alone_hindered(
    db: sqlite3.Connection, content: Mapping[str, Any], late: str, now: datetime
) -> Iterator[str]:
    """What was committed meanwhile and forbids it."""
    if not content["alone"]:
        return
    if late == FORBIDDEN:
        yield "nobody may act alone any more"
    if now >= datetime.fromisoformat(content["alone"]["decide_by"]):
        yield "it was to be decided without a second person"
    who = db.execute(WHO, {"who": content["requester"]}).fetchone()
    if not who["may"] or who["flaws"] != 0:
        yield "the one person may no longer"
