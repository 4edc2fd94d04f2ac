"""Control API: reading what is in the workspace and what happened."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from sandbox.calls import WrongCall, query_number
from sandbox.slack import channels, people
from sandbox.slack.acts.stage import Stage
from sandbox.slack.control.showing import seen_channels, seen_messages, shown_message
from sandbox.slack.journal import Journal
from sandbox.slack.views import listed

_LONGEST_WAIT = 25.0


def add_readings(routes: Blueprint, stage: Stage, journal: Journal) -> None:
    _add_contents(routes, stage)
    _add_views(routes, stage)
    _add_records(routes, stage, journal)


def _add_contents(routes: Blueprint, stage: Stage) -> None:
    workspace = stage.workspace

    @routes.get("/sandbox/slack/command_list")
    def list_commands() -> ResponseReturnValue:
        return jsonify(stage.manifest.command_list())

    @routes.get("/sandbox/slack/people")
    def list_people() -> ResponseReturnValue:
        return jsonify([people.listed(person) for person in workspace.people()])

    @routes.get("/sandbox/slack/channels")
    def list_channels() -> ResponseReturnValue:
        seen = seen_channels(workspace, request.args.get("user"))
        return jsonify([channels.listed(channel) for channel in seen])

    @routes.get("/sandbox/slack/messages")
    def list_messages() -> ResponseReturnValue:
        channel = workspace.channel(_asked("channel"))
        user, thread_ts = request.args.get("user"), request.args.get("thread_ts")
        if user and user not in channel.members:
            raise WrongCall(f"{user} is not in {channel.id}")
        seen = seen_messages(workspace, channel, user=user, thread_ts=thread_ts)
        return jsonify([shown_message(workspace, message) for message in seen])


def _add_views(routes: Blueprint, stage: Stage) -> None:
    @routes.get("/sandbox/slack/views")
    def list_views() -> ResponseReturnValue:
        return jsonify([listed(view) for view in stage.views.stack(_asked("user"))])

    @routes.get("/sandbox/slack/home")
    def show_home() -> ResponseReturnValue:
        home = stage.views.home(_asked("user"))
        return jsonify(listed(home) if home else None)

    @routes.get("/sandbox/slack/updates")
    def wait_for_updates() -> ResponseReturnValue:
        after = int(query_number("after", stage.workspace.changes.n))
        wait = min(query_number("wait", 0), _LONGEST_WAIT)
        return jsonify(_updates(stage, after, wait, request.args.get("user")))


def _updates(stage: Stage, after: int, wait: float, user: str | None) -> dict[str, Any]:
    changes = stage.workspace.changes
    changes.wait(after, wait)
    n, found = changes.n, changes.since(after)
    seen = {channel.id for channel in seen_channels(stage.workspace, user)}
    return {
        "n": n,
        "channels": sorted({c.channel for c in found if c.channel in seen and c.channel}),
        "views": any(change.user and user in (None, change.user) for change in found),
    }


def _add_records(routes: Blueprint, stage: Stage, journal: Journal) -> None:
    @routes.get("/sandbox/slack/deliveries")
    def list_deliveries() -> ResponseReturnValue:
        return jsonify(stage.deliveries.listed(int(query_number("after", 0))))

    @routes.get("/sandbox/slack/calls")
    def list_calls() -> ResponseReturnValue:
        return jsonify(journal.calls(request.args.get("method")))

    @routes.get("/sandbox/slack/violations")
    def list_violations() -> ResponseReturnValue:
        return jsonify(journal.violations())

    @routes.delete("/sandbox/slack/violations")
    def forget_violations() -> ResponseReturnValue:
        journal.forget_violations()
        return jsonify(removed="all")


def _asked(name: str) -> str:
    value = request.args.get(name)
    if not value:
        raise WrongCall(f"say {name} in the query, for example ?{name}=...")
    return value
