"""views.*: modals and the Home tab."""

from __future__ import annotations

from typing import Any

from sandbox.slack.content import view_content
from sandbox.slack.refusals import SlackRefusal
from sandbox.slack.triggers import Triggers
from sandbox.slack.views import View, Views, view_object
from sandbox.slack.web_api.arguments import Arguments
from sandbox.slack.workspace import Workspace

Answer = dict[str, Any]


class ViewMethods:
    """The methods of the family views."""

    def __init__(self, workspace: Workspace, views: Views, triggers: Triggers) -> None:
        self._workspace = workspace
        self._views = views
        self._triggers = triggers

    def methods(self) -> dict[str, Any]:
        return {
            "views.open": self.open,
            "views.push": self.push,
            "views.update": self.update,
            "views.publish": self.publish,
        }

    def open(self, sent: Arguments) -> Answer:
        body = _body(sent, "modal")
        return _shown(self._views.open(self._triggers.spend(_trigger(sent)), body))

    def push(self, sent: Arguments) -> Answer:
        body = _body(sent, "modal")
        return _shown(self._views.push(self._triggers.spend(_trigger(sent)), body))

    def update(self, sent: Arguments) -> Answer:
        view = self._views.find(
            view_id=sent.optional("view_id") or "", external_id=sent.optional("external_id") or ""
        )
        body = _body(sent, view.body["type"])
        return _shown(self._views.update(view, body, hash=sent.optional("hash")))

    def publish(self, sent: Arguments) -> Answer:
        person = self._workspace.person(sent.text("user_id"))
        body = _body(sent, "home")
        return _shown(self._views.publish(person.id, body, hash=sent.optional("hash")))


def _trigger(sent: Arguments) -> str:
    return sent.optional("trigger_id") or sent.text("interactivity_pointer")


def _body(sent: Arguments, kind: str) -> dict[str, Any]:
    body = view_content(sent.sent.get("view"))
    if body["type"] != kind:
        message = f"[ERROR] must be a {kind} here [json-pointer:/view/type]"
        raise SlackRefusal("invalid_arguments", [message])
    return body


def _shown(view: View) -> Answer:
    return {"view": view_object(view)}
