"""Reading what a caller of the sandbox sent, and telling him what was wrong with it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue


class WrongCall(ValueError):
    """The caller sent something that cannot be done; the message says what is right."""


class NotHere(LookupError):
    """The caller named an id that does not exist."""


def sent_object() -> dict[str, Any]:
    """The JSON object in the body of the request."""
    body = request.get_json(force=True, silent=True)
    if not isinstance(body, dict):
        raise WrongCall('the body must be a JSON object, for example {"key": "value"}')
    return body


def query_number(name: str, default: float) -> float:
    """A number from the query string, zero or above."""
    text = request.args.get(name)
    if text is None:
        return default
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number < 1e12:
        raise WrongCall(f"{name} must be a number from 0 up, not {text!r}")
    return number


def answer_wrong_calls(blueprint: Blueprint) -> Blueprint:
    """Let a blueprint answer 400 and 404 in the sandbox's one shape."""

    @blueprint.errorhandler(WrongCall)
    def wrong(error: WrongCall) -> ResponseReturnValue:
        return jsonify(error=str(error)), 400

    @blueprint.errorhandler(NotHere)
    def not_here(error: NotHere) -> ResponseReturnValue:
        return jsonify(error=str(error.args[0])), 404

    return blueprint
