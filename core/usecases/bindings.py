"""Whose an account is: proposed by an administrator, and decided by two others as roles are."""

from __future__ import annotations

from collections.abc import Mapping

from core.domain.bindings import Binding, binding_of
from core.domain.errors import (
    AccountChangeOpen,
    AccountUnchanged,
    BadInput,
    LastAccount,
    LostRace,
    ReasonMissing,
    RoleChangeOpen,
)
from core.domain.events import AccountBound, AccountFreed, RolesChanged, Route, Stamp
from core.domain.people import AccountKey, Person, Role
from core.domain.plans import Action, Plan
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record
from core.usecases import factors
from core.usecases.filing import Request, file_plan
from core.usecases.finding import account_of, administrator
from core.usecases.roles import able, check_enough, holders

USAGE = "accounts bind U024BE7LH --to U012AB3CD --by U0555ADMN --reason telephone"


def bind(user: str, *, to: str, by: str, reason: str, office: Office, route: Route) -> Plan:
    """File the plan by which this account is one more of the person behind `to`. If it is another
    person's, the two are one from then on. Raises BadInput, ReasonMissing, NoRole, NotEligible,
    AccountUnchanged, AccountChangeOpen, RoleChangeOpen, TooFewVoters and TooFewEnrolled."""
    with office.store() as work:
        person = _person(work, to)
        plan = _file(work, Binding(user, person.person_id), person, by, reason, office, route)
        work.commit()
    return plan


def unbind(user: str, *, by: str, reason: str, office: Office, route: Route) -> Plan:
    """File the plan by which this account is nobody's. Raises the same, and LastAccount."""
    with office.store() as work:
        person = _person(work, user)
        if len(person.accounts) == 1:
            raise LastAccount(user=user)
        plan = _file(work, Binding(user, ""), person, by, reason, office, route)
        work.commit()
    return plan


def _file(
    work: Work, binding: Binding, person: Person, by: str, reason: str, office: Office, route: Route
) -> Plan:
    if not reason.strip():
        raise ReasonMissing()
    asker = administrator(work, by, USAGE)
    _check_alone(work)
    holder = work.people.by_account(account_of(work, binding.user, USAGE))
    if binding.person_id and holder is not None:
        _check_merging(work, holder, binding)
    request = Request(
        action=Action.CHANGE_ROLES,
        requester=asker.person_id,
        filed_by=asker.person_id,
        route=route,
        note=reason.strip(),
        subject=binding.subject,
        about=person.name,
    )
    return file_plan(work, request, now=office.clock(), office=office)


def _person(work: Work, user: str) -> Person:
    person = work.people.by_account(account_of(work, user, USAGE))
    if person is None:
        raise BadInput(
            problem="{user} is nobody who has, or had, a role here", user=user, usage=USAGE
        )
    return person


def _check_alone(work: Work) -> None:
    for other in work.plans.open_of(Action.CHANGE_ROLES):
        if (open_one := binding_of(other.content)) is not None:
            raise AccountChangeOpen(plan_id=other.plan_id, user=open_one.user)
        role = min(other.content.roles or {})
        raise RoleChangeOpen(plan_id=other.plan_id, role=Role(role))


def _check_merging(work: Work, holder: Person, binding: Binding) -> None:
    """One person less may have to decide."""
    if holder.person_id == binding.person_id:
        raise AccountUnchanged(user=binding.user)
    check_enough(work, {role: ids - {holder.person_id} for role, ids in able(work).items()})


def carry_out(work: Work, plan: Plan, binding: Binding, stamp: Stamp) -> str:
    """What was agreed on, and why the plan is over then. Raises LostRace where it is whose it would
    be already."""
    account = AccountKey(work.desk.get("home_team"), binding.user)
    holder = work.people.by_account(account)
    was = holder.person_id if holder else ""
    if was == binding.person_id:
        raise LostRace(state=plan.state)
    if not binding.person_id:
        work.people.take(account)
        event = AccountFreed(plan_id=plan.plan_id, account=binding.user, was=was)
        record(work, event, stamp)
        return "freed"
    if holder is None:
        work.people.give(account, binding.person_id)
    else:
        _merge(work, plan, holder, binding.person_id, stamp)
    bound = AccountBound(
        plan_id=plan.plan_id, account=binding.user, person=binding.person_id, was=was
    )
    record(work, bound, stamp)
    return "bound"


def _merge(work: Work, plan: Plan, holder: Person, same_as: str, stamp: Stamp) -> None:
    """Who was taken for a second person has no roles and no second factor of their own any more."""
    for role, people in _roles_of(work, holder).items():
        before = tuple(one.person_id for one in people)
        after = tuple(one for one in before if one != holder.person_id)
        work.people.set_role(role, after)
        changed = RolesChanged(plan_id=plan.plan_id, role=role.value, before=before, after=after)
        record(work, changed, stamp)
    factor = work.step_ups.hold(holder.person_id)
    if factor is not None:
        factors.drop(work, factor, stamp)
    work.people.merge(holder.person_id, same_as)


def _roles_of(work: Work, holder: Person) -> Mapping[Role, list[Person]]:
    return {role: held for role, held in holders(work).items() if holder in held}
