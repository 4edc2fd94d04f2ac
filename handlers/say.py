"""Slack's channels as our jobs speak in them: post, edit, and where a message is found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from core.faults import Way
from core.ports.boundary import outside
from handlers.lacking import Lacking, refuses_blocks
from handlers.limits import Limit, Limited, Limits
from handlers.messages.blocks import Message
from handlers.messages.plain_blocks import is_new, plainer
from handlers.silence import Silence

GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
WAIT_A_MOMENT = 10.0
# Posting is limited in each channel, the rest in the workspace: fifty a minute (tier 3).
A_SECOND, FIFTY_A_MINUTE = 1.0, 1.2
WAYS = {
    "chat.postMessage": Way.SLACK_POST,
    "chat.update": Way.SLACK_UPDATE,
    "chat.getPermalink": Way.SLACK_LINK,
}


class Say(Protocol):
    """Slack's channels. Each call raises Later where Slack wants us to come back."""

    def post(self, channel: str, message: Message, thread_ts: str = "") -> str:
        """Returns the message's ts."""

    def write(self, user_id: str, message: Message) -> tuple[str, str]:
        """To one person. Returns the channel and the ts by which it can be edited."""

    def update(self, channel: str, ts: str, message: Message) -> bool:
        """False where the message is gone or can no longer be edited."""

    def permalink(self, channel: str, ts: str) -> str: ...


@dataclass(frozen=True, slots=True)
class SlackSay:
    """Slack itself. The client comes without retry handlers: the engine repeats, and waits as
    long as Slack says. What a workspace without the newest blocks refuses is said without them."""

    client: WebClient
    lacking: Lacking
    silence: Silence = field(default_factory=Silence)
    limits: Limits = field(default_factory=Limits)

    def post(self, channel: str, message: Message, thread_ts: str = "") -> str:
        return str(self._post(channel, message, thread_ts)["ts"])

    def write(self, user_id: str, message: Message) -> tuple[str, str]:
        answer = self._post(user_id, message)
        return str(answer["channel"]), str(answer["ts"])

    def _post(self, channel: str, message: Message, thread_ts: str = "") -> Mapping[str, object]:
        """A refusal of blocks is definite: nothing was posted, so the same may be said plainer."""
        fitting = self.lacking.fit(message)
        try:
            return self._posted(channel, fitting, thread_ts)
        except SlackApiError as error:
            if not (refuses_blocks(error) and is_new(fitting)):
                raise
        answer = self._posted(channel, plainer(message), thread_ts)
        self.lacking.learn()
        return answer

    def _posted(self, channel: str, message: Message, thread_ts: str) -> Mapping[str, object]:
        body = _body(channel, message) | {"unfurl_links": False, "unfurl_media": False}
        if thread_ts:
            body["thread_ts"] = thread_ts
        return self._call("chat.postMessage", body)

    def update(self, channel: str, ts: str, message: Message) -> bool:
        try:
            self._call("chat.update", _body(channel, self.lacking.fit(message)) | {"ts": ts})
        except SlackApiError as error:
            if error.response.get("error") in GONE:
                return False
            raise
        return True

    def permalink(self, channel: str, ts: str) -> str:
        asked: dict[str, object] = {"channel": channel, "message_ts": ts}
        return str(self._call("chat.getPermalink", asked)["permalink"])

    def _call(self, method: str, body: dict[str, object]) -> Mapping[str, object]:
        with self.limits.kept(_limit(method, body)):
            answer = self._asked(method, body)
        return answer.data if isinstance(answer.data, dict) else {}

    def _asked(self, method: str, body: dict[str, object]) -> SlackResponse:
        reads = method == "chat.getPermalink"
        said = {"http_verb": "GET", "params": body} if reads else {"json": body}
        try:
            with outside(WAYS[method]), self.silence.waited_for():
                return self.client.api_call(method, **said)
        except SlackApiError as error:
            if error.response.status_code == 429 or error.response.get("error") == "ratelimited":
                raise Limited(_seconds(error)) from error
            raise


def _limit(method: str, body: Mapping[str, object]) -> Limit:
    if method == "chat.postMessage":
        return Limit(f"{method} in {body['channel']}", A_SECOND)
    return Limit(method, FIFTY_A_MINUTE)


def _body(channel: str, message: Message) -> dict[str, object]:
    return {"channel": channel, "text": message.text, "blocks": list(message.blocks)}


def _seconds(error: SlackApiError) -> float:
    text = str(error.response.headers.get("Retry-After", ""))
    return float(text) if text.isdecimal() else WAIT_A_MOMENT
