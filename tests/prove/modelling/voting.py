"""People decide: by the use cases, and by forms that Slack brings late, twice, in any order."""

from __future__ import annotations

from datetime import datetime

from hypothesis import strategies as st

from core.domain.approvals import Choice
from core.domain.customers import CustomerKey
from core.domain.plans import (
    Action,
    Plan,
    PlanState,
    Reason,
)
from core.usecases import (
    voting,
)
from tests.prove.modelling.asking import Asking
from tests.prove.modelling.memory import Noted
from tests.prove.modelling.moves import move
from tests.prove.modelling.scenery import (
    chosen,
    customers,
    places,
    voters,
)


class Voting(Asking):
    """Whom the desk lets decide is compared with whom it should."""

    @move(
        6,
        place=places,
        user=voters,
        choice=st.sampled_from([Choice.APPROVE] * 4 + [Choice.REJECT]),
        stale=st.booleans(),
        bank=st.booleans(),
        twice=st.booleans(),
    )
    def votes(
        self, place: int, user: str, choice: Choice, stale: bool, bank: bool, twice: bool
    ) -> None:
        plan = self.pick(place)
        if plan is not None:
            seen = plan.hash[::-1] if stale and place == 0 else plan.hash
            for _ in range(1 + twice):
                self._vote(plan, user, choice, bank=bank, seen=seen)

    def _vote(
        self, plan: Plan, user: str, choice: Choice, *, bank: bool = True, seen: str = ""
    ) -> None:
        ballot = voting.Ballot(
            plan.plan_id, seen or plan.hash, choice, bank_checked=bank, reason="They called"
        )
        after = self.tries(
            f"vote {choice.value}",
            lambda: voting.vote(ballot, self.account(user), office=self.desk.office),
        )
        noted, who = self.memory.plans[plan.plan_id], self.person(user)
        if after is None:
            return
        if after.state in {PlanState.WITHDRAWN, PlanState.EXPIRED}:
            noted.ended = after.state.value
            return
        self._check_vote(noted, who, seen)
        self._count(noted, who, choice, bank=bank)

    def _check_vote(self, noted: Noted, who: str, seen: str) -> None:
        """Whom did the desk let decide?"""
        content = noted.plan.content
        told = self.memory.heard.get(who, True)
        if who not in self.memory.approvers or (told and not self.memory.well.get(who, True)):
            self.breaches.append(("unapproved", f"S9: {who} decided"))
        if content.action is not Action.LIFT_FREEZE and who == self.names(content.requester):
            self.breaches.append(("unapproved", f"S1: {who} decided on an own wish"))
        if seen not in {"", noted.plan.hash}:
            self.breaches.append(("unapproved", "S2: another hash was voted on"))
        if noted.ended:
            self.breaches.append(("unapproved", f"L2: it was {noted.ended} already"))

    def _decided(self, noted: Noted) -> None:
        """What two people let happen at the desk."""
        content = noted.plan.content
        match content.action:
            case Action.LIFT_FREEZE:
                if len(self.memory.supporters(noted, first=False)) < 2:
                    self.breaches.append(("unapproved", "one person lifted a freeze"))
                if self.memory.file:
                    self.breaches.append(("unapproved", "lifted beside a file FREEZE"))
                self.memory.frozen = False
            case Action.RELEASE_HOLD:
                self.memory.holds.pop(content.subject, None)

    @move(
        4,
        place=places,
        user=voters,
        approves=st.sampled_from([True, True, True, False]),
        bank=st.booleans(),
        brought=st.sampled_from([0, 1, 1, 2]),
    )
    def submits_a_form(
        self, place: int, user: str, approves: bool, bank: bool, brought: int
    ) -> None:
        """In Slack; it is brought once, twice, or only later."""
        plan = self.pick(place)
        if plan is not None:
            self.slack.open(self.desk.office, self.desk.directory)
            self.slack.form(plan, user, approves=approves, bank=bank)
            for _ in range(brought):
                self._bring(len(self.slack.sent) - 1)

    @move(4, place=st.integers(0, 20))
    def slack_brings_one_again(self, place: int) -> None:
        """Any that was ever submitted, in whatever order."""
        if self.slack.sent:
            self.slack.open(self.desk.office, self.desk.directory)
            self._bring(place % len(self.slack.sent))

    def _bring(self, number: int) -> None:
        self.tally.done["Slack delivery"] += 1
        one = self.slack.sent[number]
        before = self._cast(one.plan_id)
        status, text = self.slack.bring(one)
        if status != 200 or "ticket" in text.lower():
            self.breaches.append(("lost", f"Slack was answered {status} {text[:200]}"))
        cast = [vote for vote, at in self._cast(one.plan_id).items() if before.get(vote) != at]
        noted = self.memory.plans.get(one.plan_id)
        self.memory.heard |= {self.person(one.user): self.memory.heard.get(one.user, True)}
        for who, choice in cast:
            assert noted is not None
            if who != self.person(one.user) or (choice == "approve") != one.approves:
                self.breaches.append(("unapproved", f"S10: {one.user} became {who} {choice}"))
            if (number, one.plan_id) in self.acted:
                self.breaches.append(("doubled", "S10: a form acted twice"))
            self.acted.add((number, one.plan_id))
            self._check_vote(noted, who, "")
            self._count(noted, who, Choice(choice), bank=one.bank)

    def _cast(self, plan_id: str) -> dict[tuple[str, str], datetime]:
        with self.desk.store.reading() as work:
            found = work.plans.votes(plan_id)
        return {(self.names(one.person_id), one.choice.value): one.at for one in found}

    def _count(self, noted: Noted, who: str, choice: Choice, *, bank: bool) -> None:
        """A vote that the desk took."""
        with self.desk.store.reading() as work:
            state = work.plans.get(noted.plan.plan_id).state
        if choice is Choice.REJECT:
            noted.ended = "rejected"
            return
        noted.yes[who] = self.desk.now
        if bank:
            noted.checked = self.desk.now
        if state is PlanState.FINISHED:
            self._decided(noted)
        elif noted.plan.content.action is Action.CHANGE_POLICY and state is PlanState.APPROVED:
            noted.scheduled = self.desk.now

    @move(5, key=customers, which=chosen, reason=st.sampled_from(Reason), bank=st.booleans())
    def agree_on(self, key: CustomerKey, which: set[int], reason: Reason, bank: bool) -> None:
        """What usually happens: asked for, and two say yes."""
        self._agree_on(key, which, reason, bank=bank)

    def _agree_on(
        self, key: CustomerKey, which: set[int], reason: Reason, *, bank: bool = True
    ) -> None:
        plan = self._ask(key, which, "U0KANG", reason)
        self.note_new()
        if plan is None:
            mine = (one for one in self.open_plans() if one.content.customer == key)
            plan = next(mine, None)
        if plan is not None:
            for user in ("U0BRAUN", "U0PARK", "U0WEBER"):
                with self.desk.store.reading() as work:
                    known = work.plans.get(plan.plan_id)
                if known.state is PlanState.PENDING:
                    self._vote(known, user, Choice.APPROVE, bank=bank)

    @move(4)
    def lift_a_freeze(self) -> None:
        """Two people press the button."""
        self.work(3)
        for plan in self.open_plans():
            if plan.content.action is Action.LIFT_FREEZE:
                self.note_new()
                for user in ("U0BRAUN", "U0PARK", "U0WEBER"):
                    with self.desk.store.reading() as work:
                        known = work.plans.get(plan.plan_id)
                    if known.is_open():
                        self._vote(known, user, Choice.APPROVE, bank=False)
