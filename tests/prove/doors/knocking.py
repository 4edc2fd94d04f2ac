"""Knocking: a signed request of somebody's, and what was answered."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from enum import Enum
from itertools import count
from typing import Any
from urllib.parse import urlencode

from core.ports.records import Button
from sandbox.slack.people import APP_ID, BOT_ID, TEAM_ID
from tests.prove.doors.house import SECRET, House
from tests.prove.doors.people import Someone

FORM = "application/x-www-form-urlencoded"


class Outcome(Enum):
    """What became of it: let in, or turned away because of the role or account, of the channel, or
    of an interest of one's own. STALE and BROKEN are never right."""

    IN = "let in"
    WHO = "turned away: who"
    WHERE = "turned away: where"
    INTEREST = "turned away: interest"
    STALE = "outdated"
    BROKEN = "broken"


PHRASES = {
    "You may not do this here.": Outcome.WHO,
    "You have no vote on this plan.": Outcome.WHO,
    "Your Slack account may not decide here": Outcome.WHO,
    "This channel is shared with another organisation": Outcome.WHERE,
    "I cannot see who is in this channel": Outcome.WHERE,
    "so someone else must decide": Outcome.INTEREST,
    "You are the account manager of": Outcome.INTEREST,
    "You stand in for": Outcome.INTEREST,
    "belongs to an older card": Outcome.STALE,
    "Something went wrong on our side": Outcome.BROKEN,
}


@dataclass(frozen=True, slots=True)
class Answered:
    outcome: Outcome
    words: str


@dataclass
class Knocker:
    house: House
    _numbers: Any = None

    def __post_init__(self) -> None:
        self._numbers = count(1)

    def types(self, one: Someone, text: str, channel: str) -> Answered:
        name, _, rest = text.partition(" ")
        fields = {
            "team_id": one.account.team_id,
            "user_id": one.account.user_id,
            "channel_id": channel,
            "command": name,
            "text": rest,
            "trigger_id": self._trigger(),
            "api_app_id": APP_ID,
            "response_url": "https://hooks.slack.example/1",
        }
        return self._knocks(urlencode(fields))

    def presses(
        self, one: Someone, action: str, button: Button, token: str, channel: str
    ) -> Answered:
        message = {"ts": button.ts or "1760000000.000100", "bot_id": BOT_ID, "app_id": APP_ID}
        payload = self._payload("block_actions", one) | {
            "channel": {"id": channel},
            "container": {"message_ts": message["ts"], "channel_id": channel},
            "message": message,
            "actions": [{"action_id": action, "block_id": _block(button), "value": token}],
        }
        return self._knocks(urlencode({"payload": json.dumps(payload)}))

    def submits(self, one: Someone, form: str, token: str, values: dict[str, Any]) -> Answered:
        view = {
            "id": f"V{self._trigger()}",
            "hash": "1",
            "type": "modal",
            "callback_id": form,
            "private_metadata": token,
            "title": {"type": "plain_text", "text": "Form"},
            "state": {"values": values},
            "blocks": [],
        }
        payload = self._payload("view_submission", one) | {"view": view}
        return self._knocks(urlencode({"payload": json.dumps(payload)}))

    def _payload(self, kind: str, one: Someone) -> dict[str, Any]:
        user = {"id": one.account.user_id, "team_id": one.account.team_id}
        team, trigger = {"id": TEAM_ID}, self._trigger()
        return {
            "type": kind,
            "user": user,
            "team": team,
            "api_app_id": APP_ID,
            "trigger_id": trigger,
        }

    def _trigger(self) -> str:
        return f"trigger-{next(self._numbers)}"

    def _knocks(self, body: str) -> Answered:
        heard = self.house.heard
        heard.forget()
        stamp = str(int(time.time()))
        signed = hmac.new(SECRET.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256)
        headers = {
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={signed.hexdigest()}",
        }
        answer = self.house.door.post(
            "/slack/events", data=body, headers=headers, content_type=FORM
        )
        heard.answered(answer.get_json(silent=True))
        words = " ".join([answer.get_data(as_text=True), *heard.said])
        if answer.status_code != 200:
            return Answered(Outcome.BROKEN, f"{answer.status_code} {words}")
        return Answered(_read(words), words)


def _read(words: str) -> Outcome:
    return next((found for said, found in PHRASES.items() if said in words), Outcome.IN)


def _block(button: Button) -> str:
    return f"plan-{button.revision[:16]}" if button.purpose == "plan" else "row"
