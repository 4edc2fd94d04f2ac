"""Break-glass at a filled desk: the policy lets one person act alone, and an alert is active."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from core.domain.alerts import Alert, AlertStatus, Report, Source
from core.domain.approvals import Choice
from core.domain.containment import Containment
from core.domain.customers import CustomerKey, Generation, Subscription, Suspension
from core.domain.event import Route
from core.domain.paging import Page
from core.domain.people import AccountKey
from core.domain.planning import why_not
from core.domain.plans import Action, Attempt, Plan, PlanState, Reason, Step, StepState, digest
from core.domain.policy import Policy
from core.domain.policy_file import read_policy
from core.domain.sole import about
from core.domain.step_up import Offer, Proof, Purpose
from core.gate import Verdict, Why, judge
from core.gathering import gather
from core.ports.store import Work
from core.recording import end_plan
from core.usecases import break_glass, containing, suspension, voting
from core.usecases.break_glass import Wish
from core.usecases.finding import customer_of
from tests.a_policy import put_in_force
from tests.a_step_up import give_factor
from tests.office import APPROVER, TEAM, Desk, contoso
from tests.world import SECOND, THIRD

NIGHT = datetime(2026, 10, 13, 1, tzinfo=UTC)  # Tuesday, 03:00 in Berlin
OTHER, THIRD_ONE = AccountKey(TEAM, SECOND), AccountKey(TEAM, THIRD)
SHIPPED = Path("bot/policy.toml").read_text(encoding="utf-8")
ENABLED = read_policy(SHIPPED.replace("enabled = false", "enabled = true", 1))


def an_alert_of(
    key: CustomerKey,
    subscription_id: str,
    alert_id: str,
    now: datetime,
    status: AlertStatus = AlertStatus.ACTIVE,
    resolution: str = "",
) -> Alert:
    """Mining, as Microsoft tells of it."""
    report = Report(
        source=Source.FRAUD_EVENTS,
        report_id=f"event-of-{alert_id}",
        tenant_id=key.tenant_id,
        subscription_id=subscription_id,
        kind="crypto_mining",
        status=status,
        resolution=resolution,
    )
    return Alert(alert_id, key, subscription_id, now, (report,))


@dataclass
class Emergency:
    """Somebody at the desk, in the middle of the night."""

    desk: Desk
    policy: Policy = ENABLED
    alert_id: str = "alert-7"

    def __post_init__(self) -> None:
        put_in_force(self.desk.store, self.policy)

    @property
    def key(self) -> CustomerKey:
        return contoso(self.desk)

    def could(self, key: CustomerKey | None = None) -> list[Subscription]:
        """What could be suspended, licences only."""
        key = key or self.key
        with self.desk.store.reading() as work:
            known = work.customers.subscriptions(key)
        able = [one for one in known if why_not(one, self.desk.office.partner(key)) == ""]
        return [one for one in able if one.generation is Generation.NEW_COMMERCE]

    def alerted(
        self,
        status: AlertStatus = AlertStatus.ACTIVE,
        *,
        subscription_id: str = "",
        alert_id: str = "",
        resolution: str = "",
    ) -> None:
        """The alert, or what became of it; or another one."""
        one = subscription_id or self.could()[0].subscription_id
        name = alert_id or self.alert_id
        alert = an_alert_of(self.key, one, name, self.desk.now, status, resolution)
        with self.desk.store() as work:
            if any(known.alert_id == alert.alert_id for known in work.alerts.of_customer(self.key)):
                work.alerts.update(alert)
            else:
                work.alerts.add(alert)
            work.commit()

    def wish(self, count: int = 1, **changes: object) -> Wish:
        chosen = tuple(one.subscription_id for one in self.could()[:count])
        usual = Wish(self.key, chosen, Reason.FRAUD, "Mining since midnight", self.alert_id)
        return replace(usual, **changes)  # type: ignore[arg-type]

    def typed(self, wish: Wish, account: AccountKey, **changes: object) -> tuple[Offer, Proof]:
        """A code that was right for exactly this wish."""
        with self.desk.store() as work:
            person = work.people.by_account(account)
            assert person is not None
            plain = suspension.Wish(wish.customer, wish.subscription_ids, wish.reason, wish.note)
            request = suspension.request_of(
                work, plain, customer_of(work, wish.customer), person, office=self.desk.office
            )
            wanted = about(
                wish.customer,
                requester=person.person_id,
                reason=wish.reason,
                note_digest=work.text_keys.seal(digest(wish.note), wish.customer, self.desk.now),
                lines=request.lines,
                alert=wish.alert,
                link=wish.link,
            )
            proof = Proof(
                str(uuid4()), Purpose.BREAK_GLASS, person.person_id, wanted, self.desk.now
            )
            proof = replace(proof, **changes)  # type: ignore[arg-type]
            give_factor(work, person.person_id, self.desk.now)
            work.step_ups.add_proof(proof)
            work.commit()
        offer = Offer(
            str(uuid4()), Purpose.BREAK_GLASS, person.person_id, account, wanted, wish.details(),
            self.desk.now,
        )  # fmt: skip
        return offer, proof

    def breaks(self, wish: Wish | None = None, account: AccountKey = APPROVER) -> Plan:
        offer, proof = self.typed(wish or self.wish(), account)
        plan = break_glass.carry_out(offer, proof, office=self.desk.office)
        assert plan is not None
        return plan

    # What the executor would do

    def carried_out(self, plan: Plan, *, steps: int | None = None) -> Plan:
        """So many of its steps were taken, all if none is said; the rest was called off."""
        plan = self.over(plan, steps)
        containing.follow(plan.plan_id, office=self.desk.office)
        return plan

    def over(self, plan: Plan, steps: int | None = None) -> Plan:
        """The same, and the job that follows has not run yet."""
        with self.desk.store() as work:
            plan = work.plans.move(work.plans.hold(plan.plan_id), PlanState.EXECUTING)
            found = work.plans.steps(plan.plan_id)
            done = found if steps is None else found[:steps]
            for step in done:
                self._take(work, plan, step)
            state = PlanState.FINISHED if len(done) == len(found) else PlanState.PARTIAL
            stamp = self.desk.office.stamp(self.desk.now, "", Route.AUTOMATION)
            plan = end_plan(work, plan, state, "", stamp)
            work.commit()
        return plan

    def _take(self, work: Work, plan: Plan, step: Step) -> None:
        line, key, now = step.line, step.customer, self.desk.now
        attempt = Attempt(step, step.attempt + 1, str(uuid4()), str(uuid4()), "etag", {}, now)
        begun = work.plans.begin(attempt)
        work.plans.settle(begun, StepState.CONFIRMED, "")
        if plan.content.action is Action.REINSTATE:
            work.customers.lift_suspension(key, line.subscription_id, now)
            return
        suspended = Suspension(
            str(uuid4()), key, line.subscription_id, plan.plan_id, "fraud", {}, now
        )
        work.customers.add_suspension(suspended)

    # What is seen

    def contained(self, plan: Plan) -> Containment:
        with self.desk.store.reading() as work:
            found = work.containments.of_plan(plan.plan_id)
        assert found is not None
        return found

    def again(self, plan: Plan) -> Plan:
        with self.desk.store.reading() as work:
            return work.plans.get(plan.plan_id)

    def ruling(self, plan: Plan) -> tuple[Verdict, Why]:
        """What the gate says now."""
        with self.desk.store.reading() as work:
            now, office = self.desk.now, self.desk.office
            found = judge(gather(work, work.plans.get(plan.plan_id), now=now, office=office))
        return found.verdict, found.why

    def ratifying(self) -> list[Plan]:
        with self.desk.store.reading() as work:
            return work.plans.open_of(Action.RATIFY)

    def lifting(self) -> list[Plan]:
        with self.desk.store.reading() as work:
            return work.plans.of_customer(self.key, Action.REINSTATE)

    def told(self, kind: type) -> list[object]:
        with self.desk.store.reading() as work:
            long_ago = self.desk.now - timedelta(days=400)
            return [recorded.event for recorded in work.events.since(kind, long_ago)]

    def pages(self) -> list[Page]:
        """Of the cases of this customer, those that others joined among them."""
        with self.desk.store.reading() as work:
            cases = work.cases.open_for(self.key)
            return [page for case in cases for page in work.pages.of_case(case.case_id)]

    # What passes

    def at(self, moment: datetime | None) -> None:
        """The clock stands there, and whatever is due is looked at."""
        assert moment is not None
        self.desk.now = moment
        with self.desk.store.reading() as work:
            found = work.containments.open()
        for one in found:
            containing.hear(one.containment_id, office=self.desk.office)

    def votes(self, plan: Plan, account: AccountKey, choice: Choice = Choice.APPROVE) -> Plan:
        ballot = voting.Ballot(plan.plan_id, plan.hash, choice, reason="Not like that")
        plan = voting.vote(ballot, account, office=self.desk.office)
        containing.follow(plan.plan_id, office=self.desk.office)
        return plan
