"""Whose account it is that something in Slack was done by."""

from __future__ import annotations

from core.domain.errors import BadInput
from core.domain.people import AccountKey
from handlers.payload import Payload


def actor_of(sent: Payload) -> AccountKey:
    """Who clicked. Somebody of another team is known by that team, wherever the message was."""
    user = sent.within("user")
    team = user.text("team_id") or sent.within("team").text("id")
    return account_of(team, sent.within("enterprise").text("id"), user.text("id"))


def account_of(team_id: str, enterprise_id: str, user_id: str) -> AccountKey:
    """Raises BadInput for a payload that does not say where its user is at home."""
    team = enterprise_id or team_id
    if not team or not user_id:
        raise BadInput(problem="Slack did not say who asked")
    return AccountKey(team, user_id)
