"""Modals and Home tabs: the stacks of open views and what was typed into them."""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sandbox.slack.changes import Changes
from sandbox.slack.limits.surfaces import controls, nested
from sandbox.slack.messages import with_ids
from sandbox.slack.people import APP_ID, BOT_ID, TEAM_ID
from sandbox.slack.refusals import SlackRefusal
from sandbox.slack.values import initial_state, keeps_state

DEEPEST_STACK = 3
# The key under which a complaint stands that belongs to no single block.
WHOLE_FORM = "*"
Values = dict[str, dict[str, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class View:
    """One open modal, or the Home tab of one person."""

    id: str
    user: str
    body: dict[str, Any]
    hash: str
    root_id: str
    previous_id: str | None = None
    values: Values = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    offered: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def view_object(view: View) -> dict[str, Any]:
    """A view as the Web API and the payloads carry it."""
    body = view.body
    described: dict[str, Any] = {
        "id": view.id,
        "team_id": TEAM_ID,
        "type": body["type"],
        "blocks": body["blocks"],
        "private_metadata": body.get("private_metadata") or "",
        "callback_id": body.get("callback_id") or "",
        "external_id": body.get("external_id") or "",
        "state": {"values": view.values},
        "hash": view.hash,
        "title": body.get("title"),
        "submit": body.get("submit"),
        "close": body.get("close"),
        "clear_on_close": bool(body.get("clear_on_close")),
        "notify_on_close": bool(body.get("notify_on_close")),
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "app_id": APP_ID,
        "app_installed_team_id": TEAM_ID,
        "bot_id": BOT_ID,
    }
    return described


def listed(view: View) -> dict[str, Any]:
    """A view as the control API shows it."""
    return {
        "view_id": view.id,
        "view": view_object(view),
        "state": view.values,
        "errors": view.errors,
    }


def starting_values(blocks: list[dict[str, Any]], before: Values) -> Values:
    """What stands in the elements; what was typed stays where block and action stay."""
    values: Values = {}
    for block, _ in nested(blocks, ""):
        for element in filter(keeps_state, controls(block)):
            block_id, action_id = block["block_id"], element["action_id"]
            known = before.get(block_id, {}).get(action_id)
            kept = known if known and known["type"] == element["type"] else None
            values.setdefault(block_id, {})[action_id] = kept or initial_state(element)
    return values


class Views:
    """Every open modal as stacks by person, and one Home tab for each person."""

    def __init__(self, lock: threading.RLock, changes: Changes) -> None:
        self._lock = lock
        self._changes = changes
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}

    def stack(self, user: str) -> list[View]:
        with self._lock:
            return list(self._stacks.get(user, []))

    def home(self, user: str) -> View | None:
        return self._homes.get(user)

    def find(self, *, view_id: str = "", external_id: str = "") -> View:
        with self._lock:
            for view in self._everything():
                own_name = view.body.get("external_id")
                if view.id == view_id or (external_id and own_name == external_id):
                    return view
        raise SlackRefusal("not_found")

    def open(self, user: str, body: dict[str, Any]) -> View:
        view = self._made(user, body)
        return self._keep(user, [view])

    def push(self, user: str, body: dict[str, Any]) -> View:
        with self._lock:
            stack = self.stack(user)
            if not stack:
                raise SlackRefusal("invalid_trigger_id", ["there is no open modal to push onto"])
            if len(stack) >= DEEPEST_STACK:
                raise SlackRefusal("push_limit_reached")
            view = self._made(user, body)
            view = replace(view, root_id=stack[0].id, previous_id=stack[-1].id)
            return self._keep(user, [*stack, view])

    def update(self, view: View, body: dict[str, Any], *, hash: str | None = None) -> View:
        with self._lock:
            view = self.find(view_id=view.id)
            if hash and hash != view.hash:
                raise SlackRefusal("hash_conflict")
            made = self._made(view.user, body)
            values = starting_values(made.body["blocks"], view.values)
            return self.put(replace(view, body=made.body, hash=made.hash, values=values, errors={}))

    def publish(self, user: str, body: dict[str, Any], *, hash: str | None = None) -> View:
        with self._lock:
            before = self._homes.get(user)
            if before:
                return self.update(before, body, hash=hash)
            self._homes[user] = self._made(user, body)
            self._changes.note(user=user)
            return self._homes[user]

    def put(self, view: View) -> View:
        """Keep a changed view in its place."""
        with self._lock:
            if view.body["type"] == "home":
                self._homes[view.user] = view
                self._changes.note(user=view.user)
                return view
            stack = [view if one.id == view.id else one for one in self.stack(view.user)]
            self._stacks[view.user] = stack
            self._changes.note(user=view.user)
            return view

    def close(self, view: View) -> None:
        """Close a modal, and what was pushed on top of it."""
        with self._lock:
            ids = [one.id for one in self.stack(view.user)]
            if view.id in ids:
                self._stacks[view.user] = self.stack(view.user)[: ids.index(view.id)]
            self._changes.note(user=view.user)

    def clear(self, user: str) -> None:
        with self._lock:
            self._stacks.pop(user, None)
            self._changes.note(user=user)

    def to_json(self) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(view) for view in self._everything()]

    def load_json(self, saved: list[Mapping[str, Any]]) -> None:
        with self._lock:
            self._stacks, self._homes = {}, {}
            for view in (View(**one) for one in saved):
                if view.body["type"] == "home":
                    self._homes[view.user] = view
                else:
                    self._stacks.setdefault(view.user, []).append(view)

    def _everything(self) -> list[View]:
        return [*(v for stack in self._stacks.values() for v in stack), *self._homes.values()]

    def _keep(self, user: str, stack: list[View]) -> View:
        with self._lock:
            self._stacks[user] = stack
            self._changes.note(user=user)
            return stack[-1]

    def _made(self, user: str, body: dict[str, Any]) -> View:
        external = body.get("external_id")
        known = {v.body.get("external_id") for v in self._everything() if v.user != user}
        if external and external in known:
            raise SlackRefusal("duplicate_external_id")
        complete = {**body, "blocks": with_ids(body["blocks"])}
        id = f"V{secrets.token_hex(5).upper()}"
        values = starting_values(complete["blocks"], {})
        return View(id, user, complete, _hash(complete), root_id=id, values=values)


def _hash(body: dict[str, Any]) -> str:
    """Different for every content and every time it is written."""
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    return f"{secrets.token_hex(4)}.{digest[:8]}"
