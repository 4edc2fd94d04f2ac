"""The desk at work, and what goes wrong meanwhile."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, time, timedelta

from hypothesis import strategies as st

from core.domain.approvals import Choice
from core.domain.customers import CustomerKey
from core.domain.plans import (
    Plan,
    PlanState,
    Reason,
)
from core.usecases import reinstatement
from tests.prove.modelling.memory import BERLIN, Memory
from tests.prove.modelling.moves import move
from tests.prove.modelling.policies import Policies
from tests.prove.modelling.scenery import (
    LAST,
    MOODS,
    chosen,
    customers,
    moods,
    places,
    voters,
)


class Labour(Policies):
    """Kills, lost answers, restarts and old copies."""

    # The desk's own work

    @move(4, most=st.integers(1, 12))
    def works(self, most: int) -> None:
        self.tally.done["work"] += 1
        self.work(most)

    @move(7, mood=moods, nth=st.integers(-40, 60))
    def works_in_its_hour(self, mood: str, nth: int) -> None:
        self._work_in_its_hour(mood, nth)

    def _work_in_its_hour(self, mood: str = "well", nth: int = 0) -> None:
        """A Tuesday or Wednesday, at eleven in Berlin or nine in New York, with fresh books and a
        look at the bank; perhaps something goes wrong, or the process dies at its nth point."""
        self._to_the_hour()
        self.microsoft.mood = mood
        self.die(lambda: self.desk.work(20), nth)

    def _to_the_hour(self) -> None:
        self.tally.done["work in the hour"] += 1
        day = self.desk.now.astimezone(BERLIN).date() + timedelta(days=1)
        while day.weekday() not in (1, 2):
            day += timedelta(days=1)
        moment = datetime.combine(day, time(15, 10) if day.weekday() == 2 else time(11), BERLIN)
        if moment < LAST:
            self.desk.now = moment.astimezone(UTC)
            self._take()
            # New books may have brought plans of the desk's own.
            self.note_new()
            for plan in self.open_plans():
                if plan.state in {PlanState.APPROVED, PlanState.EXECUTING}:
                    self._look_at_the_bank(plan, "U0WEBER")

    @move(
        9,
        key=customers,
        which=chosen,
        reason=st.sampled_from([Reason.NON_PAYMENT, Reason.NON_PAYMENT, Reason.FRAUD]),
        mood=moods,
        nth=st.integers(-40, 60),
    )
    def suspends(
        self, key: CustomerKey, which: set[int], reason: Reason, mood: str, nth: int
    ) -> None:
        """From the wish to the end of it."""
        self._agree_on(key, which, reason)
        self.holds_true("agreed")
        self._work_in_its_hour(mood, nth)

    @move(5, key=customers, mood=moods)
    def reinstates(self, key: CustomerKey, mood: str) -> None:
        with self.desk.store.reading() as work:
            ours = [one.subscription_id for one in work.customers.open_suspensions(key)]
        wish = reinstatement.Wish(key, tuple(ours), "They called")
        plan = self.tries(
            "request reinstate",
            lambda: reinstatement.ask(wish, self.account("U0KANG"), office=self.desk.office),
        )
        if plan is not None:
            self.note_new()
            self._vote(plan, "U0PARK", Choice.APPROVE)
            self.microsoft.mood = mood
            self.work(15)

    @move(2, place=st.integers(0, 30))
    def works_twice(self, place: int) -> None:
        self.tally.done["deliver a job again"] += 1
        self.die(lambda: self.desk.again(place), 0)

    # What goes wrong

    @move(2, mood=st.sampled_from(MOODS))
    def next_change_goes_wrong(self, mood: str) -> None:
        self.microsoft.mood = mood
        self.work(6)

    @move(1, reads=st.integers(1, 3))
    def reads_fail(self, reads: int) -> None:
        self.tally.done["reads fail"] += 1
        self.microsoft.deaf = reads

    @move(4, nth=st.integers(1, 60))
    def dies_at_work(self, nth: int) -> None:
        self.die(lambda: self.desk.work(12), nth)

    @move(2, nth=st.integers(1, 3), place=places, user=voters)
    def dies_at_a_vote(self, nth: int, place: int, user: str) -> None:
        """Whoever clicked asks again; what was told stays so."""
        plan = self.pick(place)
        if plan is not None:
            self.die(lambda: self._vote(plan, user, Choice.APPROVE), nth)
            self._compare_votes(plan)
            self._vote(plan, user, Choice.APPROVE)

    def _compare_votes(self, plan: Plan) -> None:
        """A vote that was committed counts though nobody was told of it."""
        noted = self.memory.plans[plan.plan_id]
        with self.desk.store.reading() as work:
            known, cast = work.plans.get(plan.plan_id), work.plans.votes(plan.plan_id)
        for vote in cast:
            who = self.names(vote.person_id)
            if vote.choice is Choice.APPROVE and who not in noted.yes:
                user = vote.account.partition("/")[2]
                self._say_yes(noted, user, vote.at, coded=bool(vote.proof))
                noted.checked = known.bank_checked_at
        if known.state is PlanState.FINISHED and not noted.ended:
            self._decided(noted)

    @move(1)
    def restarts(self) -> None:
        self.tally.done["restart"] += 1
        self.desk.restart()

    @move(2)
    def backs_up(self) -> None:
        self.tally.done["backup"] += 1
        kept = self.desk.back_up()
        self.backup = kept, copy.deepcopy(self.memory), self.desk.moved
        self.kept = len(self.microsoft.accepted)

    @move(2)
    def puts_an_old_copy_back(self) -> None:
        """Nothing of what came after is known, and the desk begins frozen, by itself."""
        if self.backup is None:
            return
        self.tally.done["restore a backup"] += 1
        kept, memory, moved = self.backup
        was = self.desk.events()
        self.memory, self.desk.moved = self._remembered(memory), moved
        self.lost_from.append((self.kept, len(self.microsoft.accepted)))
        self.acted.clear()
        self.desk.put_back(kept)
        self.desk.restart()
        lost = was - self.desk.events()
        self.note_new()
        self.tally.looked["L8"] += 1
        if lost > 0:
            self.tally.done["a backup that forgot something starts frozen"] += 1
        if lost > 0 and "all" not in {scope for scope, _ in self.memory.freezes.values()}:
            self.breaches.append(("too late", f"L8: {lost} events are lost, and it is not frozen"))

    @move(5, key=customers, reason=st.sampled_from([Reason.NON_PAYMENT, Reason.FRAUD]), mood=moods)
    def an_old_copy_comes_back(self, key: CustomerKey, reason: Reason, mood: str) -> None:
        """It does not know what was suspended meanwhile."""
        self.backs_up()
        self._agree_on(key, {0, 2}, reason)
        self._work_in_its_hour(mood)
        self.holds_true("suspended after the backup")
        self.puts_an_old_copy_back()

    def _remembered(self, then: Memory) -> Memory:
        """What the old copy knows, and what is so whatever anybody knows. Whatever happened at
        Partner Center since is nothing that the desk has to know of."""
        now = copy.deepcopy(then)
        now.well, now.heard = self.memory.well, dict.fromkeys(self.memory.well, False)
        now.file, now.ours = self.memory.file, self.memory.ours
        now.silent = self.memory.silent
        now.touched = self.memory.touched | self.memory.ours
        now.settings = then.settings | self.memory.settings
        return now
