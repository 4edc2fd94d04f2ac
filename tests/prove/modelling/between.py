"""Right before something is sent, or between its intent and its sending, it may not be any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from hypothesis import strategies as st

from core.domain.approvals import Choice
from core.domain.customers import CustomerKey
from core.domain.holds import HoldKind
from core.domain.plans import Plan, Reason
from core.faults import Point
from tests.prove.modelling.around import Around
from tests.prove.modelling.moves import move
from tests.prove.modelling.scenery import chosen, customers


class Between(Around):
    """The last moment."""

    @move(
        9,
        key=customers,
        which=chosen,
        reason=st.sampled_from([Reason.NON_PAYMENT, Reason.FRAUD]),
        event=st.sampled_from(
            ["freeze", "file", "reject", "withdraw", "pay", "hold", "promise", "leave", "lapse"]
        ),
        point=st.sampled_from([Point.CLAIMED, Point.INTENDING, Point.INTENDED]),
    )
    def something_comes_between(
        self, key: CustomerKey, which: set[int], reason: Reason, event: str, point: Point
    ) -> None:
        """Agreed on, and right before it is sent it should not be any more."""
        self._agree_on(key, which, reason)
        self.holds_true("agreed")
        mine = [one for one in self.open_plans() if one.content.customer == key]
        self._to_the_hour()
        self.microsoft.heal()
        if mine:
            self.tally.done[f"comes between: {event}"] += 1
            self.desk.comes_between(
                point, lambda: self._event(event, mine[0]), lambda: self.desk.work(20)
            )

    def _event(self, event: str, plan: Plan) -> None:
        key, now = plan.content.customer, self.desk.now
        assert key is not None
        events: dict[str, Callable[[], object]] = {
            "freeze": lambda: self.freezes("U0KANG"),
            "file": lambda: self.a_file_freezes(True, False),
            "reject": lambda: self._vote(plan, "U0WEBER", Choice.REJECT),
            "withdraw": lambda: self._withdraw(plan, "U0KANG"),
            "pay": lambda: self._pay(key),
            "hold": lambda: self.holds_off(key, HoldKind.HARDSHIP, 3, "U0KANG"),
            "promise": lambda: self.promises_to_pay(key, 5, "U0KANG"),
            "leave": lambda: self.an_account_changes("U0BRAUN", "left", True),
            "lapse": lambda: setattr(self.desk, "now", now + timedelta(days=6)),
        }
        events[event]()
