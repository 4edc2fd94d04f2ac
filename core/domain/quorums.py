"""Whether the votes that each action needs can be given at all by the people there are."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from core.domain.people import Role
from core.domain.plans import Action
from core.domain.policy import Policy

ASKED_BY_ANYBODY = frozenset(Role)
Holders = Mapping[Role, Set[str]]


@dataclass(frozen=True, slots=True)
class Quorum:
    """`needed` votes of `voters` people: `at_best` of them are left whoever suits best asks,
    `at_worst` where the one who suits worst does."""

    action: Action
    needed: int
    voters: int
    at_best: int
    at_worst: int

    def feasible(self) -> bool:
        return self.at_best >= self.needed


def quorums(policy: Policy, holders: Holders) -> list[Quorum]:
    """For every action, under this policy and with these people in each role."""
    return [_quorum(action, policy, holders) for action in Action]


def _quorum(action: Action, policy: Policy, holders: Holders) -> Quorum:
    may_vote = len(_holding(holders, policy.approvals.vote))
    needed = policy.approvals.quorum_of(action)
    ballot = policy.ballot(action, quorum=needed, may_vote=may_vote, home_team="")
    voters = _holding(holders, ballot.roles)
    left = [len(voters)]
    if action is not Action.LIFT_FREEZE and not ballot.requester_counts:
        left = [len(voters - {one}) for one in _askers(action, policy, holders)] or [0]
    return Quorum(action, ballot.quorum, len(voters), max(left), min(left))


def _askers(action: Action, policy: Policy, holders: Holders) -> Set[str]:
    if action in {Action.CHANGE_ROLES, Action.CHANGE_POLICY}:
        return _holding(holders, ASKED_BY_ANYBODY)
    return _holding(holders, policy.approvals.may_ask())


def _holding(holders: Holders, roles: Set[Role]) -> Set[str]:
    return frozenset(one for role in roles for one in holders.get(role, frozenset()))
