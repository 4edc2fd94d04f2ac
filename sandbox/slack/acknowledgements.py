"""What the answer to a delivery may carry, and what Slack does with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox.slack.content import message_content, view_content
from sandbox.slack.deliveries import Delivery
from sandbox.slack.journal import Journal
from sandbox.slack.limits.surfaces import options_complaints
from sandbox.slack.people import BOT_USER_ID
from sandbox.slack.refusals import SlackRefusal
from sandbox.slack.views import WHOLE_FORM, View, Views
from sandbox.slack.workspace import Workspace

TROUBLE = "We had some trouble connecting. Try again?"
_IGNORED = frozenset({"block_actions", "shortcut", "view_closed", "event"})


class Acknowledgements:
    """Reads the answers of the bot as Slack does, and writes down what Slack would not take."""

    def __init__(self, workspace: Workspace, views: Views, journal: Journal) -> None:
        self._workspace = workspace
        self._views = views
        self._journal = journal

    def of_command(self, delivery: Delivery, channel: str) -> None:
        """A message, private unless it says `in_channel`; or nothing."""
        command, user = delivery.payload["command"], delivery.user
        if not delivery.acknowledged:
            error = "operation_timeout" if _is_late(delivery) else "dispatch_failed"
            self._workspace.say(channel, to=user, text=f"{command} failed: {error}.")
            return
        answer = delivery.answer
        if answer is None:
            return
        try:
            self._say(answer if isinstance(answer, dict) else {"text": str(answer)}, channel, user)
        except SlackRefusal as refusal:
            self._violated(delivery, " ".join([refusal.error, *refusal.messages]))
            self._workspace.say(channel, to=user, text=f"{command} failed: {refusal.error}.")

    def of_silence(
        self, delivery: Delivery, *, channel: str = "", view: View | None = None
    ) -> None:
        """Clicks, shortcuts, closed views and events: a body is ignored."""
        if delivery.kind in _IGNORED and delivery.answer is not None:
            self._violated(delivery, f"Slack ignores the body {delivery.answer!r}")
        if delivery.acknowledged:
            return
        if view is not None:
            self._complain(view, {WHOLE_FORM: TROUBLE})
        elif channel:
            self._workspace.say(channel, to=delivery.user, text=TROUBLE)

    def of_options(self, delivery: Delivery) -> dict[str, Any]:
        """The options of an external select."""
        answer = delivery.answer
        if not delivery.acknowledged:
            return {"options": []}
        if not isinstance(answer, dict) or not {"options", "option_groups"} & answer.keys():
            self._violated(delivery, "a block_suggestion is answered with options or option_groups")
            return {"options": []}
        if complaints := options_complaints(answer):
            self._violated(delivery, " ".join(complaints))
            return {"options": []}
        return answer

    def of_submission(self, delivery: Delivery, view: View) -> None:
        """A response_action, or nothing, which closes the view."""
        if not delivery.acknowledged:
            self._complain(view, {WHOLE_FORM: TROUBLE})
            return
        answer = {} if delivery.answer is None else delivery.answer
        try:
            self._act(answer, view, delivery)
        except SlackRefusal as refusal:
            self._violated(delivery, " ".join([refusal.error, *refusal.messages]))
            self._complain(view, {WHOLE_FORM: TROUBLE})

    def _act(self, answer: Any, view: View, delivery: Delivery) -> None:
        match answer:
            case {"response_action": "errors", "errors": dict(errors)} if errors:
                self._show_errors(errors, view, delivery)
            case {"response_action": "update", "view": body}:
                self._views.update(view, self._taken(body, delivery))
            case {"response_action": "push", "view": body}:
                self._views.push(view.user, self._taken(body, delivery))
            case {"response_action": "clear"}:
                self._views.clear(view.user)
            case {**nothing} if not nothing:
                self._views.close(view)
            case _:
                raise SlackRefusal(f"no response_action that Slack knows: {answer!r}")

    def _taken(self, body: Any, delivery: Delivery) -> dict[str, Any]:
        taken = view_content(body)
        self._journal.shown(_place(delivery), {"view": taken})
        return taken

    def _show_errors(self, errors: dict[str, Any], view: View, delivery: Delivery) -> None:
        inputs = {b["block_id"] for b in view.body["blocks"] if b.get("type") == "input"}
        known = {id: str(text) for id, text in errors.items() if id in inputs}
        for id in errors.keys() - known.keys():
            self._violated(delivery, f"errors: the view has no input block {id}")
        self._complain(view, known or {WHOLE_FORM: TROUBLE})

    def _say(self, answer: dict[str, Any], channel: str, user: str) -> None:
        content = message_content(answer)
        is_public = answer.get("response_type") == "in_channel"
        for warning in content.warnings:
            self._journal.violated("the answer to a command", warning)
        self._journal.shown("the answer to a command", answer)
        self._workspace.post(
            channel,
            user=BOT_USER_ID,
            text=content.text,
            blocks=content.blocks,
            attachments=content.attachments,
            ephemeral_for=None if is_public else user,
        )

    def _complain(self, view: View, errors: dict[str, str]) -> None:
        """Show errors on a modal, if it is still open."""
        with self._workspace.lock:
            for open_view in self._views.stack(view.user):
                if open_view.id == view.id:
                    self._views.put(replace(open_view, errors=errors))

    def _violated(self, delivery: Delivery, what: str) -> None:
        self._journal.violated(_place(delivery), what)


def _place(delivery: Delivery) -> str:
    return f"delivery {delivery.n}, {delivery.kind} {delivery.name}"


def _is_late(delivery: Delivery) -> bool:
    return bool(delivery.attempts) and delivery.attempts[-1].error == "http_timeout"
