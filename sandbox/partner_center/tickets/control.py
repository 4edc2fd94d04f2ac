"""Control API: what an agent at Microsoft does with service requests."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from sandbox.calls import WrongCall, answer_wrong_calls, sent_object
from sandbox.partner_center.resources import Resource
from sandbox.partner_center.tickets.tickets import AGENT, STATUSES, Tickets
from sandbox.partner_center.truth import Truth

_TAKES = {"id", "note", "status"}


def ticket_blueprint(truth: Truth, tickets: Tickets) -> Blueprint:
    routes = answer_wrong_calls(
        Blueprint("partner_center_tickets", __name__, url_prefix="/sandbox/partner-center")
    )

    @routes.get("/tickets")
    def show() -> ResponseReturnValue:
        name = request.args.get("account")
        accounts = [truth.account(name)] if name else truth.accounts.values()
        return jsonify([t | {"account": a.name} for a in accounts for t in tickets.of(a)])

    @routes.post("/tickets")
    def answer() -> ResponseReturnValue:
        match sent_object():
            case {"id": str(id), **rest} if rest and rest.keys() <= _TAKES:
                return jsonify(_answered(tickets, id, rest.get("note"), rest.get("status")))
        raise WrongCall('say {"id": "1…", "note": "what the agent writes", "status": "closed"}')

    return routes


def _answered(tickets: Tickets, id: str, note: object, status: object) -> Resource:
    """With a note and no status the agent waits for the partner."""
    status = "attention_needed" if status is None else status
    if status not in STATUSES or not isinstance(note, str | None):
        raise WrongCall(f"note is text, status is one of {', '.join(STATUSES)}")
    tickets.find(id)
    if note:
        tickets.note(id, note, by=AGENT)
    tickets.move(id, str(status), by=AGENT)
    return tickets.find(id)[1]
