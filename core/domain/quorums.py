"""Whether the votes that each action needs can be given at all by the people there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace

from core.domain.people import Role
from core.domain.plans import Action
from core.domain.policy import Policy

ASKED_BY_ANYBODY = frozenset(Role)
Holders = Mapping[Role, Set[str]]


@dataclass(frozen=True, slots=True)
class Quorum:
    """`needed` votes of `voters` people: `at_best` of them are left whoever suits best asks,
    `at_worst` where the one who suits worst does. With `takes_code` only those count who have a
    second factor."""

    action: Action
    needed: int
    voters: int
    at_best: int
    at_worst: int
    takes_code: bool = False

    @property
    def kind(self) -> tuple[Action, bool]:
        return self.action, self.takes_code

    def feasible(self) -> bool:
        return self.at_best >= self.needed


def quorums(
    policy: Policy,
    holders: Holders,
    *,
    enrolled: Set[str] = frozenset(),
    barred: Set[str] = frozenset(),
) -> list[Quorum]:
    """For every action, under this policy and with these people in each role: `enrolled` have a
    second factor that counts, `barred` own the account that it is about. Factors matter only where
    something takes a code."""
    takes_codes = bool(policy.step_up) or policy.break_glass.enabled
    actions = (one for one in Action if takes_codes or one is not Action.CONFIRM_STEP_UP)
    found = [_quorum(action, policy, holders, barred) for action in actions]
    if policy.step_up:
        barred |= _holding(holders, frozenset(Role)) - enrolled
        coded = [_quorum(action, policy, holders, barred) for action in _take_codes(policy)]
        found += [replace(one, takes_code=True) for one in coded]
    return found


def _take_codes(policy: Policy) -> Iterator[Action]:
    """Cancelling takes as many votes as suspending does, of the same people."""
    yield Action.SUSPEND
    if policy.break_glass.enabled:
        yield Action.RATIFY


def _quorum(action: Action, policy: Policy, holders: Holders, barred: Set[str]) -> Quorum:
    may_vote = len(_holding(holders, policy.approvals.vote))
    needed = policy.approvals.quorum_of(action)
    ballot = policy.ballot(action, quorum=needed, may_vote=may_vote, home_team="")
    voters = _holding(holders, ballot.roles) - barred
    left = [len(voters)]
    if action is not Action.LIFT_FREEZE and not ballot.requester_counts:
        left = [len(voters - {one}) for one in _askers(action, policy, holders)] or [0]
    return Quorum(action, ballot.quorum, len(voters), max(left), min(left))


def _askers(action: Action, policy: Policy, holders: Holders) -> Set[str]:
    if action is Action.CONFIRM_STEP_UP:
        return _holding(holders, {Role.ADMINISTRATOR})
    if action in {Action.CHANGE_ROLES, Action.CHANGE_POLICY}:
        return _holding(holders, ASKED_BY_ANYBODY)
    if action is Action.RATIFY:
        return _holding(holders, policy.break_glass.roles)
    return _holding(holders, policy.approvals.may_ask())


def _holding(holders: Holders, roles: Set[Role]) -> Set[str]:
    return frozenset(one for role in roles for one in holders.get(role, frozenset()))
