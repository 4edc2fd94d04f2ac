"""The pretend Slack as a whole: its Web API, its late answers and its control API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from sandbox.calls import NotHere, answer_wrong_calls
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.slack.acknowledgements import Acknowledgements
from sandbox.slack.acts.stage import Stage, as_wrong_call
from sandbox.slack.allowance import Allowance
from sandbox.slack.control.acting import add_acts
from sandbox.slack.control.changing import add_changes, add_news
from sandbox.slack.control.reading import add_readings
from sandbox.slack.control.sockets import add_sockets
from sandbox.slack.courier import Courier, Way
from sandbox.slack.deliveries import Deliveries
from sandbox.slack.journal import Journal
from sandbox.slack.keys import Keys
from sandbox.slack.late_answers import LateAnswers, response_url_blueprint
from sandbox.slack.manifest import Manifest
from sandbox.slack.refusals import SlackRefusal
from sandbox.slack.response_urls import ResponseUrls
from sandbox.slack.signed_requests import SignedRequests
from sandbox.slack.sockets import Sockets
from sandbox.slack.triggers import Triggers
from sandbox.slack.views import Views
from sandbox.slack.web_api.chat import Chat
from sandbox.slack.web_api.directory import Directory
from sandbox.slack.web_api.endpoint import Endpoint, Method, web_api_blueprint
from sandbox.slack.web_api.files import Files
from sandbox.slack.web_api.views import ViewMethods
from sandbox.slack.workspace import Workspace


class Slack:
    """One workspace with one app in it, which is the bot."""

    def __init__(self, clock: Clock, faults: Faults, manifest: Manifest, keys: Keys) -> None:
        self.workspace, self.allowance = Workspace(clock), Allowance(clock)
        self.requests, self.sockets = SignedRequests(keys.signing_secret), Sockets()
        self.way: Way = self.sockets if keys.app_token else self.requests
        self.courier = Courier(clock, faults, self.way)
        self._views = Views(self.workspace.lock, self.workspace.changes)
        journal, triggers, urls = Journal(clock), Triggers(), ResponseUrls()
        stage = Stage(
            workspace=self.workspace,
            views=self._views,
            triggers=triggers,
            response_urls=urls,
            deliveries=Deliveries(),
            courier=self.courier,
            acknowledgements=Acknowledgements(self.workspace, self._views, journal),
            manifest=manifest,
        )
        files = Files(self.workspace)
        endpoint = Endpoint(
            self._methods(triggers) | files.methods() | manifest.methods(),
            keys=keys, journal=journal, faults=faults, clock=clock, allowance=self.allowance,
        )  # fmt: skip
        self.blueprints = (
            web_api_blueprint(endpoint, files),
            response_url_blueprint(LateAnswers(self.workspace, urls, journal)),
            _control_blueprint(stage, journal, self.sockets),
        )

    def _methods(self, triggers: Triggers) -> dict[str, Method]:
        return {
            **Chat(self.workspace).methods(),
            **ViewMethods(self.workspace, self._views, triggers).methods(),
            **Directory(self.workspace).methods(),
            "apps.connections.open": lambda sent: {"url": self.sockets.address()},
        }

    def start(self, url: str) -> None:
        """`url` is where the sandbox is; connections have a port of their own."""
        self.workspace.url = url
        if self.way is self.sockets:
            self.sockets.start()

    def let_go(self) -> None:
        """Send home everybody who waits: the sandbox is about to stop."""
        self.workspace.changes.close()
        self.courier.stop_retrying()

    def close(self) -> None:
        self.courier.close()
        self.requests.close()
        self.sockets.close()

    def to_json(self) -> dict[str, Any]:
        with self.workspace.lock:
            return {"workspace": self.workspace.to_json(), "views": self._views.to_json()}

    def load_json(self, saved: Mapping[str, Any]) -> None:
        with self.workspace.lock:
            self.workspace.load_json(saved["workspace"])
            self._views.load_json(saved["views"])


def _control_blueprint(stage: Stage, journal: Journal, sockets: Sockets) -> Blueprint:
    routes = answer_wrong_calls(Blueprint("slack_control", __name__))
    add_readings(routes, stage, journal)
    add_changes(routes, stage)
    add_news(routes, stage)
    add_acts(routes, stage)
    add_sockets(routes, sockets)

    @routes.errorhandler(SlackRefusal)
    def refused(refusal: SlackRefusal) -> ResponseReturnValue:
        wrong = as_wrong_call(refusal)
        return jsonify(error=str(wrong.args[0])), 404 if isinstance(wrong, NotHere) else 400

    return routes
