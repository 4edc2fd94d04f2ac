"""The lines of plans that change the desk itself: lifting the freeze, changing who has a role."""

from __future__ import annotations

from core.domain.plans import Action
from core.usecases.plan_view import PlanView
from handlers.messages.plan_lines import name_of
from handlers.messages.text import Words


def desk_headline(view: PlanView, words: Words) -> str:
    if view.plan.content.action is Action.LIFT_FREEZE:
        return words("LIFT THE FREEZE: changes to customers may be sent again.")
    return words("CHANGE ROLES: who may ask, approve and administer.")


def desk_lines(view: PlanView, words: Words) -> list[str]:
    if view.plan.content.action is Action.LIFT_FREEZE:
        return [_frozen_by(view, words), words("*Then:* approved plans go on at once.")]
    roles = sorted((view.plan.content.roles or {}).items())
    return [_role(role, people, view, words) for role, people in roles]


def _frozen_by(view: PlanView, words: Words) -> str:
    freeze = view.freeze
    if freeze is None:
        return words("*Frozen:* no longer.")
    since, reason = freeze.since, freeze.reason or words("no reason given")
    match freeze.why:
        case "new_installation":
            return words(
                "*Frozen* since {moment}: a new installation sends nothing until two people agree.",
                moment=since,
            )
        case "file":
            return words("*Frozen* since {moment} by the file {path}.", moment=since, path=reason)
        case "breaker":
            return words(
                "*Frozen* since {moment}: three surprises from Partner Center in ten minutes.",
                moment=since,
            )
        case "terminal":
            return words(
                "*Frozen* since {moment} from the terminal: {reason}", moment=since, reason=reason
            )
    name = name_of(freeze.person_id, view, words)
    return words(
        "*Frozen* since {moment} by {name}: {reason}", moment=since, name=name, reason=reason
    )


def _role(role: str, people: tuple[str, ...], view: PlanView, words: Words) -> str:
    names = [name_of(one, view, words) for one in people]
    match role:
        case "agents":
            return words("*Agents:* {names}", names=names)
        case "approvers":
            return words("*Approvers:* {names}", names=names)
    return words("*Administrators:* {names}", names=names)
