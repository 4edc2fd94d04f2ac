"""Sees what arrives elsewhere: letters, digests, service requests, answers about alerts. Each is
judged at the instant at which it is taken, by the desk's database over another connection."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from typing import Any

from sandbox.slack.people import BOT_USER_ID
from sandbox.stories.driver import GENERAL
from tests.installation import AUDITOR
from tests.prove.sweeping.place import Place

SENDING = "SELECT message_id FROM letters WHERE state = 'sending'"
LEAVING = {
    "letters": SENDING,
    "digests": "SELECT schedule_id || slot FROM slots WHERE state = 'posting'",
}
# What forbids a letter that was not yet leaving when it was committed.
FORBIDS = {
    "the customer pays": ("reminder", "final"),
    "the customer writes back": ("reminder", "final"),
    "somebody takes the letters back": ("reminder", "final"),
    "somebody freezes": ("final",),
    "the file FREEZE is laid": ("final",),
}
NO_DIGEST = {"the digest is taken out of use", "the digest is muted"}


class Onlooker:
    """Between the stand-ins and whoever calls them."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self.unapproved: list[str] = []
        self.too_late: list[str] = []
        self.in_flight = 0
        self.before = Counter(
            str(one.message()["Message-ID"]) for one in place.sandbox.mailbox.letters()
        )
        self.letters: Counter[str] = Counter()
        self.digests = 0
        self.requests: Counter[str] = Counter()
        self.answers: Counter[str] = Counter()
        self.checkpoints = 0
        self.late = ""
        self.flying: dict[str, set[str]] = {}
        self._stand_between()

    def _stand_between(self) -> None:
        sandbox, center = self._place.sandbox, self._place.sandbox.partner_center
        server = sandbox.mailbox._server
        assert server is not None
        between: list[tuple[Any, str, Any]] = [
            (server._controller.handler, "_take", self._letter),
            (sandbox.slack.workspace, "post", self._post),
            (center.tickets, "open", self._request),
            (center.abuse, "answer", self._answer),
        ]
        self._usual = {name: (on, getattr(on, name)) for on, name, _ in between}
        for on, name, mine in between:
            setattr(on, name, mine)

    def leave(self) -> None:
        for name, (on, usual) in self._usual.items():
            setattr(on, name, usual)

    def happens(self, late: str) -> None:
        """About to be committed: what was leaving before it may still arrive."""
        with self._place.looking() as db:
            self.flying = {
                kind: {row[0] for row in db.execute(query)} for kind, query in LEAVING.items()
            }
        self.late = late

    def _rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        with self._place.looking() as db:
            return db.execute(query, values).fetchall()

    # What is taken

    def _letter(self, source: bytes, sender: str, recipients: list[str]) -> None:
        if recipients == [AUDITOR]:
            self.checkpoints += 1
        else:
            self._judge_letter(str(message_from_bytes(source)["Message-ID"]))
        self._usual["_take"][1](source, sender, recipients)

    def _judge_letter(self, message_id: str) -> None:
        self.letters[message_id] += 1
        found = self._rows("SELECT state, name FROM letters WHERE message_id = ?", message_id)
        if [row["state"] for row in found] != ["sending"]:
            self.unapproved.append("a letter was not on record as leaving")
        elif found[0]["name"] in FORBIDS.get(self.late, ()):
            self._came_late(f"a letter came when {self.late}", message_id, "letters")

    def _came_late(self, why: str, what: str, kind: str) -> None:
        if what in self.flying[kind]:
            self.in_flight += 1
        else:
            self.too_late.append(why)

    def _post(self, channel: str, **said: Any) -> Any:
        alone = said.get("thread_ts") or said.get("ephemeral_for")
        if channel == GENERAL and said["user"] == BOT_USER_ID and not alone:
            self.digests += 1
            leaving = [row[0] for row in self._rows(LEAVING["digests"])]
            if len(leaving) != 1:
                self.unapproved.append("a digest was not on record as leaving")
            elif self.late in NO_DIGEST:
                self._came_late(f"it was posted when {self.late}", leaving[0], "digests")
        return self._usual["post"][1](channel, **said)

    def _request(self, account: Any, wish: Any) -> Any:
        self.requests[wish.title] += 1
        sent = self._rows("SELECT ticket_id, wish FROM tickets WHERE state = 'sent'")
        titles = [json.loads(row["wish"])["title"] for row in sent]
        if not any(wish.title.startswith(title) for title in titles):
            self.unapproved.append("a service request was not on record as sent")
        return self._usual["open"][1](account, wish)

    def _answer(self, abuse: Any, source: str, status: str, reason: str, by: str) -> Any:
        """The stand-in's own people say nothing here."""
        if by.startswith("somebody"):
            return self._usual["answer"][1](abuse, source, status, reason, by)
        self.answers[f"{abuse.id} {source} {status}"] += 1
        if not self._rows("SELECT 1 FROM alert_answers WHERE state = 'sent'"):
            self.unapproved.append("an answer to Microsoft was not on record as sent")
        return self._usual["answer"][1](abuse, source, status, reason, by)

    def doubled(self) -> Iterator[str]:
        letters = self.letters + self.before
        arrived = [*letters.items(), *self.requests.items(), *self.answers.items()]
        yield from (f"{what} arrived {count} times" for what, count in arrived if count > 1)
        if self.digests > 1:
            yield f"the digest was posted {self.digests} times"

    def arrived(self) -> dict[str, int]:
        return {
            "letters": self.letters.total(),
            "digests": self.digests,
            "service requests": self.requests.total(),
            "answers to Microsoft": self.answers.total(),
            "checkpoints": self.checkpoints,
        }
