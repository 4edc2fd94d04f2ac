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
from tests.prove.modelling.codes import Codes, codes, unfit
from tests.prove.modelling.memory import Noted, deciders
from tests.prove.modelling.moves import move
from tests.prove.modelling.scenery import (
    chosen,
    customers,
    places,
    voters,
)


class Voting(Codes):
    """Whom the desk lets decide is compared with whom it should."""

    @move(
        6,
        place=places,
        user=voters,
        choice=st.sampled_from([Choice.APPROVE] * 4 + [Choice.REJECT]),
        stale=st.booleans(),
        bank=st.booleans(),
        twice=st.booleans(),
        code=codes,
    )
    def votes(
        self, place: int, user: str, choice: Choice, stale: bool, bank: bool, twice: bool, code: str
    ) -> None:
        plan = self.pick(place)
        if plan is not None:
            seen = plan.hash[::-1] if stale and place == 0 else plan.hash
            for _ in range(1 + twice):
                self._vote(plan, user, choice, bank=bank, seen=seen, code=code)

    def _vote(
        self, plan: Plan, user: str, choice: Choice, *, bank: bool = True, seen: str = "",
        code: str = "right",
    ) -> None:  # fmt: skip
        noted, who = self.memory.plans[plan.plan_id], self.person(user)
        coded = choice is Choice.APPROVE and self.memory.takes_code(noted)
        proof = self.proof_of(noted, user, code) if coded else ""
        ballot = voting.Ballot(
            plan.plan_id, seen or plan.hash, choice, bank, "They called", proof=proof
        )
        after = self.tries(
            f"vote {choice.value}",
            lambda: voting.vote(ballot, self.account(user), office=self.desk.office),
        )
        self.tally.done["vote by a second account"] += user != who
        if after is None:
            return
        if after.state in {PlanState.WITHDRAWN, PlanState.EXPIRED}:
            noted.ended = after.state.value
            return
        right = bool(proof) and code in {"right", "again"}
        self._check_vote(noted, user, seen)
        if coded and not right:
            self.breaches.append(("unapproved", f"S2: {who} approved with a code that is {code}"))
        self._count(noted, user, choice, bank=bank, coded=right)

    def _check_vote(self, noted: Noted, user: str, seen: str) -> None:
        """Whom did the desk let decide?"""
        content, who = noted.plan.content, self.person(user)
        self.tally.looked.update(("S1", "S9"))
        if who not in deciders(noted.action) or not self.memory.fit(who, user, strictly=False):
            self.breaches.append(("unapproved", f"S9: {user} decided"))
        if content.action is not Action.LIFT_FREEZE and who == self.names(content.requester):
            self.breaches.append(("unapproved", f"S1: {who} decided on an own wish"))
        if seen not in {"", noted.plan.hash}:
            self.breaches.append(("unapproved", "S2: another hash was voted on"))
        if noted.ended:
            self.breaches.append(("unapproved", f"L2: it was {noted.ended} already"))

    def _decided(self, noted: Noted) -> None:
        """What people let happen at the desk."""
        content = noted.plan.content
        match content.action:
            case Action.LIFT_FREEZE:
                scope, _ = self.memory.freezes.pop(content.subject, ("", ""))
                self.tally.done[f"lift a freeze of {scope}"] += 1
                if self.memory.file and scope == "all":
                    self.breaches.append(("unapproved", "L7: lifted beside a file FREEZE"))
            case Action.RELEASE_HOLD:
                self.memory.holds.pop(content.subject, None)
            case Action.RATIFY:
                self.tally.done["ratify"] += 1
                self.memory.sole[content.subject].ratified = min(noted.yes)

    @move(
        6,
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

    @move(5, place=st.integers(0, 20))
    def slack_brings_one_again(self, place: int) -> None:
        """Any that was ever submitted, in whatever order."""
        if self.slack.sent:
            self.slack.open(self.desk.office, self.desk.directory)
            self._bring(place % len(self.slack.sent))

    @move(
        4, place=places, users=st.permutations(["U0BRAUN", "U0PARK", "U0WEBER"]), bank=st.booleans()
    )
    def forms_out_of_order(self, place: int, users: list[str], bank: bool) -> None:
        """Whoever submitted first comes last, and both come twice."""
        plan = self.pick(place)
        if plan is not None:
            self.slack.open(self.desk.office, self.desk.directory)
            for user in users[:2]:
                self.slack.form(plan, user, approves=True, bank=bank)
            last = len(self.slack.sent) - 1
            for number in (last, last - 1, last, last - 1):
                self._bring(number)

    def _bring(self, number: int) -> None:
        self._count_delivery(number)
        one = self.slack.sent[number]
        before = self._cast(one.plan_id)
        status, text = self.slack.bring(one)
        if status != 200 or "ticket" in text.lower():
            self.breaches.append(("lost", f"Slack was answered {status} {text[:200]}"))
        cast = [vote for vote, at in self._cast(one.plan_id).items() if before.get(vote) != at]
        noted = self.memory.plans.get(one.plan_id)
        for who, choice in cast:
            assert noted is not None
            if who != self.person(one.user) or (choice == "approve") != one.approves:
                self.breaches.append(("unapproved", f"S10: {one.user} became {who} {choice}"))
            if (number, one.plan_id) in self.acted:
                self.breaches.append(("doubled", "S10: a form acted twice"))
            self.acted.add((number, one.plan_id))
            self._check_vote(noted, one.user, "")
            self._count(noted, one.user, Choice(choice), bank=one.bank)

    def _count_delivery(self, number: int) -> None:
        self.tally.looked["S10"] += 1
        self.tally.done["Slack delivery"] += 1
        self.tally.done["Slack brings one again"] += number in self.brought
        self.tally.done["Slack brings one late"] += any(one > number for one in self.brought)
        self.brought.add(number)

    def _cast(self, plan_id: str) -> dict[tuple[str, str], datetime]:
        with self.desk.store.reading() as work:
            found = work.plans.votes(plan_id)
        return {(self.names(one.person_id), one.choice.value): one.at for one in found}

    def _count(
        self, noted: Noted, user: str, choice: Choice, *, bank: bool, coded: bool = False
    ) -> None:
        """A vote that the desk took."""
        with self.desk.store.reading() as work:
            state = work.plans.get(noted.plan.plan_id).state
        if choice is Choice.REJECT:
            noted.ended = "rejected"
            if noted.plan.content.subject in self.memory.sole:
                self.tally.done["refuse to ratify"] += 1
                self.memory.sole[noted.plan.content.subject].refused = True
            return
        self._say_yes(noted, user, self.desk.now, coded=coded)
        if bank:
            noted.checked = self.desk.now
        if state in {PlanState.FINISHED, PlanState.APPROVED}:
            self._check_quorum(noted)
        if state is PlanState.FINISHED:
            self._decided(noted)
        elif noted.plan.content.action is Action.CHANGE_POLICY and state is PlanState.APPROVED:
            noted.scheduled = self.desk.now

    def _check_quorum(self, noted: Noted) -> None:
        yes = self.memory.supporters(noted, first=False)
        if len(yes) < self.memory.quorum(noted):
            self.breaches.append(("unapproved", f"S1: {sorted(yes)} decided {noted.action}"))

    def _say_yes(self, noted: Noted, user: str, at: datetime, *, coded: bool) -> None:
        who = self.person(user)
        noted.yes[who], noted.by[who] = at, user
        if coded:
            noted.coded.add(who)

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

    @move(6, key=customers, user=st.sampled_from(["U0BRAUN", "U0PARK", "U0WEBER"]), code=unfit)
    def a_code_decides(self, key: CustomerKey, user: str, code: str) -> None:
        """Misuse takes one with each approval."""
        plan = self._ask(key, {2}, "U0KANG", Reason.MISUSE)
        self.note_new()
        if plan is not None:
            self._vote(plan, user, Choice.APPROVE, code="right")
            self._vote(plan, "U0PARK", Choice.APPROVE, code=code)

    @move(
        5,
        key=customers,
        reason=st.sampled_from(Reason),
        asker=st.sampled_from(["U0BRAUN", "U0KANG"]),
    )
    def one_person_twice(self, key: CustomerKey, reason: Reason, asker: str) -> None:
        """By the other account: neither who asked nor who voted becomes another person by it."""
        plan = self._ask(key, {0}, asker, reason)
        self.note_new()
        if plan is not None:
            self.tally.done["one person twice"] += 1
            for user in ("U0BRAUN", "U0BRAUN2"):
                self._vote(plan, user, Choice.APPROVE)

    @move(8)
    def lift_a_freeze(self) -> None:
        """Two people press the button."""
        self.desk.offer_lifting()
        self.work(3)
        for plan in self.open_plans():
            if plan.content.action is Action.LIFT_FREEZE:
                self.note_new()
                for user in ("U0BRAUN", "U0PARK", "U0WEBER"):
                    with self.desk.store.reading() as work:
                        known = work.plans.get(plan.plan_id)
                    if known.is_open():
                        self._vote(known, user, Choice.APPROVE, bank=False)
