"""One person alone against fraud: with a code, for an alert, and others agree or do not."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from core.domain.alerts import AlertStatus
from core.domain.approvals import Choice
from core.domain.customers import CustomerKey
from core.domain.plans import Action, Plan, Reason
from core.domain.secret import Secret
from core.usecases import break_glass
from tests.an_emergency import an_alert_of
from tests.prove.modelling.codes import codes
from tests.prove.modelling.filled import CUSTOMERS, subscriptions_of
from tests.prove.modelling.labour import Labour
from tests.prove.modelling.memory import Sole, deciders
from tests.prove.modelling.moves import move
from tests.prove.modelling.scenery import chosen, customers, moods, places

alone = st.sampled_from(("U0BRAUN", "U0WEBER", "U0ADMIN", "U0PARK", "U0BRAUN2", "U0KANG"))
# An alert that the desk knows, or what somebody typed.
alerts = st.sampled_from(("known", "known", "known", "typed", "none"))
TYPED = "MSRC-1"


class Alone(Labour):
    """Break-glass, and what comes of it."""

    @move(2, key=customers, active=st.booleans())
    def microsoft_warns(self, key: CustomerKey, active: bool) -> None:
        """Or says that it is over."""
        self._warn(key, active=active)

    def _warn(self, key: CustomerKey, *, active: bool) -> str:
        n = CUSTOMERS.index(key) + 1
        one, name = subscriptions_of(n)[0]["id"], f"alert-{n}"
        status = AlertStatus.ACTIVE if active else AlertStatus.RESOLVED
        alert = an_alert_of(key, one, name, self.desk.now, status)
        with self.desk.store() as work:
            is_known = any(known.alert_id == name for known in work.alerts.of_customer(key))
            (work.alerts.update if is_known else work.alerts.add)(alert)
            work.commit()
        self.tally.done["an alert" if active else "an alert is over"] += 1
        self.memory.alerts[name] = (key, active)
        return name

    @move(
        3,
        key=customers,
        which=chosen,
        user=alone,
        alert=alerts,
        reason=st.sampled_from([Reason.FRAUD, Reason.MISUSE, Reason.NON_PAYMENT]),
        code=codes,
    )
    def breaks_the_glass(
        self, key: CustomerKey, which: set[int], user: str, alert: str, reason: Reason, code: str
    ) -> None:
        self._break(key, which, user, alert=alert, reason=reason, code=code)

    def _break(
        self, key: CustomerKey, which: set[int], user: str, *, alert: str = "known",
        reason: Reason = Reason.FRAUD, code: str = "right",
    ) -> Plan | None:  # fmt: skip
        n = CUSTOMERS.index(key) + 1
        ids = tuple(subscriptions_of(n)[one]["id"] for one in sorted(which))
        named = {"known": f"alert-{n}", "typed": TYPED, "none": ""}[alert]
        link = "https://portal.example/1" if alert == "typed" else ""
        wish = break_glass.Wish(key, ids, reason, "Mining", named, link)
        typed, account, office = self.typed(user, code), self.account(user), self.desk.office
        offered = self.tries(
            f"break-glass, code {code}",
            lambda: break_glass.ask(wish, Secret(typed), account, office=office),
        )
        found = self.looked_at(offered) if offered else None
        self.check_code(user, code, typed, accepted=found is not None)
        if found is None:
            return None
        plan: Plan | None = self.tries(
            "break-glass: carried out", lambda: break_glass.carry_out(*found, office=office)
        )
        if plan is not None:
            # The desk closes a code for what it is typed for, so here none is for something else.
            self._noted_alone(plan, user, wish, coded=code not in {"wrong", "none"})
        return plan

    def _noted_alone(self, plan: Plan, user: str, wish: break_glass.Wish, *, coded: bool) -> None:
        who, known = self.person(user), self.memory.alerts.get(wish.alert)
        self.tally.done["break-glass: it is done"] += 1
        self.tally.looked["S15"] += 1
        self.memory.sole[plan.plan_id] = Sole(who, wish.alert, coded)
        active = bool(wish.link) or known == (wish.customer, True)
        if wish.reason is Reason.NON_PAYMENT or not active or not coded:
            self.breaches.append(("unapproved", f"S15: {user} acted alone, {wish}"))
        if who not in deciders("ratify") or not self.memory.fit(who, user, strictly=False):
            self.breaches.append(("unapproved", f"S15: {user} may not act alone"))
        if not 0 < len(plan.content.lines) <= 3:
            self.breaches.append(("unapproved", "S15: more than three, or none"))
        self.note_new()

    @move(
        9,
        key=customers,
        which=st.sampled_from([{0}, {2}, {3}, {0, 2}]),
        user=st.sampled_from(["U0WEBER", "U0ADMIN"]),
        then=st.sampled_from(["ratify", "refuse", "nobody", "over", "over", "over and refuse"]),
        mood=moods,
        nth=st.integers(-40, 60),
    )
    def an_emergency(
        self, key: CustomerKey, which: set[int], user: str, then: str, mood: str, nth: int
    ) -> None:
        """From the alert to what others make of it."""
        self._warn(key, active=True)
        self._break(key, which, user)
        self.holds_true("alone")
        self.microsoft.mood = mood
        self.die(lambda: self.desk.work(12), nth)
        self.holds_true("contained")
        if "over" in then:
            self._warn(key, active=False)
        choice = Choice.REJECT if "refuse" in then else Choice.APPROVE
        if then == "ratify" or "refuse" in then:
            self._ratify(key, "U0BRAUN", choice)
        else:
            self.desk.now += timedelta(days=1, hours=7)
        self.die(lambda: self.desk.work(15), nth // 2)

    def _ratify(self, key: CustomerKey, user: str, choice: Choice) -> None:
        with self.desk.store.reading() as work:
            asked = work.plans.open_of(Action.RATIFY)
        self.note_new()
        for plan in asked:
            before = self.memory.plans.get(plan.content.subject)
            if before is not None and before.key == key:
                self._vote(plan, user, choice)

    @move(2, place=places, user=alone, choice=st.sampled_from(Choice), code=codes)
    def ratifies(self, place: int, user: str, choice: Choice, code: str) -> None:
        """Anybody, also whoever did it."""
        asked = [one for one in self.open_plans() if one.content.action is Action.RATIFY]
        if asked:
            self.tally.done["vote to ratify"] += 1
            self._vote(asked[place % len(asked)], user, choice, code=code)
