"""Steps that only a person can take: asked for once the gate lets them, looked for by reading, and
called off when their reason goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from core.domain.changes import Finding, reached, wanted
from core.domain.customers import ReadBack
from core.domain.events import HandAsked, HandWaits
from core.domain.plans import Attempt, By, Plan, Step, StepState
from core.faults import Point, fault
from core.gate import Ruling, Verdict, Why, judge
from core.gathering import gather
from core.ledger import Outcomes, stand_back
from core.ports.engine import Later
from core.ports.office import Office
from core.ports.outside import Missing, PartnerCenter, Unreachable
from core.ports.store import Work
from core.recording import advance_at, record

LOOK_EVERY = timedelta(minutes=5)
# Whoever was asked has so long, and is reminded daily; then the plan ends, and says so. A provider
# has its own office hours.
PATIENCE = {By.PORTAL: timedelta(days=3), By.WORD: timedelta(days=10)}
NOBODY_DID = Finding(StepState.CANCELLED, "nobody did it")


@dataclass(frozen=True, slots=True)
class Hands:
    """The executor's way to a person."""

    office: Office
    partner_center: PartnerCenter

    def ask(self, plan: Plan, step: Step, before: Mapping[str, object]) -> None:
        """Gate, intent and the request in one transaction; from here on it counts as sent."""
        fault(Point.ASKING)
        now, outcomes = self.office.clock(), Outcomes(self.office)
        with self.office.store() as work:
            plan = work.plans.hold(plan.plan_id)
            ruling = judge(gather(work, plan, now=now, office=self.office))
            if ruling.verdict is not Verdict.GO:
                stand_back(work, plan, ruling, outcomes.stamp())
            else:
                ids = str(uuid4()), str(uuid4())
                attempt = Attempt(step, step.attempt + 1, *ids, "", before, now)
                attempt = outcomes.begin(work, plan, attempt)
                work.plans.sent(attempt.step)
                self._say(work, plan, step)
                advance_at(work, plan, now + LOOK_EVERY)
            work.commit()

    def _say(self, work: Work, plan: Plan, step: Step) -> None:
        asked = HandAsked(
            plan_id=plan.plan_id,
            case_id=plan.content.case_id or "",
            step_id=step.step_id,
            subscription_id=step.line.subscription_id,
            verb=step.line.verb.value,
            by=step.line.by.value,
            hash=plan.hash,
        )
        record(work, asked, Outcomes(self.office).stamp())

    def look(self, plan: Plan, step: Step) -> None:
        """Was it done? If not: may it still be done, and is there time left? Raises Later."""
        outcomes = Outcomes(self.office)
        read = self._read(step) if step.line.by is By.PORTAL else None
        if read is not None and _done(plan, step, read):
            outcomes.mark(plan, step, Finding(StepState.CONFIRMED, ""), read)
            return
        now = self.office.clock()
        with self.office.store() as work:
            plan = work.plans.hold(plan.plan_id)
            ruling = judge(gather(work, plan, now=now, office=self.office))
            waited = now - work.plans.attempt(step).begun_at
            late = waited >= PATIENCE[step.line.by]
            # What was asked for in time is waited for.
            ends = ruling.verdict in {Verdict.END, Verdict.STOP} and ruling.why is not Why.EXPIRED
            if ends:
                self._call_off(work, plan, step, ruling)
            elif not late:
                self._remind(work, plan, step, waited.days)
                advance_at(work, plan, now + LOOK_EVERY)
            work.commit()
        if late and not ends:
            outcomes.mark(plan, step, NOBODY_DID)

    def _remind(self, work: Work, plan: Plan, step: Step, days: int) -> None:
        """Once for every day that has passed; what a downtime missed is not made up for."""
        told = [r.event for r in work.events.of_plan(plan.plan_id)]
        said = [e.days for e in told if isinstance(e, HandWaits) and e.step_id == step.step_id]
        if days > max(said, default=0):
            waits = HandWaits(
                plan_id=plan.plan_id,
                case_id=plan.content.case_id or "",
                step_id=step.step_id,
                subscription_id=step.line.subscription_id,
                days=days,
            )
            record(work, waits, Outcomes(self.office).stamp())

    def _call_off(self, work: Work, plan: Plan, step: Step, ruling: Ruling) -> None:
        """Nobody shall do it any more; whether somebody just did, the next reading tells."""
        if ruling.why is Why.OVER:
            return
        work.plans.settle(step, StepState.CANCELLED, ruling.why.value)
        stand_back(work, plan, ruling, Outcomes(self.office).stamp())

    def _read(self, step: Step) -> ReadBack | None:
        line = step.line
        try:
            return self.partner_center.read(step.customer, line.subscription_id, line.under)
        except Missing:
            return None
        except Unreachable as error:
            raise Later(error.retry_after or 60, error.why) from error


def _done(plan: Plan, step: Step, read: ReadBack) -> bool:
    return reached(step.line.verb, read, wanted(step.line.verb, read, {}, plan.content.reason))
