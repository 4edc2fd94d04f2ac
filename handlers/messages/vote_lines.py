"""What a voter is told in private of a vote that no code proves, and how to stop it."""

from __future__ import annotations

from datetime import datetime

from core.domain.events import Route
from core.domain.plans import Plan, PlanState
from core.usecases.plan_view import PlanView
from handlers.messages.blocks import Confirm, Message, actions, button, plain, section
from handlers.messages.plan_card import first_line
from handlers.messages.text import Safe, Words


def vote_note(view: PlanView, at: datetime, route: Route, token: str, words: Words) -> Message:
    where = words("at the terminal") if route is Route.CLI else words("in Slack")
    said = words(
        "Your approval was counted, given {where}, {moment}: {headline}",
        where=Safe(where),
        moment=at,
        headline=Safe(first_line(view, words)),
    )
    ask = words("If that was not you, stop it now: one press is enough.")
    dialog = Confirm(
        title=words("Stop everything?"),
        text=words("Your approval becomes a no, and every change is frozen until two lift it."),
        confirm=words("Stop Everything"),
        deny=words("Cancel"),
    )
    stop = button(words("That Was Not Me"), "vote_disown", token, style="danger", confirm=dialog)
    return Message(said, (section(said), section(ask), actions(stop)))


def disowned(plan: Plan, words: Words) -> Message:
    """What stopped by it, and what to do next."""
    if plan.state is PlanState.REJECTED:
        done = words("Everything is frozen, and the plan is over: your approval is a no now.")
    elif plan.is_open():
        done = words("Everything is frozen: what was begun goes no further.")
    else:
        done = words("Everything is frozen. The plan itself was over already: see its card.")
    then = words(
        "The alerts channel knows. End all sessions of your Slack account, change its password, "
        "and tell an administrator by another way than Slack."
    )
    return plain(f"{done} {then}")
