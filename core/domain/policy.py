"""The collections policy in force, as typed facts: floors, quorum, caps and cut hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from core.domain.approvals import Ballot
from core.domain.money import Money
from core.domain.people import Role
from core.domain.plans import CUTTING, Action, Verb

STRICTEST_QUORUM = 2


@dataclass(frozen=True, slots=True)
class Caps:
    """Limits on intents over sliding windows. `share_per_day` is a fraction of all active
    subscriptions; the larger of it and `share_floor` subscriptions holds."""

    per_plan: int
    per_hour: int
    per_day: int
    customers_per_hour: int
    customers_per_day: int
    share_per_day: float
    share_floor: int = 25


@dataclass(frozen=True, slots=True)
class Approvals:
    """Who may ask and vote, how many votes each action needs, and after how many business hours
    an undecided plan lapses."""

    ask: frozenset[Role]
    vote: frozenset[Role]
    quorum: Mapping[str, int]
    requester_counts: bool
    lapse_business_hours: int

    def quorum_of(self, action: Action) -> int:
        return self.quorum.get(action.value, STRICTEST_QUORUM)

    def may_ask(self) -> frozenset[Role]:
        """The roles that may ask for a plan and see what customers owe."""
        return self.ask | self.vote | {Role.ADMINISTRATOR}


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of the policy; `version` is the hash of its text."""

    name: str
    version: str
    text: str
    floors: Mapping[str, Money]
    keep: tuple[str, ...]
    cut_from: time
    cut_until: time
    approvals: Approvals
    caps: Caps
    reinstate_caps: Caps

    def keeps(self, service: str) -> bool:
        """Is this service on the list of those that are never proposed for suspension?"""
        return any(word.casefold() in service.casefold() for word in self.keep)

    def caps_of(self, verb: Verb) -> Caps:
        return self.caps if verb in CUTTING else self.reinstate_caps

    def ballot(self, action: Action, *, quorum: int, may_vote: int, home_team: str) -> Ballot:
        """The rules of a vote now: the stricter of the plan's quorum and today's policy wins, and
        the requester counts only where fewer than four people may vote. Who has a role is decided
        by approvers and administrators, and never by whoever asked for the change."""
        roles, few = self.approvals.vote, may_vote < 4
        if action is Action.CHANGE_ROLES:
            roles, few = frozenset({Role.APPROVER, Role.ADMINISTRATOR}), False
        return Ballot(
            roles=roles,
            quorum=max(quorum, self.approvals.quorum_of(action)),
            requester_counts=self.approvals.requester_counts and few,
            home_team=home_team,
        )
