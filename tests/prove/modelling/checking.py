"""What always holds: asked after each move, and of every change that is accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, text

from core.domain.customers import CustomerKey
from core.domain.plans import (
    AUTOMATIC,
    PLAN_MOVES,
    STEP_MOVES,
    Action,
    Plan,
    PlanState,
    StepState,
)
from storage.audit import verify
from tests.prove.modelling.memory import Noted, Sent
from tests.prove.modelling.microsoft import Resource
from tests.prove.modelling.scenery import (
    ON_CUSTOMERS,
)
from tests.prove.modelling.stage import Stage


class Checked(Stage):
    """Whatever is wrong goes among the breaches."""

    # What is about to be accepted

    def _accepting(
        self,
        key: CustomerKey,
        one: str,
        request_id: str,
        changes: Mapping[str, object],
        resource: Resource,
    ) -> None:
        row = self._intent(one, request_id)
        noted = self.memory.plans.get(row.plan_id) if row is not None else None
        if row is None or row.state != StepState.INTENT or not row.sent:
            self.breaches.append(("unapproved", "S8: no intent was committed before"))
        elif noted is None:
            self.breaches.append(("unapproved", "S1: nobody asked for it"))
        else:
            found = list(self.memory.wrong_with(noted, (one, row.verb), self.desk.now))
            found += self._shape(row.verb, changes, noted)
            self.breaches += [(kind, f"{row.verb} {one[-5:]}: {why}") for kind, why in found]
            self._in_turn(noted, one, row.verb, request_id)
            self._taken(noted, key, one, row.verb)

    def _intent(self, one: str, request_id: str) -> Row[Any] | None:
        """What the desk had written down before it sent this."""
        with self.desk.database.reading() as connection:
            return connection.execute(
                text(
                    "SELECT s.plan_id, s.verb, s.state, a.sent FROM attempts a "
                    "JOIN steps s ON s.step_id = a.step_id AND s.attempt = a.number "
                    "WHERE a.request_id = :id AND s.subscription_id = :one"
                ),
                {"id": request_id, "one": one},
            ).one_or_none()

    def _taken(self, noted: Noted, key: CustomerKey, one: str, verb: str) -> None:
        noted.sent += 1
        self.memory.sent.append(Sent(self.desk.now, key, verb in {"suspend", "cancel"}))
        if verb == "suspend":
            known = self.microsoft.resources.items()
            fallen = [other for (whose, other), it in known if whose == key and it["parent"] == one]
            self.memory.ours |= {(key, one), *((key, other) for other in fallen)}

    def _in_turn(self, noted: Noted, one: str, verb: str, request_id: str) -> None:
        """One after the other, and each was read back before the next."""
        lines = [(line.subscription_id, line.verb.value) for line in noted.plan.content.lines]
        plan_id, place = noted.plan.plan_id, lines.index((one, verb)) if (one, verb) in lines else 0
        for number, change in enumerate(self.microsoft.accepted):
            other, earlier, _ = self.requests.get(change.request_id, ("", 0, ""))
            if other != plan_id:
                continue
            if earlier > place:
                self.breaches.append(("unapproved", "S11: not in the order of the plan"))
            seen = (
                at > number for who, at in self.microsoft.reads if who == change.subscription_id
            )
            if earlier < place and not any(seen):
                self.breaches.append(("unapproved", "S11: sent before the last was read back"))
        self.requests[request_id] = (plan_id, place, verb)

    def _once(self) -> None:
        taken = Counter(self.requests.get(one.request_id) for one in self.microsoft.accepted)
        if any(times > 1 for times in taken.values()):
            self.breaches.append(("doubled", "S3: a line was carried out twice"))

    def _shape(
        self, verb: str, changes: Mapping[str, object], noted: Noted
    ) -> list[tuple[str, str]]:
        allowed = {
            "suspend": {"status": "suspended"},
            "cancel": {"status": "deleted"},
            "reactivate": {"status": "active"},
            "stop_renewal": {"autoRenewEnabled": False},
            "restore": {"autoRenewEnabled": True},
        }
        if dict(changes) == allowed[verb]:
            return []
        return [("unapproved", f"S2: sent {dict(changes)}")]

    # What always holds

    def note_new(self) -> None:
        """Plans that were not there before, however they came about."""
        with self.desk.store.reading() as work:
            found = work.plans.open()
            frozen = work.freezes.current() is not None
            policy = work.policies.version()
            last = work.events.last_at()
        self.memory.frozen |= frozen
        if last is not None:
            self.memory.high = max(last, self.memory.high or last)
        for plan in found:
            if plan.plan_id not in self.memory.plans:
                self._noted(plan)
        if policy != self.memory.policy:
            self._policy_changed(policy)

    def _noted(self, plan: Plan) -> None:
        content = plan.content
        self.memory.plans[plan.plan_id] = Noted(plan)
        sums: Counter[str] = Counter()
        for basis in content.basis:
            sums[basis.open.currency] += int((basis.open - basis.disputed).amount)
        said = {one.currency: int(one.amount) for one in content.overdue}
        if content.basis and content.action.value in ON_CUSTOMERS and said != dict(sums):
            self.breaches.append(("unapproved", f"S16: {said} is not {dict(sums)}"))
        if content.filed_by == AUTOMATIC and content.action is Action.REINSTATE:
            assert content.customer is not None
            if self.memory.owed[content.customer] >= 50 or not self.memory.paid[content.customer]:
                self.breaches.append(("unapproved", "S18: released, and nobody paid"))

    def _policy_changed(self, version: str) -> None:
        """A hardening came into force: two people, and a day."""
        mine = [
            one
            for one in self.memory.plans.values()
            if one.plan.content.action is Action.CHANGE_POLICY
            and one.plan.content.subject == version
            and one.scheduled is not None
            and self.desk.now - one.scheduled >= timedelta(days=1)
            and len(self.memory.supporters(one, first=False)) >= 2
        ]
        if not mine:
            self.breaches.append(("unapproved", "a policy came into force by itself"))
        self.memory.policy = version

    def holds_true(self, after: str) -> None:
        self.note_new()
        for what, before, then in self.desk.moves():
            self.tally.moves[f"{what}: {before} to {then}"] += 1
            legal = (
                PLAN_MOVES[PlanState(before)] if what == "plan" else STEP_MOVES[StepState(before)]
            )
            if then not in {one.value for one in legal}:
                self.breaches.append(("lost", f"L2: {what} {before} became {then}"))
        self._one_open_change()
        self._ended()
        self._once()
        self.breaches += [("lost", f"a job broke: {one}") for one in self.desk.broken()]
        self.tally.figures["rules"] += 1
        if self.breaches:
            for kind, why in self.breaches:
                self.tally.figures[kind] += 1
                self.tally.whys.append(f"after {after}: {why}")
            raise AssertionError(f"after {after}: {self.breaches}")

    def _one_open_change(self) -> None:
        with self.desk.database.reading() as connection:
            busy = connection.execute(
                text(
                    "SELECT tenant_id, count(*) FROM plans WHERE action IN "
                    "('suspend', 'cancel', 'reinstate', 'stop_renewal', 'adopt') AND state IN "
                    "('pending', 'approved', 'executing') AND NOT halted "
                    "GROUP BY tenant_id HAVING count(*) > 1"
                )
            ).all()
            audit = verify(connection)
        if busy:
            self.breaches.append(("doubled", "S13: two open changes for one customer"))
        if not audit.holds():
            self.breaches.append(("lost", f"A2: the record does not hold: {audit}"))

    def _ended(self) -> None:
        """An end stays one."""
        with self.desk.database.reading() as connection:
            rows = connection.execute(text("SELECT plan_id, state, hash FROM plans")).all()
        for row in rows:
            noted = self.memory.plans.get(row.plan_id)
            if noted is None:
                continue
            if noted.plan.hash != row.hash:
                self.breaches.append(("unapproved", "S2: the hash of a plan changed"))
            over = PlanState(row.state) not in {
                PlanState.PENDING,
                PlanState.APPROVED,
                PlanState.EXECUTING,
            }
            if over:
                noted.ended = row.state
            elif noted.ended:
                self.breaches.append(("lost", f"L1: {noted.ended} was told, and is {row.state}"))
