"""Whatever people, Microsoft, the books and the clock do, in any order; looked at after each."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule
from sqlalchemy import text

from core.domain.containment import State
from core.domain.plan_events import SILENT
from core.domain.plans import (
    Plan,
    StepState,
)
from tests.prove.modelling.between import Between
from tests.prove.modelling.moves import MOVES, weighted
from tests.prove.modelling.scenery import (
    ON_CUSTOMERS,
)


class Desks(Between):
    """One desk and all around it."""

    @initialize()
    def begins(self) -> None:
        self._take()
        self.holds_true("begins")

    @rule(what=st.deferred(lambda: st.sampled_from(weighted())), data=st.data())
    def happens(self, what: str, data: st.DataObject) -> None:
        drawn = {name: data.draw(one, name) for name, one in MOVES[what].draws.items()}
        getattr(self, what)(**drawn)
        self.holds_true(what)

    # The end: all is well again

    def teardown(self) -> None:
        try:
            if not self.breaches:
                self._settles()
        finally:
            self.tally.figures["effects"] += len(self.microsoft.accepted)
            for mood, times in self.microsoft.went.items():
                self.tally.done[f"Partner Center: {mood}"] += times
            self.desk.close()
            self._folder.cleanup()

    def _settles(self) -> None:
        """Everybody is there, everything answers, days pass: each plan ends, or says what it waits
        for."""
        self.microsoft.heal()
        self.desk.directory.silent = self.memory.silent = False
        (self.desk.folder / "FREEZE").unlink(missing_ok=True)
        self.memory.file = False
        for user, member in self.desk.directory.members.items():
            fit = replace(member, deleted=False, is_restricted=user == "U0GUEST")
            self.desk.directory.members[user] = fit
            self.memory.well[user], self.memory.heard[user] = user != "U0GUEST", True
            with self.desk.store() as work:
                work.people.save_member(replace(fit, read_at=self.desk.now))
                work.commit()
        self.desk.now = max(self.desk.now, self.memory.high or self.desk.now)
        self.desk.restart()
        self.lift_a_freeze()
        for _ in range(12):
            self._work_in_its_hour()
            while self.desk.work(50):
                self.holds_true("settling")
            if not self._open_changes():
                break
        self._nothing_is_left()
        self._all_is_known()
        self._nobody_is_forgotten()

    def _open_changes(self) -> list[Plan]:
        return [one for one in self.open_plans() if one.content.action.value in ON_CUSTOMERS]

    def _all_is_known(self) -> None:
        """What Partner Center took stands in the record, but for what an old copy forgot."""
        with self.desk.database.reading() as connection:
            rows = connection.execute(
                text(
                    "SELECT a.request_id, s.state FROM attempts a "
                    "JOIN steps s ON s.step_id = a.step_id AND s.attempt = a.number"
                )
            ).all()
        known = {row.request_id: row.state for row in rows}
        taken = {change.request_id for change in self.microsoft.accepted}
        for number, change in enumerate(self.microsoft.accepted):
            forgotten = any(since <= number < until for since, until in self.lost_from)
            if not forgotten and known.get(change.request_id) not in {"confirmed", "review"}:
                state = known.get(change.request_id)
                self.breaches.append(("lost", f"a change that was taken is {state}"))
        for request_id, state in known.items():
            if state == "confirmed" and request_id not in taken:
                self.breaches.append(("lost", "a change is confirmed that nobody took"))
        self.holds_true("everything settled")

    def _nothing_is_left(self) -> None:
        self.tally.looked.update(("L2", "L3"))
        left = self._open_changes()
        with self.desk.store.reading() as work:
            unsettled = [
                f"{one.content.action.value} {one.state.value} {step.state.value}"
                for one in left
                for step in work.plans.steps(one.plan_id)
                if step.state in {StepState.INTENT, StepState.UNKNOWN}
            ]
        stuck = [
            f"{one.content.action.value} {one.state.value}"
            for one in left
            if one.waiting_for in {"", *SILENT}
        ]
        if stuck or unsettled:
            self.tally.figures["lost"] += 1
            self.tally.whys.append(f"never settled: {stuck} {unsettled}")
            raise AssertionError(f"never settled: {stuck} {unsettled}")

    def _nobody_is_forgotten(self) -> None:
        """What one person did alone was agreed to, or is over, or stays because nothing shows that
        the attack has ended."""
        with self.desk.store.reading() as work:
            left = [one for one in work.containments.open() if one.state is not State.RUNNING]
        for one in left:
            sole = self.memory.sole.get(one.plan_id)
            unseen = sole is None or sole.alert not in self.memory.alerts
            if not (unseen or self.memory.under_attack(one.customer)):
                self.breaches.append(("lost", f"S15: {one.state} for ever, asked {one.asked}"))
        self.holds_true("everybody decided")
