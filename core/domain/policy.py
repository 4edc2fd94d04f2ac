"""The policy in force: the rules of its ladder, and who decides, how many, and how much a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, time

from core.domain.alone import BreakGlass
from core.domain.approvals import Ballot
from core.domain.calendar import Place, Window, cut_windows
from core.domain.ladder import Rules
from core.domain.money import Money
from core.domain.people import Role
from core.domain.plans import CUTS, CUTTING, Action, Reason, Verb
from core.domain.step_up import Demand

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

    def stricter(self, other: Caps) -> Caps:
        return Caps(*(min(getattr(self, f.name), getattr(other, f.name)) for f in fields(Caps)))

    def tenfold(self) -> Caps:
        """What harms nobody may happen ten times as often."""
        return Caps(
            per_plan=self.per_plan * 10,
            per_hour=self.per_hour * 10,
            per_day=self.per_day * 10,
            customers_per_hour=self.customers_per_hour * 10,
            customers_per_day=self.customers_per_day * 10,
            share_per_day=min(1.0, self.share_per_day * 10),
            share_floor=self.share_floor,
        )


@dataclass(frozen=True, slots=True)
class LetterCaps:
    """Limits on letters over sliding windows, and the share of customers that one run may move to
    another stage before it stops and asks."""

    per_hour: int = 30
    per_day: int = 100
    share_per_day: float = 0.05


@dataclass(frozen=True, slots=True)
class MoreVotes:
    """Plans of this reason, or above an amount in some currency, need so many votes."""

    votes: int
    reason: Reason | None
    above: Mapping[str, Money]

    def asked(self, reason: Reason | None, overdue: Iterable[Money]) -> bool:
        if self.reason is not None and self.reason is not reason:
            return False
        exceeds = any(m.currency in self.above and self.above[m.currency] < m for m in overdue)
        return exceeds or not self.above


@dataclass(frozen=True, slots=True)
class Approvals:
    """Who may ask and vote, how many votes each action needs, after how many business hours an
    undecided plan lapses, and whether administrators get a note on habits."""

    ask: frozenset[Role]
    vote: frozenset[Role]
    quorum: Mapping[str, int]
    requester_counts: bool
    lapse_business_hours: int
    more: tuple[MoreVotes, ...] = ()
    notice_habits: bool = False

    def quorum_of(
        self, action: Action, reason: Reason | None = None, overdue: Iterable[Money] = ()
    ) -> int:
        """How many votes; those that `more` asks for are for plans that take service away."""
        usual, owed = self.quorum.get(action.value, STRICTEST_QUORUM), tuple(overdue)
        if action not in CUTS:
            return usual
        return max([usual, *(one.votes for one in self.more if one.asked(reason, owed))])

    def may_ask(self) -> frozenset[Role]:
        """The roles that may ask for a plan and see what customers owe."""
        return self.ask | self.vote | {Role.ADMINISTRATOR}

    def stricter(self, then: Approvals) -> Approvals:
        """Whoever may vote under both, and as many votes as either asks for."""
        return replace(
            self,
            vote=self.vote & then.vote,
            quorum={one.value: max(self.quorum_of(one), then.quorum_of(one)) for one in Action},
            requester_counts=self.requester_counts and then.requester_counts,
            more=(*self.more, *then.more),
        )


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of the policy; `version` is the hash of its text. After `containment_hours` a
    containment becomes a question to its owner."""

    version: str
    text: str
    rules: Rules
    approvals: Approvals
    caps: Caps
    reinstate_caps: Caps
    letter_caps: LetterCaps = LetterCaps()
    signals: Mapping[str, int] = field(default_factory=dict)
    containment_hours: int = 72
    break_glass: BreakGlass = field(default_factory=BreakGlass)
    step_up: Demand = field(default_factory=Demand)

    @property
    def name(self) -> str:
        return self.rules.name

    @property
    def floors(self) -> Mapping[str, Money]:
        return self.rules.floors

    def releasing(self, overdue: Iterable[Money]) -> Policy:
        """The same, with the sums below which a debt is taken for paid when a suspension is to be
        lifted that was asked for when this was overdue: one that was less from the beginning ends
        with its floor, or nothing would have to be paid."""
        owed, most = {one.currency: one for one in overdue}, self.rules.release_floors()
        floors = {
            code: most[code] if code in owed and not owed[code] < most[code] else floor
            for code, floor in self.floors.items()
        }
        return replace(self, rules=replace(self.rules, floors=floors))

    @property
    def keep(self) -> tuple[str, ...]:
        return self.rules.keep

    @property
    def cut_from(self) -> time:
        return self.rules.timing.cut_from

    @property
    def cut_until(self) -> time:
        return self.rules.timing.cut_until

    def windows(self, after: datetime, there: Place, own: Place) -> Iterator[Window]:
        """When a customer there may be cut off for money, by the hours and the days that this
        policy decrees, soonest first. Empty where one of the calendars is not known."""
        decreed = self.rules.timing.decreed
        return cut_windows(
            after,
            customer=replace(there, decreed=decreed),
            own=replace(own, decreed=decreed),
            hours=(self.cut_from, self.cut_until),
        )

    def keeps(self, service: str) -> bool:
        """Is this service on the list of those that are never proposed for suspension?"""
        return any(word.casefold() in service.casefold() for word in self.keep)

    def caps_of(self, verb: Verb) -> Caps:
        return self.caps if verb in CUTTING else self.reinstate_caps

    def stricter(self, then: Policy) -> Policy:
        """This policy for a plan that was asked for under an earlier one: for what decides on the
        plan the stricter of both holds, and the rest is this one's."""
        timing = replace(
            self.rules.timing,
            cut_from=max(self.cut_from, then.cut_from),
            cut_until=min(self.cut_until, then.cut_until),
            quiet=tuple(dict.fromkeys((*self.rules.timing.quiet, *then.rules.timing.quiet))),
        )
        floors = {
            code: max(floor, then.floors.get(code, floor), key=lambda one: one.amount)
            for code, floor in self.floors.items()
        }
        return replace(
            self,
            rules=replace(self.rules, floors=floors, timing=timing),
            approvals=self.approvals.stricter(then.approvals),
            caps=self.caps.stricter(then.caps),
            reinstate_caps=self.reinstate_caps.stricter(then.reinstate_caps),
            break_glass=self.break_glass.stricter(then.break_glass),
            step_up=self.step_up.stricter(then.step_up),
        )

    def ballot(self, action: Action, *, quorum: int, may_vote: int, home_team: str) -> Ballot:
        """The rules of a vote now: the stricter of the plan's quorum and today's policy wins, and
        the requester counts only where fewer than four people may vote. What changes the desk
        itself, or agrees to what one person did alone, is decided by approvers and administrators,
        and never by whoever asked; a second factor by administrators alone."""
        roles, few = self.approvals.vote, may_vote < 4
        if action in {Action.CHANGE_ROLES, Action.CHANGE_POLICY, Action.RATIFY}:
            roles, few = frozenset({Role.APPROVER, Role.ADMINISTRATOR}), False
        if action is Action.CONFIRM_STEP_UP:
            roles, few = frozenset({Role.ADMINISTRATOR}), False
        return Ballot(
            roles=roles,
            quorum=max(quorum, self.approvals.quorum_of(action)),
            requester_counts=self.approvals.requester_counts and few,
            home_team=home_team,
        )
