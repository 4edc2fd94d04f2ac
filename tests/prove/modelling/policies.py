"""Policies: proposed, decided by two, and in force a day later; and texts that are none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from hypothesis import strategies as st

from core.domain.approvals import Choice
from core.domain.events import Route
from core.domain.plans import Action
from core.domain.policy_file import PolicyRefused
from core.usecases import proposing
from handlers.messages.letters import Letters
from tests.prove.modelling.filled import SHIPPED
from tests.prove.modelling.money import Money
from tests.prove.modelling.moves import move
from tests.prove.modelling.scenery import POLICIES

# Each is missing something without which nothing may happen.
NONSENSE = {
    "nothing": "",
    "no file": "floors = {",
    "no voters": SHIPPED.replace('vote = ["approvers"]', "vote = []", 1),
    "one vote": SHIPPED.replace("suspend = 2 ", "suspend = 1 ", 1).replace(
        "suspend = 2\n", "suspend = 1\n", 1
    ),
    "no caps": SHIPPED[: SHIPPED.index("[caps]")],
    "no floors": SHIPPED[: SHIPPED.index("floors = ")] + SHIPPED[SHIPPED.index("# Services") :],
}


class Policies(Money):
    """By the command line."""

    @move(
        2,
        name=st.sampled_from(sorted(POLICIES)),
        user=st.sampled_from(["U0KANG", "U0BRAUN", "U0ADMIN", "U0GUEST"]),
    )
    def proposes_a_policy(self, name: str, user: str) -> None:
        self._propose(name, user)

    def _propose(self, name: str, user: str) -> None:
        done = self.tries("policy", lambda: self._proposed(POLICIES[name][0], user))
        if done is not None and done.plan is None:
            self.tally.done["policy: it softens"] += 1
            self.memory.policy = done.policy.version

    def _proposed(self, text: str, user: str) -> proposing.Proposed:
        return proposing.propose(
            text, "so", by=user, office=self.desk.office, route=Route.CLI, writer=Letters()
        )

    @move(4, name=st.sampled_from(sorted(POLICIES)), early=st.booleans())
    def changes_the_policy(self, name: str, early: bool) -> None:
        """Proposed, agreed on, and a day has passed; or not quite."""
        self._propose(name, "U0KANG")
        self.note_new()
        for plan in self.open_plans():
            if plan.content.action is Action.CHANGE_POLICY:
                for user in ("U0BRAUN", "U0PARK", "U0WEBER"):
                    self._vote(plan, user, Choice.APPROVE)
        self.holds_true("agreed on a policy")
        self.desk.now += timedelta(hours=20 if early else 25)
        self.work(8)

    @move(1, what=st.sampled_from(sorted(NONSENSE)))
    def proposes_nonsense(self, what: str) -> None:
        """It is refused, and the policy in force stays."""
        self.tally.looked["S7"] += 1
        refused = self._refused(lambda: self._proposed(NONSENSE[what], "U0ADMIN"))
        self.tally.done["policy: nonsense"] += 1
        if not refused:
            self.breaches.append(("unapproved", f"S7: a policy with {what} was taken"))

    def _refused(self, do: Callable[[], object]) -> bool:
        try:
            do()
        except PolicyRefused:
            return True
        return False
