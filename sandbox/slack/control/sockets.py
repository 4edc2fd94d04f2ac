"""Control API: the connections of Socket Mode, and what may happen to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from sandbox.calls import WrongCall, sent_object
from sandbox.slack.connection import Connection, Gone
from sandbox.slack.sockets import Sockets

_ACTS: Mapping[str, Callable[[Connection], None]] = {
    "warn": Connection.warn,
    "refresh": Connection.refresh,
    "disable": Connection.disable,
    "silence": Connection.fall_silent,
    "drop": Connection.cut,
}


def add_sockets(routes: Blueprint, sockets: Sockets) -> None:
    @routes.get("/sandbox/slack/sockets")
    def list_sockets() -> ResponseReturnValue:
        return jsonify(sockets.listed())

    @routes.post("/sandbox/slack/sockets")
    def change_sockets() -> ResponseReturnValue:
        asked = sent_object()
        act = _act(asked.get("do"), asked.get("text"))
        for connection in sockets.chosen(_id(asked.get("id"))):
            try:
                act(connection)
            except Gone:
                continue
        return jsonify(sockets.listed())


def _act(do: object, text: object) -> Callable[[Connection], None]:
    if do == "say" and isinstance(text, str):
        return lambda connection: connection.send_text(text)
    if not isinstance(do, str) or do not in _ACTS:
        raise WrongCall(f'do must be one of {", ".join(_ACTS)}, or "say" with a text, not {do!r}')
    return _ACTS[do]


def _id(id: object) -> int | None:
    if id is not None and not isinstance(id, int):
        raise WrongCall(f"id must be the number of a connection, not {id!r}")
    return id
