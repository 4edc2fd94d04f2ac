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
from tests.prove.modelling.filled import CUSTOMERS
from tests.prove.modelling.moves import move
from tests.prove.modelling.scenery import chosen, customers, moods

EVENTS = (
    "freeze",
    "freeze one customer",
    "freeze one action",
    "file",
    "reject",
    "withdraw",
    "pay",
    "write off",
    "hold",
    "promise",
    "leave",
    "lapse",
    "lose the authenticator",
    "contain",
    "contain alone",
)

reasons = st.sampled_from([Reason.FRAUD, Reason.FRAUD, Reason.NON_PAYMENT, Reason.MISUSE])


class Between(Around):
    """The last moment."""

    @move(
        16,
        key=customers,
        which=chosen,
        reason=st.sampled_from(
            [Reason.NON_PAYMENT, Reason.NON_PAYMENT, Reason.FRAUD, Reason.MISUSE]
        ),
        event=st.sampled_from(EVENTS),
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
        domain = f"c{CUSTOMERS.index(key) + 1}.example"
        events: dict[str, Callable[[], object]] = {
            "freeze": lambda: self._freeze("U0KANG"),
            "freeze one customer": lambda: self._freeze("U0KANG", domain),
            "freeze one action": lambda: self._freeze("U0KANG", "suspend"),
            "file": lambda: self.a_file_freezes(True, False),
            "reject": lambda: self._vote(plan, "U0WEBER", Choice.REJECT),
            "withdraw": lambda: self._withdraw(plan, "U0KANG"),
            "pay": lambda: self._pay(key),
            "write off": lambda: self._write_off(key),
            "hold": lambda: self.holds_off(key, HoldKind.HARDSHIP, 3, "U0KANG"),
            "promise": lambda: self.promises_to_pay(key, 5, "U0KANG"),
            "leave": lambda: self.an_account_changes("U0BRAUN", "left", True),
            "lapse": lambda: setattr(self.desk, "now", now + timedelta(days=6)),
            "lose the authenticator": lambda: self.an_authenticator_is_lost("U0PARK", False),
            "contain": lambda: self._agree_on(key, {3}, Reason.FRAUD),
            "contain alone": lambda: self._contain_alone(key),
        }
        events[event]()

    def _write_off(self, key: CustomerKey) -> None:
        for which in self._mine(key):
            self._set(which, "written off")
        self._take()

    def _contain_alone(self, key: CustomerKey) -> None:
        self._warn(key, active=True)
        self._break(key, {3}, "U0WEBER")

    @move(6, which=st.sampled_from([{0, 2}, {0}, {2, 3}]), reason=reasons, mood=moods)
    def everybody_at_once(self, which: set[int], reason: Reason, mood: str) -> None:
        """More than the caps let go in an hour, all agreed on before anything is sent."""
        self.tally.done["all customers at once"] += 1
        for key in CUSTOMERS:
            self._agree_on(key, which, reason)
        self.holds_true("agreed on all")
        self._work_in_its_hour(mood)
