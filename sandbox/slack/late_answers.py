"""What the bot sends to a response_url: new messages, replacements, deletions."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox.slack.content import message_content
from sandbox.slack.journal import Journal
from sandbox.slack.messages import Message
from sandbox.slack.people import BOT_USER_ID
from sandbox.slack.refusals import SlackRefusal
from sandbox.slack.response_urls import ResponseUrl, ResponseUrls
from sandbox.slack.workspace import Workspace


class LateAnswers:
    """Carries out what comes in at a response_url."""

    def __init__(self, workspace: Workspace, urls: ResponseUrls, journal: Journal) -> None:
        self._workspace = workspace
        self._urls = urls
        self._journal = journal

    def take(self, token: str, sent: dict[str, Any]) -> None:
        url = self._urls.use(token, now=self._workspace.now())
        original = self._original(url)
        if sent.get("delete_original"):
            self._delete(original)
        elif sent.get("replace_original") and original:
            self._replace(original, sent)
            self._journal.shown("response_url", sent)
        else:
            self._post(url, sent)
            self._journal.shown("response_url", sent)

    def answer(self, token: str, sent: Any) -> Response:
        try:
            if not isinstance(sent, dict):
                raise SlackRefusal("invalid_payload")
            self.take(token, sent)
        except SlackRefusal as refusal:
            self._journal.violated("response_url", " ".join([refusal.error, *refusal.messages]))
            return Response(refusal.error, status=404 if refusal.error.endswith("url") else 400)
        return jsonify(ok=True)

    def _original(self, url: ResponseUrl) -> Message | None:
        if url.ts is None:
            return None
        try:
            return self._workspace.message(url.channel, url.ts)
        except SlackRefusal:
            return None

    def _delete(self, original: Message | None) -> None:
        if original is None:
            raise SlackRefusal("no_original_message")
        self._workspace.remove(original)

    def _replace(self, original: Message, sent: dict[str, Any]) -> None:
        content = message_content(sent)
        self._workspace.edit(
            original, text=content.text, blocks=content.blocks, attachments=content.attachments
        )

    def _post(self, url: ResponseUrl, sent: dict[str, Any]) -> None:
        """Private unless the app asks for `in_channel`."""
        content = message_content(sent)
        is_public = sent.get("response_type") == "in_channel"
        self._workspace.post(
            url.channel,
            user=BOT_USER_ID,
            text=content.text,
            blocks=content.blocks,
            attachments=content.attachments,
            thread_ts=sent.get("thread_ts") or url.thread_ts,
            ephemeral_for=None if is_public else url.user,
        )


def response_url_blueprint(answers: LateAnswers) -> Blueprint:
    routes = Blueprint("slack_response_urls", __name__)

    @routes.post("/slack/response/<token>")
    def respond(token: str) -> Response:
        return answers.answer(token, request.get_json(force=True, silent=True))

    return routes
