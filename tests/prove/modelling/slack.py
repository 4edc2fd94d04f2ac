"""Slack's side in process: bodies that are signed, brought late, twice or in another order, to the
same way in that the desk opens."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlencode

from core.domain.plans import Plan
from core.domain.short_codes import short_code
from core.ports.office import Office
from core.ports.outside import Directory
from core.ports.records import Button
from handlers.directory import Installation, SlackDirectory, slack_client
from handlers.forms import FORMS
from handlers.messages.blocks import Message
from handlers.registry import Tables, build_app
from handlers.request import Room, Services
from handlers.transport import FORM, SlackHttp

SECRET = "0123456789abcdef0123456789abcdef"
NOWHERE = "http://127.0.0.1:9/"


class Deaf:
    """Whatever is said is heard by nobody."""

    def open_view(self, trigger_id: str, view: Mapping[str, object]) -> None: ...

    def whisper(self, channel: str, user_id: str, message: Message) -> None: ...

    def show(self, view_id: str, view: Mapping[str, object]) -> None: ...

    def look(self, channel: str) -> Room:
        return Room.OURS

    def forget(self, channel: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that somebody submitted, and what it was about."""

    body: bytes
    plan_id: str
    user: str
    approves: bool
    bank: bool


@dataclass
class SlackSide:
    """A body is made once and may be brought as often as anybody likes."""

    team: str
    sent: list[Sent] = field(default_factory=list)
    views: count[int] = field(default_factory=count)
    office: Office | None = None

    def open(self, office: Office, directory: Directory) -> None:
        """Where the desk was opened anew since."""
        if office is self.office:
            return
        self.office = office
        client = slack_client("xoxb-nobody", NOWHERE)
        deaf = Deaf()
        self.services = Services(office, directory, deaf, deaf)
        app = build_app(
            Tables((), {}, FORMS),
            client=client,
            signing_secret=SECRET,
            installation=Installation(self.team, self.team, "", "U0BOT", "B0BOT"),
            services=self.services,
            directory=SlackDirectory(client, office.clock),
        )
        self._way = SlackHttp(app, SECRET)

    def form(self, plan: Plan, user: str, *, approves: bool, bank: bool) -> Sent:
        """Submitted, and not brought yet."""
        token = self.services.mint(Button("plan", plan.plan_id, plan.hash))
        values: dict[str, object] = {"reason": _typed("They paid"), "again": _typed("5")}
        if approves:
            code = short_code(plan.content.customer) if plan.content.customer else ""
            values = {"customer_code": _picked(code), "bank": _picked("checked" if bank else "")}
        view = {
            "id": f"V{next(self.views):08d}",
            "hash": "1",
            "type": "modal",
            "callback_id": "plan_approve_form" if approves else "plan_reject_form",
            "private_metadata": token,
            "state": {"values": values},
        }
        payload = {
            "type": "view_submission",
            "team": {"id": self.team},
            "user": {"id": user, "team_id": self.team},
            "view": view,
        }
        body = urlencode({"payload": json.dumps(payload)}).encode()
        one = Sent(body, plan.plan_id, user, approves, bank)
        self.sent.append(one)
        return one

    def bring(self, one: Sent) -> tuple[int, str]:
        """Status and text of the answer."""
        stamp = str(int(time.time()))
        signed = b"v0:" + stamp.encode() + b":" + one.body
        signature = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": FORM,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={signature}",
        }
        status, _, text = self._way.answer("POST", headers, one.body)
        return status, text


def _typed(text: str) -> dict[str, object]:
    return {"value": {"type": "plain_text_input", "value": text}}


def _picked(value: str) -> dict[str, object]:
    return {"value": {"type": "static_select", "selected_option": {"value": value}}}
