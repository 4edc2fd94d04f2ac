"""The lines of plans that change nothing at a customer: lifting the freeze, changing who has a
role or what the policy says, letting data go, letting the policy run begin."""

from __future__ import annotations

from collections.abc import Sequence

from core.domain.bindings import binding_of
from core.domain.people import Role
from core.domain.plans import Action
from core.usecases.plan_view import PlanView
from handlers.messages.account_lines import account_headline, account_lines
from handlers.messages.agreement_lines import HEADLINES, decided_headline, decided_lines
from handlers.messages.clock_lines import letting_go_headline, letting_go_lines
from handlers.messages.containment_lines import ratify_headline, ratify_lines
from handlers.messages.factor_lines import factor_headline, factor_lines
from handlers.messages.freeze_lines import since_when
from handlers.messages.plan_lines import name_of
from handlers.messages.policy_lines import policy_headline, policy_plan_lines
from handlers.messages.run_lines import run_headline, run_lines
from handlers.messages.text import Safe, Words


def desk_headline(view: PlanView, words: Words) -> str:
    if view.plan.content.action is Action.LIFT_FREEZE:
        return words("LIFT THE FREEZE: changes to customers may be sent again.")
    if view.plan.content.action is Action.RATIFY:
        return ratify_headline(view, words)
    if view.plan.content.action is Action.LET_GO:
        return letting_go_headline(view.clocks, words)
    if view.plan.content.action is Action.CHANGE_POLICY:
        return policy_headline(view, words)
    if view.plan.content.action is Action.RELEASE_RUN:
        return run_headline(view.run, words)
    if view.plan.content.action is Action.CONFIRM_STEP_UP:
        return factor_headline(view, words)
    if view.plan.content.action in HEADLINES:
        return decided_headline(view, words)
    return _people_headline(view, words)


def _people_headline(view: PlanView, words: Words) -> str:
    if (binding := binding_of(view.plan.content)) is not None:
        return account_headline(view, binding, words)
    return words("CHANGE ROLES: who may ask, approve and administer.")


def desk_lines(view: PlanView, words: Words) -> list[str]:
    if view.plan.content.action is Action.LIFT_FREEZE:
        return [frozen_by(view, words), words("*Then:* approved plans go on at once.")]
    if view.plan.content.action is Action.RATIFY:
        return ratify_lines(view, words)
    if view.plan.content.action is Action.LET_GO:
        return letting_go_lines(view.clocks, view.plan.note, words)
    if view.plan.content.action is Action.CHANGE_POLICY:
        return policy_plan_lines(view, words)
    if view.plan.content.action is Action.RELEASE_RUN:
        return run_lines(view, words)
    if view.plan.content.action is Action.CONFIRM_STEP_UP:
        return factor_lines(view, words)
    if view.plan.content.action in HEADLINES:
        return decided_lines(view, words)
    return _people_lines(view, words)


def _people_lines(view: PlanView, words: Words) -> list[str]:
    if (binding := binding_of(view.plan.content)) is not None:
        return account_lines(view, binding, words)
    roles = sorted(view.plan.content.roles or {})
    return [line for role in roles for line in _role(role, view, words)]


def held_up(view: PlanView, words: Words) -> str:
    """How much begins to move with the last vote."""
    if view.plan.content.action is not Action.LIFT_FREEZE or view.freeze is None:
        return ""
    return words.many(
        "{count} approved plan is held up by it now.",
        "{count} approved plans are held up by it now.",
        view.held_up,
    )


def frozen_by(view: PlanView, words: Words) -> str:
    """Since when, who or what did it, and why."""
    if view.freeze is None:
        return words("*Frozen:* no longer.")
    by = name_of(view.freeze.person_id, view, words)
    return since_when(view.freeze, by, view.narrow, words)


def _role(role: str, view: PlanView, words: Words) -> list[str]:
    """The list before and after, and what that means for each who is new or gone."""
    before, after = view.held.get(role, ()), (view.plan.content.roles or {})[role]
    new = [one for one in after if one not in before]
    gone = [one for one in before if one not in after]
    said = words(
        "*{role}:* {before} → {after}",
        role=_named(role, words),
        before=_people(before, view, words),
        after=_people(after, view, words),
    )
    added = words("*Added:* {names}", names=_people(new, view, words)) if new else ""
    removed = words("*Removed:* {names}", names=_people(gone, view, words)) if gone else ""
    return [said, added, removed]


def _named(role: str, words: Words) -> Safe:
    match role:
        case Role.AGENT:
            return Safe(words("Agents"))
        case Role.APPROVER:
            return Safe(words("Approvers"))
    return Safe(words("Administrators"))


def _people(ids: Sequence[str], view: PlanView, words: Words) -> Safe:
    """With their Slack ids: a name can be taken by anybody."""
    return Safe(words.listed(_person(one, view, words) for one in ids) or words("nobody"))


def _person(person_id: str, view: PlanView, words: Words) -> str:
    person, name = view.people.get(person_id), name_of(person_id, view, words)
    user = person.accounts[0].user_id if person and person.accounts else ""
    return words("{name} ({user})", name=name, user=user) if user else words.value(name)
