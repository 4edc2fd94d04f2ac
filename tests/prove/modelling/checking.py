"""What always holds: asked after each move, and of every change that leaves the desk."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from core.domain.plans import AUTOMATIC, Action, Plan
from tests.prove.modelling.judging import Arrival, Intent, Judging
from tests.prove.modelling.memory import BERLIN, Noted, Sent, works
from tests.prove.modelling.microsoft import Asked
from tests.prove.modelling.scenery import ON_CUSTOMERS
from tests.prove.modelling.stage import Stage
from tests.prove.modelling.standing import broken_rules

INTENT = text(
    "SELECT s.plan_id, s.verb, s.state, a.sent, a.etag, a.before, b.first, b.tries, "
    "(SELECT count(*) FROM steps o WHERE o.plan_id = s.plan_id "
    "AND o.state IN ('todo', 'intent', 'unknown')) AS left "
    "FROM attempts a JOIN steps s ON s.step_id = a.step_id AND s.attempt = a.number "
    "JOIN (SELECT t.plan_id, min(c.begun_at) AS first, count(*) AS tries FROM attempts c "
    "JOIN steps t ON t.step_id = c.step_id GROUP BY t.plan_id) b ON b.plan_id = s.plan_id "
    "WHERE a.request_id = :id AND s.subscription_id = :one"
)


class Checked(Stage):
    """Whatever is wrong goes among the breaches."""

    # What leaves the desk

    def _leaving(self, asked: Asked) -> None:
        self.note_new()
        intent = self._intent(asked)
        noted = self.memory.plans.get(intent.plan_id) if intent is not None else None
        if intent is None:
            self.breaches.append(("unapproved", "S8: no intent was committed before"))
        elif noted is None:
            self.breaches.append(("unapproved", "S1: nobody asked for it"))
        else:
            arrival = self._arrival(asked, noted, intent)
            found = Judging(self.memory, self.tally.looked).of(arrival)
            what = f"{intent.verb} {asked.subscription_id[-5:]}"
            self.breaches += [(kind, f"{what}: {why}") for kind, why in found]
            self._noted_as_sent(arrival, asked)

    def _intent(self, asked: Asked) -> Intent | None:
        """What the desk had written down before it sent this."""
        with self.desk.database.reading() as connection:
            said = {"id": asked.request_id, "one": asked.subscription_id}
            row = connection.execute(INTENT, said).one_or_none()
        if row is None:
            return None
        first = datetime.fromisoformat(row.first).replace(tzinfo=UTC)
        return Intent(
            row.plan_id, row.verb, row.state, bool(row.sent), row.etag, row.before, first,
            row.tries, row.left,
        )  # fmt: skip

    def _arrival(self, asked: Asked, noted: Noted, intent: Intent) -> Arrival:
        lines = [(line.subscription_id, line.verb.value) for line in noted.plan.content.lines]
        mine = (asked.subscription_id, intent.verb)
        place = lines.index(mine) if mine in lines else 0
        earlier = [
            (number, self.requests[one.request_id][1])
            for number, one in enumerate(self.microsoft.asked)
            if self.requests[one.request_id][0] == intent.plan_id
        ]
        taken = [self.requests[one.request_id] for one in self.microsoft.accepted]
        resource = self.microsoft.resources[asked.customer, asked.subscription_id]
        return Arrival(
            key=asked.customer,
            one=asked.subscription_id,
            changes=asked.changes,
            resource=resource,
            parent=self.microsoft.resources.get((asked.customer, resource["parent"])),
            noted=noted,
            intent=intent,
            now=self.desk.now,
            taken=taken.count((intent.plan_id, place)),
            unread=any(at == place and not self._read_since(number) for number, at in earlier),
            late=any(at > place for _, at in earlier),
            blind=any(at < place and not self._read_since(number) for number, at in earlier),
        )

    def _read_since(self, number: int) -> bool:
        """Was the subscription of this change read after it?"""
        whose = self.microsoft.asked[number].subscription_id
        return any(one == whose and at > number for one, at in self.microsoft.reads)

    def _noted_as_sent(self, arrival: Arrival, asked: Asked) -> None:
        """`ours` and `settings` are what Partner Center takes, or may still take."""
        lines = [(one.subscription_id, one.verb.value) for one in arrival.noted.plan.content.lines]
        mine = (asked.subscription_id, arrival.intent.verb)
        place = lines.index(mine) if mine in lines else 0
        self.requests[asked.request_id] = (arrival.intent.plan_id, place)
        cuts = arrival.intent.verb in {"suspend", "cancel"}
        sent = Sent(self.desk.now, asked.customer, arrival.intent.plan_id, cuts)
        self.memory.sent.append(sent)
        if arrival.intent.verb == "suspend":
            for (whose, other), found in self.microsoft.resources.items():
                falls = asked.subscription_id in {other, found["parent"]}
                if whose == asked.customer and falls and found["status"] == "active":
                    self.memory.ours.add((whose, other))
                    self.memory.settings[whose, other] = bool(found["autoRenewEnabled"])

    # What always holds

    def note_new(self) -> None:
        """Plans that were not there before, however they came about."""
        with self.desk.store.reading() as work:
            found = sorted(work.plans.open(), key=lambda one: (one.content.filed_at, one.turn))
            policy = work.policies.version()
            last = work.events.last_at()
        if last is not None:
            self.memory.high = max(last, self.memory.high or last)
        for plan in found:
            if plan.plan_id not in self.memory.plans:
                self._noted(plan)
        self._note_freezes()
        if policy != self.memory.policy:
            self._policy_changed(policy)

    def _note_freezes(self) -> None:
        """What froze by itself counts from now on; nothing is lifted but by two people."""
        with self.desk.database.reading() as connection:
            rows = connection.execute(
                text('SELECT freeze_id, scope, "of" FROM freezes WHERE lifted_at IS NULL')
            ).all()
        now = {row.freeze_id: (row.scope, row.of) for row in rows}
        self.tally.looked["L7"] += 1
        if gone := self.memory.freezes.keys() - now.keys():
            self.breaches.append(("unapproved", f"L7: {len(gone)} freezes were lifted by nobody"))
        self.memory.freezes = now

    def _noted(self, plan: Plan) -> None:
        content, noted = plan.content, Noted(plan)
        self.memory.plans[plan.plan_id] = noted
        if content.basis and content.action.value in ON_CUSTOMERS:
            self._check_sums(plan)
        if content.alone is not None:
            self._check_deadlines(plan)
        if noted.is_roll_back():
            self._check_roll_back(noted)
        elif content.filed_by == AUTOMATIC and content.action is Action.REINSTATE:
            self.tally.looked["S18"] += 1
            if self.memory.owed[noted.key] >= 50 or not self.memory.paid[noted.key]:
                self.breaches.append(("unapproved", "S18: released, and nobody paid"))

    def _check_sums(self, plan: Plan) -> None:
        """Each total is that of its documents, by currency."""
        self.tally.looked["S16"] += 1
        sums: Counter[str] = Counter()
        for basis in plan.content.basis:
            sums[basis.open.currency] += int((basis.open - basis.disputed).amount)
        said = {one.currency: int(one.amount) for one in plan.content.overdue}
        if said != dict(sums):
            self.breaches.append(("unapproved", f"S16: {said} is not {dict(sums)}"))

    def _check_deadlines(self, plan: Plan) -> None:
        """At eleven of the next business morning here somebody has ratified it, or at three it is
        decided without."""
        alone, begun = plan.content.alone, plan.content.filed_at.astimezone(BERLIN)
        assert alone is not None
        day = begun.date() + timedelta(days=begun.hour >= 9)
        while not works(day, "DE"):
            day += timedelta(days=1)
        said = [one.astimezone(BERLIN) for one in (alone.ratify_by, alone.decide_by)]
        self.tally.looked["S15"] += 1
        if [(one.date(), one.hour, one.minute) for one in said] != [(day, 11, 0), (day, 15, 0)]:
            self.breaches.append(("unapproved", f"S15: of {begun} others decide by {said}"))

    def _check_roll_back(self, noted: Noted) -> None:
        """Filed without votes: only when its time was over or somebody refused, and only where
        nothing shows that the attack goes on."""
        one = self.memory.sole.get(noted.plan.content.subject)
        self.tally.looked["S15"] += 1
        self.tally.done["roll back what nobody ratified"] += 1
        before = self.memory.plans[noted.plan.content.subject].plan.content.alone
        if one is None or before is None:
            self.breaches.append(("unapproved", "S15: what nobody did alone is rolled back"))
        elif not one.refused and self.desk.now < before.decide_by:
            self.breaches.append(("unapproved", "S15: rolled back before its time"))
        elif one.alert not in self.memory.alerts or self.memory.under_attack(noted.key):
            self.breaches.append(("unapproved", "S15: rolled back while the attack goes on"))

    def _policy_changed(self, version: str) -> None:
        """A hardening came into force: two people, and a day."""
        self.tally.done["a policy that hardens comes into force"] += 1
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
        self.desk.look()
        self.note_new()
        self.breaches += broken_rules(self)
        self.tally.figures["rules"] += 1
        if self.breaches:
            for kind, why in self.breaches:
                self.tally.figures[kind] += 1
                self.tally.whys.append(f"after {after}: {why}")
            raise AssertionError(f"after {after}: {self.breaches}")
