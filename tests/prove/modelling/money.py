"""Books, agreements and policies."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st

from core.domain.approvals import Choice
from core.domain.customers import CustomerKey
from core.domain.events import Route
from core.domain.exposure import Status
from core.domain.holds import HoldKind
from core.domain.plans import (
    Action,
    Plan,
)
from core.domain.promises import Instalment
from core.usecases import (
    holds,
    promises,
)
from core.usecases.receivables import Drop, take_in
from tests.a_run import InMemory
from tests.builders import eur
from tests.prove.modelling.filled import (
    CUSTOMERS,
    documents,
)
from tests.prove.modelling.memory import BERLIN
from tests.prove.modelling.moves import move
from tests.prove.modelling.scenery import (
    NAMES,
    askers,
    customers,
    moods,
    places,
)
from tests.prove.modelling.voting import Voting


class Money(Voting):
    """What is owed, as the test writes it into the books."""

    # Books and agreements

    @move(4, key=customers, mood=moods)
    def pays_all(self, key: CustomerKey, mood: str) -> None:
        """What was suspended for it comes back by one vote."""
        self._pay(key)
        self.work(6)
        self.note_new()
        for plan in self.open_plans():
            if plan.content.action is Action.REINSTATE and plan.content.customer == key:
                self._vote(plan, "U0BRAUN", Choice.APPROVE)
        self.microsoft.mood = mood
        self.work(12)

    def _pay(self, key: CustomerKey) -> None:
        self.tally.done["pay"] += 1
        for which in self._mine(key):
            self._set(which, "paid")
        self._take()

    @move(3, key=customers)
    def owes_again(self, key: CustomerKey) -> None:
        """The payment came back."""
        self.tally.done["unpay"] += 1
        for which in self._mine(key):
            self._set(which, "open")
        self._take()

    def _mine(self, key: CustomerKey) -> list[str]:
        return [f"D{CUSTOMERS.index(key) + 1}-{place}" for place in (1, 2)]

    @move(
        4,
        which=st.sampled_from(sorted(documents())),
        how=st.sampled_from(["paid", "paid", "open", "open", "written off", "disputed", "gone"]),
        take=st.booleans(),
    )
    def a_document(self, which: str, how: str, take: bool) -> None:
        self.tally.done[f"document: {how}"] += 1
        self._set(which, how)
        if take:
            self._take()

    def _set(self, which: str, how: str) -> None:
        usual = documents()[which]
        self.documents.pop(which, None)
        today = self.desk.now.astimezone(BERLIN).date()
        match how:
            case "paid":
                self.documents[which] = replace(
                    usual,
                    open=eur("0"),
                    status=Status.CLOSED,
                    last_payment_on=today,
                    last_payment=usual.open,
                )
            case "open":
                self.documents[which] = usual
            case "written off":
                self.documents[which] = replace(usual, open=eur("0"), status=Status.WRITTEN_OFF)
            case "disputed":
                self.documents[which] = replace(usual, disputed=usual.open)

    def _take(self) -> None:
        as_of = self.desk.now - timedelta(minutes=5)
        sheet = InMemory(as_of, tuple(self.documents.values()), NAMES)
        taken = self.tries(
            "books",
            lambda: take_in(sheet, office=self.desk.office, route=Route.CLI, drop=Drop.ACCEPT),
        )
        if taken is not None:
            self.memory.books_of = as_of
            for n, key in enumerate(CUSTOMERS, start=1):
                mine = [one for one in self.documents.values() if one.customer_ref == f"K{n}"]
                owed = sum(int((one.open - one.disputed).amount) for one in mine)
                self.memory.owed[key] = owed
                self.memory.paid[key] = any(one.status is Status.CLOSED for one in mine)

    @move(2)
    def takes_books(self) -> None:
        self._take()

    @move(1, key=customers, days=st.integers(1, 20), user=askers)
    def promises_to_pay(self, key: CustomerKey, days: int, user: str) -> None:
        by = self.desk.now.astimezone(BERLIN).date() + timedelta(days=days)
        wish = promises.Wish(key, (Instalment(by, eur("900.00")),), "They called")
        taken = self.tries(
            "promise", lambda: promises.take(wish, self.account(user), office=self.desk.office)
        )
        if taken is not None and taken.plan is None:
            self.memory.promises[taken.promises[0].promise_id] = (key, by)

    @move(2, place=places, user=askers)
    def cancels_a_promise(self, place: int, user: str) -> None:
        if not self.memory.promises:
            return
        known = sorted(self.memory.promises)
        one = known[place % len(known)]
        done = self.tries(
            "cancel a promise",
            lambda: promises.cancel(one, self.account(user), office=self.desk.office),
        )
        if done is not None:
            del self.memory.promises[one]

    @move(
        1,
        key=customers,
        kind=st.sampled_from(
            [HoldKind.HARDSHIP, HoldKind.LEGAL, HoldKind.SAYS_PAID, HoldKind.PROTECTED]
        ),
        days=st.integers(0, 10),
        user=askers,
    )
    def holds_off(self, key: CustomerKey, kind: HoldKind, days: int, user: str) -> None:
        today = self.desk.now.astimezone(BERLIN).date()
        until = None if kind is HoldKind.SAYS_PAID else today + timedelta(days=days)
        wish = holds.Wish(kind, "They called", until)
        done = self.tries(
            "hold", lambda: holds.place(wish, key, self.account(user), office=self.desk.office)
        )
        if done is not None:
            self.memory.holds[done.hold_id] = (key, done.until)

    @move(2, place=places, user=askers)
    def lets_go(self, place: int, user: str) -> None:
        if not self.memory.holds:
            return
        known = sorted(self.memory.holds)
        one = known[place % len(known)]
        done = self.tries(
            "release a hold",
            lambda: holds.let_go(one, "They paid", self.account(user), office=self.desk.office),
        )
        if done is not None and not isinstance(done, Plan):
            del self.memory.holds[one]
