"""The telephones of the workspace's people: which code each authenticator shows at this moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from sandbox.authenticator import STEP, code
from sandbox.calls import WrongCall, answer_wrong_calls, sent_object
from sandbox.clock import Clock


class Telephones:
    """Whoever enrols people sets `enrol`: it takes a user id and returns the new secret. It raises
    WrongCall where that cannot be."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._secrets: dict[str, str] = {}
        self.enrol: Callable[[str], str] | None = None
        self.blueprint = _blueprint(self)

    def keep(self, user: str, secret: str) -> None:
        """Somebody reads a secret in. It takes the place of an older one."""
        self._secrets[user] = secret

    def add(self, user: str) -> None:
        """Have somebody enrolled."""
        if self.enrol is None:
            raise WrongCall("nobody enrols here; whoever starts the sandbox sets `enrol`")
        self.keep(user, self.enrol(user))

    def code(self, user: str, ahead: int = 0) -> str:
        """The code of this moment, or of one so many steps later."""
        return code(self._secrets[user], self._clock.now(), ahead)

    def shown(self) -> dict[str, Any]:
        """Each code, until when they are good, and whether somebody else can be enrolled."""
        now = self._clock.now().timestamp()
        until = datetime.fromtimestamp((now // STEP + 1) * STEP, UTC)
        codes = [{"user": user, "code": self.code(user)} for user in sorted(self._secrets)]
        return {"codes": codes, "until": until.isoformat(), "enrols": self.enrol is not None}

    def to_json(self) -> Mapping[str, Any]:
        return {"secrets": self._secrets}

    def load_json(self, state: Mapping[str, Any], /) -> None:
        self._secrets = dict(state["secrets"])


def _blueprint(telephones: Telephones) -> Blueprint:
    routes = answer_wrong_calls(Blueprint("telephones", __name__))

    @routes.get("/sandbox/telephones")
    def show() -> ResponseReturnValue:
        return jsonify(telephones.shown())

    @routes.post("/sandbox/telephones")
    def add() -> ResponseReturnValue:
        telephones.add(str(sent_object().get("user")))
        return jsonify(telephones.shown())

    return routes
