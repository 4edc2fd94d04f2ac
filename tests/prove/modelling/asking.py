"""People ask for something and take it back."""

from __future__ import annotations

from hypothesis import strategies as st

from core.domain.customers import CustomerKey
from core.domain.plans import (
    Action,
    Plan,
    Reason,
)
from core.usecases import (
    reinstatement,
    suspension,
    voting,
)
from tests.prove.modelling.checking import Checked
from tests.prove.modelling.filled import (
    CUSTOMERS,
    subscriptions_of,
)
from tests.prove.modelling.moves import move
from tests.prove.modelling.scenery import (
    askers,
    chosen,
    customers,
    places,
    voters,
)


class Asking(Checked):
    """By the use cases."""

    # People

    @move(
        3,
        key=customers,
        which=chosen,
        user=askers,
        reason=st.sampled_from(Reason),
        action=st.sampled_from([Action.SUSPEND] * 6 + [Action.CANCEL, Action.STOP_RENEWAL]),
    )
    def asks(
        self, key: CustomerKey, which: set[int], user: str, reason: Reason, action: Action
    ) -> None:
        self._ask(key, which, user, reason, action)

    def _ask(
        self,
        key: CustomerKey,
        which: set[int],
        user: str,
        reason: Reason,
        action: Action = Action.SUSPEND,
    ) -> Plan | None:
        n = CUSTOMERS.index(key) + 1
        chosen = tuple(subscriptions_of(n)[one]["id"] for one in sorted(which))
        wish = suspension.Wish(key, chosen, reason, "No answer", action)
        plan: Plan | None = self.tries(
            f"request {action.value}",
            lambda: suspension.ask(wish, self.account(user), office=self.desk.office),
        )
        if plan is not None:
            assert self.names(plan.content.requester) == self.person(user)
        return plan

    def names(self, person_id: str) -> str:
        return self.memory.names.get(person_id, "")

    @move(2, place=places, which=chosen, user=askers)
    def edits(self, place: int, which: set[int], user: str) -> None:
        """Takes it back and asks for something else."""
        plan = self.pick(place)
        if plan is not None and plan.content.customer is not None:
            self._withdraw(plan, user)
            self._ask(plan.content.customer, which, user, plan.content.reason or Reason.FRAUD)
            self.tally.done["edit"] += 1

    @move(1, key=customers, which=chosen, user=askers)
    def asks_back(self, key: CustomerKey, which: set[int], user: str) -> None:
        n = CUSTOMERS.index(key) + 1
        chosen = tuple(subscriptions_of(n)[one]["id"] for one in sorted(which))
        wish = reinstatement.Wish(key, chosen, "They called")
        self.tries(
            "request reinstate",
            lambda: reinstatement.ask(wish, self.account(user), office=self.desk.office),
        )

    @move(2, place=places, user=askers)
    def withdraws(self, place: int, user: str) -> None:
        plan = self.pick(place)
        if plan is not None:
            self._withdraw(plan, user)

    def _withdraw(self, plan: Plan, user: str) -> None:
        done = self.tries(
            "withdraw",
            lambda: voting.withdraw(plan.plan_id, self.account(user), office=self.desk.office),
        )
        if done is not None:
            noted = self.memory.plans[plan.plan_id]
            noted.ended = "withdrawn"
            if self.names(plan.content.requester) != self.person(user):
                self.breaches.append(("unapproved", "somebody else withdrew it"))

    @move(2, place=places, user=voters)
    def looks_at_the_bank(self, place: int, user: str) -> None:
        plan = self.pick(place)
        if plan is not None:
            self._look_at_the_bank(plan, user)

    def _look_at_the_bank(self, plan: Plan, user: str) -> None:
        done = self.tries(
            "look at the bank",
            lambda: voting.check_bank(plan.plan_id, self.account(user), office=self.desk.office),
        )
        if done is not None:
            self.memory.plans[plan.plan_id].checked = self.desk.now
