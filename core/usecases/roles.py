"""Change who has a role: a plan of its own, which two other people decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.domain.bindings import binding_of
from core.domain.errors import (
    AccountChangeOpen,
    BadInput,
    ReasonMissing,
    Refusal,
    RoleChangeOpen,
    RoleEmptied,
    RoleUnchanged,
    TooFewVoters,
    UnfitForRole,
)
from core.domain.events import Route, Stamp
from core.domain.people import AccountKey, Person, Role, ineligibility, is_user_id
from core.domain.plans import Action, Plan
from core.domain.quorums import Holders, Quorum, quorums
from core.domain.step_up_errors import TooFewEnrolled
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.filing import Request, file_plan
from core.usecases.finding import met, person_with

NEVER_EMPTY = frozenset({Role.APPROVER, Role.ADMINISTRATOR})
USAGE = "roles propose --role approvers --add U024BE7LH --by U012AB3CD --reason new"


@dataclass(frozen=True, slots=True)
class _Change:
    """What a list would be, as Slack user ids."""

    role: Role
    add: tuple[str, ...]
    remove: tuple[str, ...]

    def of(self, held: Sequence[Person], work: Work, team: str, stamp: Stamp) -> tuple[str, ...]:
        """The person ids afterwards; new accounts are bound to people. Raises the refusals of
        propose."""
        gone = {self._holder(user, held, team) for user in self.remove}
        left = [person.person_id for person in held if person.person_id not in gone]
        added = [_newcomer(user, work, team, stamp) for user in self.add]
        return tuple(dict.fromkeys([*left, *added]))

    def _holder(self, user: str, held: Sequence[Person], team: str) -> str:
        account = AccountKey(team, user)
        found = next((p.person_id for p in held if account in p.accounts), None)
        if found is None:
            raise BadInput(
                problem="{user} is not among the {role}", user=user, role=self.role, usage=USAGE
            )
        return found


def propose(
    role: str,
    *,
    add: Sequence[str],
    remove: Sequence[str],
    reason: str,
    by: str,
    office: Office,
    route: Route,
) -> Plan:
    """File the plan, asked for by the person behind the Slack user id `by`. Raises BadInput,
    ReasonMissing, NoRole, NotEligible, UnfitForRole, RoleChangeOpen, AccountChangeOpen,
    RoleUnchanged, RoleEmptied, TooFewVoters and TooFewEnrolled."""
    change = _change(role, add, remove, by)
    if not reason.strip():
        raise ReasonMissing()
    now = office.clock()
    with office.store() as work:
        team = work.desk.get("home_team")
        requester = person_with(work, AccountKey(team, by), frozenset(Role))
        _check_alone(work, change.role)
        after = _checked(change, work, team, office.stamp(now, requester.person_id, route))
        request = _request(requester, reason.strip(), {change.role.value: after}, route)
        plan = file_plan(work, request, now=now, office=office)
        work.commit()
    return plan


def _request(
    requester: Person, reason: str, roles: dict[str, tuple[str, ...]], route: Route
) -> Request:
    return Request(
        action=Action.CHANGE_ROLES,
        requester=requester.person_id,
        filed_by=requester.person_id,
        route=route,
        note=reason,
        roles=roles,
    )


def holders(work: Work) -> Mapping[Role, list[Person]]:
    """Who has which role."""
    return {role: work.people.with_role(role) for role in Role}


def able(work: Work) -> Holders:
    """The person ids in each role, without those whose account is known not to be able to vote."""
    team = work.desk.get("home_team")
    return {
        role: frozenset(p.person_id for p in people if _is_able(p, team))
        for role, people in holders(work).items()
    }


def enrolled(work: Work) -> frozenset[str]:
    """Who has a second factor that counts, by person id."""
    return frozenset(one.person_id for one in work.step_ups.factors() if one.counts)


def too_few(quorum: Quorum) -> Refusal:
    if quorum.takes_code:
        return TooFewEnrolled(needed=quorum.needed, left=quorum.at_best)
    return TooFewVoters(action=quorum.action, needed=quorum.needed, left=quorum.at_best)


def _is_able(person: Person, team: str) -> bool:
    return person.member is None or ineligibility(person.member, team) is None


def _change(role: str, add: Sequence[str], remove: Sequence[str], by: str) -> _Change:
    if role not in set(Role):
        raise BadInput(
            problem="there is no role {role}; there are {known}",
            role=role,
            known=[one.value for one in Role],
            usage=USAGE,
        )
    for user in (*add, *remove, by):
        if not is_user_id(user):
            raise BadInput(problem="{user} is no Slack user id", user=user, usage=USAGE)
    if both := set(add) & set(remove):
        raise BadInput(
            problem="{user} is both added and removed", user=min(both), usage=USAGE
        )
    return _Change(Role(role), tuple(add), tuple(remove))


def _newcomer(user: str, work: Work, team: str, stamp: Stamp) -> str:
    person = met(work, AccountKey(team, user), stamp)
    if not _is_able(person, team):
        raise UnfitForRole(user=user, why=ineligibility(person.member, team))
    return person.person_id


def _check_alone(work: Work, role: Role) -> None:
    for other in work.plans.open_of(Action.CHANGE_ROLES):
        if (binding := binding_of(other.content)) is not None:
            raise AccountChangeOpen(plan_id=other.plan_id, user=binding.user)
        if role in (other.content.roles or {}):
            raise RoleChangeOpen(plan_id=other.plan_id, role=role)


def _checked(change: _Change, work: Work, team: str, stamp: Stamp) -> tuple[str, ...]:
    """The list afterwards, which leaves enough people for every action that had enough before."""
    held = work.people.with_role(change.role)
    after = change.of(held, work, team, stamp)
    if set(after) == {person.person_id for person in held}:
        raise RoleUnchanged(role=change.role)
    if not after and change.role in NEVER_EMPTY:
        raise RoleEmptied(role=change.role)
    unfit = {p.person_id for p in held if not _is_able(p, team)}
    check_enough(work, {**able(work), change.role: frozenset(after) - unfit})
    return after


def check_enough(work: Work, then: Holders) -> None:
    """Raises TooFewVoters or TooFewEnrolled where an action that had enough people before would
    have none or fewer."""
    policy, factors = work.policies.current(), enrolled(work)
    were = {quorum.kind: quorum for quorum in quorums(policy, able(work), enrolled=factors)}
    for quorum in quorums(policy, then, enrolled=factors):
        if not quorum.feasible() and quorum.at_best <= were[quorum.kind].at_best:
            raise too_few(quorum)
