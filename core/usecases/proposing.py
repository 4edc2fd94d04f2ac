"""Propose another policy: what it would change, and the plan where that hardens anything."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.events import Route
from core.domain.people import AccountKey, Person, Role
from core.domain.plans import Action, Plan
from core.domain.policy import Policy
from core.domain.policy_changes import Change, changes, hardens
from core.domain.policy_errors import PolicyProposed, PolicyUnchanged, UnknownPolicy
from core.domain.policy_file import PolicyRefused, read_policy
from core.domain.quorums import quorums
from core.ports.office import Office
from core.ports.store import Work
from core.ports.writing import LetterWriter
from core.usecases.filing import Request, file_plan
from core.usecases.finding import person_with
from core.usecases.publishing import publish
from core.usecases.roles import able, enrolled, too_few

IN_FORCE = "in-force"
MAY_SOFTEN = frozenset({Role.APPROVER, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is different, and the plan that decides on it; none where it is in force already."""

    policy: Policy
    changes: tuple[Change, ...]
    plan: Plan | None


def propose(
    text: str, note: str, *, by: str, office: Office, route: Route, writer: LetterWriter
) -> Proposed:
    """Asked for by the person behind the Slack user id `by`. Raises PolicyRefused for a text that
    is none or whose letters may not be sent, PolicyUnchanged, PolicyProposed, TooFewVoters,
    TooFewEnrolled, NoRole and NotEligible."""
    policy, now = _fit(text, writer), office.clock()
    with office.store() as work:
        account = AccountKey(work.desk.get("home_team"), by)
        person = person_with(work, account, frozenset(Role))
        current = work.policies.current()
        if policy.version == current.version:
            raise PolicyUnchanged(version=policy.version)
        _check_votes(work, current, policy)
        found = changes(current, policy)
        work.policies.keep(policy)
        plan = None
        if hardens(found):
            _check_new(work, policy.version)
            request = _request(person, policy.version, note.strip(), route)
            plan = file_plan(work, request, now=now, office=office)
        else:
            person_with(work, account, MAY_SOFTEN)
            publish(work, policy, office.stamp(now, person.person_id, route))
        work.commit()
    return Proposed(policy, found, plan)


def _fit(text: str, writer: LetterWriter) -> Policy:
    policy = read_policy(text)
    if problems := writer.problems(policy.rules.texts):
        raise PolicyRefused(problems)
    return policy


def _request(person: Person, version: str, note: str, route: Route) -> Request:
    return Request(
        action=Action.CHANGE_POLICY,
        requester=person.person_id,
        filed_by=person.person_id,
        route=route,
        note=note,
        subject=version,
    )


def _check_new(work: Work, version: str) -> None:
    for other in work.plans.open_of(Action.CHANGE_POLICY):
        if other.content.subject == version:
            raise PolicyProposed(
                plan_id=other.plan_id, action=Action.CHANGE_POLICY, version=version
            )


def _check_votes(work: Work, current: Policy, policy: Policy) -> None:
    """Whatever could be decided on under the policy in force still can."""
    people, factors = able(work), enrolled(work)
    were = {quorum.kind: quorum for quorum in quorums(current, people, enrolled=factors)}
    for quorum in quorums(policy, people, enrolled=factors):
        before = were.get(quorum.kind)
        if not quorum.feasible() and (before is None or before.feasible()):
            raise too_few(quorum)


def kept(name: str, *, office: Office) -> str:
    """The text of the policy in force, or of the only one whose version begins like this. Raises
    UnknownPolicy."""
    with office.store.reading() as work:
        found = [work.policies.version()] if name == IN_FORCE else work.policies.versions(name)
        if len(found) != 1:
            raise UnknownPolicy(text=name)
        return work.policies.text(found[0])
