"""Where bad input is brought: a whole desk, its doors, and what may not have changed after."""

from __future__ import annotations

import copy
import hashlib
import hmac
import json
import logging
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select
from typer.testing import CliRunner

from bot.cli.main import app
from core.ports.records import Button
from core.usecases import disputes
from sandbox.stories.driver import APPROVALS, GENERAL, Json, words_of
from storage.tables.metadata import metadata
from tests.bot.test_cli import environment_of
from tests.handlers.a_delivery import last_delivery
from tests.handlers.test_clicks import laid_over
from tests.prove.fuzzing.desk import Errors
from tests.witness import TEAM
from tests.world import AGENT, FIRST, OTHER_AGENT, World

EXPLAIN = "plan_explain"
ROOMS = (APPROVALS, GENERAL)
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
# What a request leaves behind whether it is good or not: who was met, what was delivered, tokens
# of what was shown, and work that tells and draws.
PASSING = {
    "buttons",
    "card_prints",
    "inbox",
    "jobs",
    "jobs_history",
    "members",
    "openings",
    "posts",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """The status of HTTP, or 200 where there is none, and all that was said."""

    status: int
    said: str


@dataclass
class Stage:
    """One desk for all classes of bad input."""

    world: World
    folder: Path
    errors: Errors = field(default_factory=Errors)
    tokens: dict[str, str] = field(default_factory=dict)
    _click: Json = field(default_factory=dict)
    _state: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """A plan that waits for votes, a click on its card, and a token for a customer."""
        world = self.world
        world.suspend("contoso", "Exchange")
        world.click(FIRST, EXPLAIN)
        self._click = last_delivery(world, "block_actions")["payload"]
        key = str(world.customer("contoso").key)
        self.tokens["customer"] = self._services.mint(Button("customer", key))
        world.settled()
        # What is done by the clock would look like a change.
        world.installation.desk.timetable.stop()
        assert "SUSPEND" in self.click({}).said
        self.changed()
        logging.getLogger().addHandler(self.errors)

    @property
    def _services(self) -> Any:
        return self.world.installation.desk.services

    def close(self) -> None:
        logging.getLogger().removeHandler(self.errors)

    # Over HTTP

    def raw(self, request: bytes, *, ends: bool = True) -> Answer:
        """These bytes to the desk's port; `ends`: nothing follows them."""
        host, _, port = self.world.installation.desk.url.removeprefix("http://").rpartition(":")
        with socket.create_connection((host, int(port)), timeout=60) as line:
            line.sendall(request)
            if ends:
                line.shutdown(socket.SHUT_WR)
            answer = b"".join(iter(lambda: line.recv(65536), b"")).decode("utf-8", "replace")
        head, _, said = answer.partition("\r\n\r\n")
        return Answer(int(head.split()[1]) if head else 0, said or head)

    def request(
        self, body: bytes, *, method: str = "POST", path: str = "/slack/events", stamp: str = "",
        signature: str | None = None, **headers: str | None,
    ) -> Answer:  # fmt: skip
        """A request like Slack's, but for what is named; a header that is None is left out."""
        stamp = stamp or str(int(time.time()))
        sent: dict[str, str | None] = {
            "Content-Type": FORM,
            "Content-Length": str(len(body)),
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": self.sign(body, stamp) if signature is None else signature,
        }
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = [f"{name}: {value}\r\n" for name, value in sent.items() if value is not None]
        head = f"{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{''.join(lines)}\r\n"
        return self.raw(head.encode("latin-1") + body, ends=False)

    def sign(self, body: bytes, stamp: str) -> str:
        secret = self.world.installation.signing_secret.encode()
        signed = b"v0:" + stamp.encode() + b":" + body
        return "v0=" + hmac.new(secret, signed, hashlib.sha256).hexdigest()

    def payload(self, payload: object) -> Answer:
        return self.request(urlencode({"payload": json.dumps(payload)}).encode())

    def event(self, event: object, **more: object) -> Answer:
        said = {"type": "event_callback", "team_id": TEAM, "event": event} | more
        return self.request(json.dumps(said).encode(), Content_Type=JSON)

    # As Slack brings it

    def command(self, text: str, user: str = AGENT, **more: str) -> Answer:
        name, _, rest = text.partition(" ")
        fields = {"command": name, "text": rest, "user_id": user, "team_id": TEAM}
        fields |= {"channel_id": GENERAL, "trigger_id": f"{time.time_ns()}.x"} | more
        return self._plain(self.request(urlencode(fields).encode()))

    def click(self, change: Mapping[str, object], *, button: str = EXPLAIN) -> Answer:
        """The click that was made on the card, with something else in it; what was whispered."""
        payload = laid_over(self._newest_click(button), change)
        return self._heard(FIRST, lambda: self.payload(payload))

    def _newest_click(self, button: str) -> Json:
        """On the card as it is drawn now, which may be another time than before."""
        self.world.settled()
        card, payload = self.world.card(), copy.deepcopy(self._click)
        rows = (block for block in card["blocks"] if block["type"] == "actions")
        block, done = next(
            (row, one) for row in rows for one in row["elements"] if one["action_id"] == button
        )
        payload["actions"][0] |= {"block_id": block["block_id"], "value": done["value"]}
        payload["actions"][0]["action_id"] = button
        payload["trigger_id"] = f"{time.time_ns()}.x"
        return payload

    def form(self, name: str, values: Mapping[str, object], token: str | None = None) -> Answer:
        token = self.tokens["customer"] if token is None else token
        state = {one: {"answer": _state(value)} for one, value in values.items()}
        view = {"callback_id": name, "private_metadata": token, "state": {"values": state}}
        view |= {"id": f"V{time.time_ns()}", "hash": "1", "type": "modal"}
        user = {"id": AGENT, "team_id": TEAM}
        payload = {"type": "view_submission", "user": user, "team": {"id": TEAM}, "view": view}
        return self._plain(self.payload(payload))

    def _heard(self, user: str, send: Callable[[], Answer]) -> Answer:
        before = {room: len(self.world.whispers(user, room)) for room in ROOMS}

        def heard() -> list[str]:
            return [w for room in ROOMS for w in self.world.whispers(user, room)[before[room] :]]

        answer = send()
        self.world.until(lambda: bool(heard()), within=60)
        return Answer(answer.status, " ".join(heard()))

    def _plain(self, answer: Answer) -> Answer:
        """What a person reads of an acknowledgement."""
        try:
            found = json.loads(answer.said)
        except ValueError:
            return answer
        shown = (
            [words_of(found), words_of(found.get("view") or {})] if isinstance(found, dict) else []
        )
        errors = (found.get("errors") or {}).values() if isinstance(found, dict) else ()
        return Answer(answer.status, " ".join([*shown, *map(str, errors)]))

    def an_invoice(self) -> str:
        """One of the customer's that could be disputed, as a form names it."""
        found = disputes.offer("contoso", self.world.account(AGENT), office=self.world.office)
        return disputes.handle_of(found.documents[0])

    # At the terminal

    def terminal(self, *words: str, **environment: str) -> Answer:
        root = logging.getLogger()
        handlers = list(root.handlers)
        done = CliRunner().invoke(app, words, env=environment_of(self.world) | environment)
        # A command that runs a desk logs to where it writes, which is closed by now.
        root.handlers[:] = handlers
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code in (1, 2), done.output
        return Answer(200, done.output)

    def file(self, name: str, content: str | bytes) -> str:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    # What may not change

    def changed(self) -> set[str]:
        """The tables in which anything is another than when this was asked for the last time, but
        for what is passing."""
        self.world.settled()
        before = self._state
        with self.world.installation.ledger.database.reading() as connection:
            self._state = {
                table.name: hash(str(sorted(map(repr, connection.execute(select(table))))))
                for table in metadata.sorted_tables
                if table.name not in PASSING
            }
        return {name for name, content in self._state.items() if before.get(name) != content}

    def still_serves(self) -> bool:
        """Asked by somebody else: one person alone would soon be too fast."""
        return "Contoso" in self.command("/standing contoso.example", user=OTHER_AGENT).said


def _state(value: object) -> Json:
    if isinstance(value, list):
        return {"selected_options": [{"value": one} for one in value]}
    return {"value": value}
