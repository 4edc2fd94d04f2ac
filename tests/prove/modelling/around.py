"""Freezes, people who come and go, the portal, and time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from core.domain.approvals import Choice
from core.domain.customers import CustomerKey
from core.domain.events import Route
from core.domain.plans import Reason
from core.usecases import adopting, freezing, owning
from tests.prove.modelling.alone import Alone
from tests.prove.modelling.filled import (
    CUSTOMERS,
    EVERYBODY,
    SECOND,
    START,
    subscriptions_of,
)
from tests.prove.modelling.moves import move
from tests.prove.modelling.scenery import LAST, NARROW, askers, customers


class Around(Alone):
    """What happens around the desk."""

    @move(1, user=st.sampled_from(EVERYBODY))
    def freezes(self, user: str) -> None:
        self._freeze(user)

    @move(3, user=st.sampled_from(("U0KANG", "U0BRAUN")), only=st.sampled_from(NARROW))
    def freezes_only(self, user: str, only: str) -> None:
        """One customer or one action; the others go on."""
        self._freeze(user, only)

    def _freeze(self, user: str, only: str = "") -> None:
        name = "freeze only" if only else "freeze"
        done = self.tries(
            name,
            lambda: freezing.freeze(
                "wrong", self.account(user), office=self.desk.office, only=only
            ),
        )
        if done is not None:
            self.tally.done[f"{name}: it is on"] += 1
            self.memory.freezes[done.freeze_id] = (done.scope.value, done.of)
            if not self.memory.fit(self.person(user), user, strictly=False):
                self.breaches.append(("unapproved", f"S9: {user} froze"))

    @move(1, there=st.booleans(), noticed=st.booleans())
    def a_file_freezes(self, there: bool, noticed: bool) -> None:
        self.tally.done["file FREEZE"] += 1
        file = self.desk.folder / "FREEZE"
        file.touch() if there else file.unlink(missing_ok=True)
        self.memory.file = there
        if noticed:
            self.desk.notice()

    # People come and go

    @move(
        3,
        user=st.sampled_from(EVERYBODY),
        how=st.sampled_from(["left", "guest", "back", "back"]),
        told=st.booleans(),
    )
    def an_account_changes(self, user: str, how: str, told: bool) -> None:
        self.tally.done["deactivate" if how != "back" else "reactivate"] += 1
        if user == "U0GUEST":
            return
        self.tally.done["an account of two changes"] += user in {*SECOND, *SECOND.values()}
        known = self.desk.directory.members[user]
        known = replace(known, deleted=how == "left", is_restricted=how == "guest")
        self.desk.directory.members[user] = known
        self.memory.well[user] = how == "back"
        self.memory.heard[user] = told
        if told:
            with self.desk.store() as work:
                work.people.save_member(replace(known, read_at=self.desk.now))
                work.commit()

    @move(
        1, key=customers, user=st.sampled_from(["U0BRAUN", "U0PARK", "U0KANG2"]), on=st.booleans()
    )
    def owns_an_account(self, key: CustomerKey, user: str, on: bool) -> None:
        do = owning.name if on else owning.take_off
        done = self.tries(
            "account owner",
            lambda: do(str(key), user, by="U0ADMIN", office=self.desk.office, route=Route.CLI),
        )
        if done is not None:
            mine = self.memory.owners.setdefault(key, set())
            (mine.add if on else mine.discard)(self.person(user))

    @move(1, silent=st.booleans())
    def slack_is_silent(self, silent: bool) -> None:
        self.tally.done["Slack's directory silent"] += 1
        self.desk.directory.silent = self.memory.silent = silent

    # Behind our back, and time

    @move(
        2,
        key=customers,
        place=st.integers(0, 3),
        how=st.sampled_from(["active", "suspended", "no renewal", "renewal"]),
    )
    def in_the_portal(self, key: CustomerKey, place: int, how: str) -> None:
        one = subscriptions_of(CUSTOMERS.index(key) + 1)[place]["id"]
        found = self.microsoft.resources[key, one]
        if found["status"] == "deleted":
            return
        self.tally.done["portal"] += 1
        if (key, one) in self.memory.ours:
            self.memory.touched.add((key, one))
        if how in {"active", "suspended"}:
            self.microsoft.in_portal(key, one, status=how)
        else:
            self.microsoft.in_portal(key, one, autoRenewEnabled=how == "renewal")

    @move(2, key=customers)
    def reads_everything(self, key: CustomerKey) -> None:
        """As the rounds through all accounts do."""
        self.tally.done["read a customer"] += 1
        self._read_all(key)

    def _read_all(self, key: CustomerKey) -> None:
        with self.desk.store() as work:
            work.customers.save_subscriptions(key, self.microsoft.subscriptions(key))
            work.commit()

    @move(3, key=customers, place=st.sampled_from([0, 2, 3]), user=askers)
    def takes_over(self, key: CustomerKey, place: int, user: str) -> None:
        """What somebody suspended in the portal becomes ours, where two agree."""
        one = subscriptions_of(CUSTOMERS.index(key) + 1)[place]["id"]
        self.in_the_portal(key, place, "suspended")
        self._read_all(key)
        wish = adopting.Wish(key, (one,), Reason.FRAUD, "They called")
        plan = self.tries(
            "request adopt",
            lambda: adopting.ask(wish, self.account(user), office=self.desk.office),
        )
        self.note_new()
        if plan is not None:
            for voter in ("U0BRAUN", "U0PARK", "U0WEBER"):
                self._vote(plan, voter, Choice.APPROVE)
            self.work(6)

    @move(3, by=st.sampled_from([1, 20, 60, 240, 600, 1440, 4320]))
    def time_passes(self, by: int) -> None:
        """Minutes."""
        if self.desk.now + timedelta(minutes=by) < LAST:
            self.tally.done["clock forward"] += 1
            self.desk.now += timedelta(minutes=by)

    @move(1, by=st.sampled_from([1, 30, 300]))
    def time_goes_back(self, by: int) -> None:
        self.tally.done["clock back"] += 1
        self.desk.now = max(START, self.desk.now - timedelta(minutes=by))

    @move(1)
    def the_clocks_change(self) -> None:
        """To the night in which an hour comes twice."""
        night = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
        if self.desk.now < night:
            self.tally.done["clock over the change of hours"] += 1
            self.desk.now = night
