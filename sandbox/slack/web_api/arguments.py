"""The arguments of a Web API call, however the client sent them."""

from __future__ import annotations

import json
from typing import Any

from flask import Request

from sandbox.slack.refusals import SlackRefusal

_JSON_ARGUMENTS = ("blocks", "attachments", "view", "metadata", "files")
_TRUE = ("1", "true", "True", True, 1)


class Arguments:
    """Reads arguments by name, and refuses as Slack does when one does not fit."""

    def __init__(self, sent: dict[str, Any]) -> None:
        self.sent = sent

    def __getitem__(self, name: str) -> Any:
        return self.sent[name]

    def text(self, name: str) -> str:
        """A required argument."""
        value = self.sent.get(name)
        if value in (None, ""):
            message = f"[ERROR] missing required field: {name} [json-pointer:/{name}]"
            raise SlackRefusal("invalid_arguments", [message])
        return str(value)

    def optional(self, name: str) -> str | None:
        value = self.sent.get(name)
        return None if value in (None, "") else str(value)

    def flag(self, name: str) -> bool:
        return self.sent.get(name) in _TRUE


def read_arguments(request: Request) -> Arguments:
    sent: dict[str, Any] = {**request.args.to_dict(), **request.form.to_dict()}
    if request.is_json and request.get_data():
        body = request.get_json(silent=True)
        if not isinstance(body, dict):
            raise SlackRefusal("invalid_json")
        sent |= body
    sent.pop("token", None)
    return Arguments({name: _decoded(name, value) for name, value in sent.items()})


def _decoded(name: str, value: Any) -> Any:
    if name not in _JSON_ARGUMENTS or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        error = "invalid_blocks_format" if name == "blocks" else "invalid_arguments"
        raise SlackRefusal(error, [f"[ERROR] is no JSON [json-pointer:/{name}]"]) from None
