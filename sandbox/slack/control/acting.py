"""Control API: acting as a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from sandbox.calls import WrongCall, sent_object
from sandbox.slack.acts import filling, pressing, speaking
from sandbox.slack.acts.again import redeliver
from sandbox.slack.acts.stage import Outcome, Stage
from sandbox.slack.control.showing import shown_message
from sandbox.slack.views import listed

Act = Callable[[Stage, dict[str, Any]], Outcome]
_ACTS: dict[str, Act] = {
    "commands": speaking.type_command,
    "messages": speaking.write_message,
    "shortcuts": speaking.pick_shortcut,
    "home": speaking.open_home,
    "clicks": pressing.press,
    "submissions": filling.submit,
}


def add_acts(routes: Blueprint, stage: Stage) -> None:
    for name, act in _ACTS.items():
        _add(routes, stage, name, act)

    @routes.post("/sandbox/slack/options")
    def options() -> ResponseReturnValue:
        outcome, answer = pressing.ask_for_options(stage, sent_object())
        return jsonify(shown(stage, outcome) | answer)

    @routes.delete("/sandbox/slack/views/<view_id>")
    def close(view_id: str) -> ResponseReturnValue:
        user = request.args.get("user", "")
        return jsonify(shown(stage, filling.close(stage, user, view_id)))

    @routes.post("/sandbox/slack/redeliver")
    def again() -> ResponseReturnValue:
        n = sent_object().get("n")
        if not isinstance(n, int):
            raise WrongCall('say which delivery: {"n": 3}')
        return jsonify(shown(stage, redeliver(stage, n)))


def shown(stage: Stage, outcome: Outcome) -> dict[str, Any]:
    """What every act answers."""
    private = stage.private_answer(outcome)
    return {
        "delivery": outcome.delivery.listed() if outcome.delivery else None,
        "ephemeral": shown_message(stage.workspace, private) if private else None,
        "views": [listed(view) for view in stage.views.stack(outcome.user)],
    }


def _add(routes: Blueprint, stage: Stage, name: str, act: Act) -> None:
    def carry_out() -> ResponseReturnValue:
        return jsonify(shown(stage, act(stage, sent_object())))

    routes.add_url_rule(f"/sandbox/slack/{name}", f"act_{name}", carry_out, methods=["POST"])
