"""Write down what became of a plan and its steps: outcomes, waits and ends, each with its event."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from core import clocks
from core.domain.changes import Finding, end_of_term
from core.domain.customers import CustomerKey, Generation, ReadBack, Subscription, Suspension
from core.domain.events import IntentWritten, PlanWaits, Route, Stamp, StepSettled
from core.domain.plan_events import SILENT, Silent
from core.domain.plans import (
    DONE_STEPS,
    Action,
    Attempt,
    Plan,
    PlanState,
    Reason,
    Step,
    StepState,
    Verb,
)
from core.gate import Ruling, Verdict, Why
from core.ports.office import Office
from core.ports.store import Work
from core.recording import advance_at, advance_soon, end_plan, freeze_now, hold_open, record

SURPRISES = frozenset({StepState.REFUSED, StepState.REVIEW})
# So many surprises within this time and everything is frozen.
MOST_SURPRISES, SURPRISES_WITHIN = 3, timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The executor's pen."""

    office: Office

    def stamp(self) -> Stamp:
        return self.office.stamp(self.office.clock(), "", Route.AUTOMATION)

    def begin(self, work: Work, plan: Plan, attempt: Attempt) -> Attempt:
        """The intent row; the plan is executing from the first one on. Raises LostRace."""
        step = work.plans.begin(attempt)
        if plan.state is PlanState.APPROVED:
            plan = work.plans.move(plan, PlanState.EXECUTING)
        if plan.waiting_for:
            work.plans.update(replace(plan, waiting_for="", waiting_until=None))
        event = IntentWritten(
            plan_id=plan.plan_id,
            case_id=plan.content.case_id or "",
            step_id=step.step_id,
            subscription_id=step.line.subscription_id,
            verb=step.line.verb.value,
            attempt=attempt.number,
            request_id=attempt.request_id,
            correlation_id=attempt.correlation_id,
            hash=plan.hash,
        )
        record(work, event, self.stamp())
        return replace(attempt, step=step)

    def mark(
        self, plan: Plan, step: Step, finding: Finding, read: ReadBack | None = None, *,
        again: bool = True,
    ) -> Step:  # fmt: skip
        """Move a step and let its plan go on. Raises LostRace if the step moved meanwhile."""
        with self.office.store() as work:
            plan = work.plans.hold(plan.plan_id)
            moved = self.settle(work, plan, step, finding, read)
            if again and finding.state is not StepState.UNKNOWN:
                advance_soon(work, _answered(plan))
            work.commit()
        return moved

    def settle(
        self, work: Work, plan: Plan, step: Step, finding: Finding, read: ReadBack | None
    ) -> Step:
        """The same in a transaction that goes on. Raises LostRace."""
        request_id = work.plans.attempt(step).request_id if step.attempt else ""
        moved = work.plans.settle(step, finding.state, finding.why)
        self._remember(work, plan, moved, read)
        event = StepSettled(
            plan_id=plan.plan_id,
            case_id=plan.content.case_id or "",
            step_id=step.step_id,
            subscription_id=step.line.subscription_id,
            verb=step.line.verb.value,
            state=finding.state.value,
            why=finding.why,
            attempt=step.attempt,
            request_id=request_id,
        )
        record(work, event, self.stamp())
        self._count_surprises(work, finding)
        return moved

    def _remember(self, work: Work, plan: Plan, step: Step, read: ReadBack | None) -> None:
        """A suspension of ours begins or ends; what was read is what we know now."""
        if read is None or step.state not in DONE_STEPS:
            return
        work.customers.save_subscription(read.subscription)
        if step.line.verb is Verb.SUSPEND and step.state is StepState.ALREADY:
            self._keep_suspended(work, plan, step)
            self._start_clock(work, plan, read.subscription, found=True)
        elif step.line.verb is Verb.SUSPEND:
            self._suspended(work, plan, step)
            self._took_along(work, read.subscription, {"active"})
        if step.line.verb is Verb.CANCEL:
            self._took_along(work, read.subscription, {"active", "suspended"})
        if step.line.verb is Verb.REACTIVATE:
            key, one = step.customer, step.line.subscription_id
            work.customers.lift_suspension(key, one, self.office.clock())
            clocks.end_for(work, key, one, clocks.REINSTATED, office=self.office)

    def _took_along(self, work: Work, base: Subscription, before: Container[str]) -> None:
        """Its add-ons that were so went with it."""
        for one in work.customers.subscriptions(base.customer):
            mine = one.is_addon() and one.parent_id == base.subscription_id
            if mine and one.status in before:
                work.customers.save_subscription(replace(one, status=base.status))

    def _suspended(self, work: Work, plan: Plan, step: Step) -> None:
        """It and its add-ons, each with its clock."""
        key, now, attempt = step.customer, self.office.clock(), work.plans.attempt(step)
        known = {one.subscription_id: one for one in work.customers.subscriptions(key)}
        fallen = {step.line.subscription_id: attempt.before, **attempt.followers}
        for subscription_id, before in fallen.items():
            suspension = Suspension(
                suspension_id=str(uuid4()),
                customer=key,
                subscription_id=subscription_id,
                plan_id=plan.plan_id,
                reason=plan.content.reason.value if plan.content.reason else "",
                before={**before, **_never_put_back(work, key, subscription_id)},
                since=now,
            )
            # One that somebody lifted in the portal is over; this is another.
            work.customers.lift_suspension(key, subscription_id, now)
            clocks.end_for(work, key, subscription_id, clocks.AGAIN, office=self.office)
            work.customers.add_suspension(suspension)
            found = known.get(subscription_id) or _unlisted(suspension)
            self._start_clock(work, plan, found)

    def _start_clock(
        self, work: Work, plan: Plan, subscription: Subscription, *, found: bool = False
    ) -> None:
        """Whoever asked for the suspension answers for the data."""
        clocks.start_for(
            work,
            subscription,
            office=self.office,
            owner=plan.content.requester,
            plan_id=plan.plan_id,
            case_id=plan.content.case_id or "",
            found=found,
        )

    def _keep_suspended(self, work: Work, plan: Plan, step: Step) -> None:
        """A suspension of ours for non-payment that a containment finds: payment no longer lifts
        it."""
        if plan.content.reason in {Reason.FRAUD, Reason.MISUSE}:
            reason = plan.content.reason.value
            work.customers.keep_suspended(step.customer, step.line.subscription_id, reason)

    def _count_surprises(self, work: Work, finding: Finding) -> None:
        """Several in a short time: freeze, whoever's plans they are."""
        if finding.state not in SURPRISES or work.freezes.current() is not None:
            return
        since = self.office.clock() - SURPRISES_WITHIN
        seen = [r.event for r in work.events.since(StepSettled, since)]
        count = sum(isinstance(e, StepSettled) and e.state in SURPRISES for e in seen)
        if count >= MOST_SURPRISES:
            freeze_now(work, "breaker", "", self.stamp())

    def wait_for_answer(self, plan: Plan, who: Silent) -> None:
        """Note, once, who is silent; unless the plan waits for a later moment anyhow."""
        until, now = plan.waiting_until, self.office.clock()
        if plan.waiting_for == who or (until is not None and until > now):
            return
        with self.office.store() as work:
            plan = work.plans.hold(plan.plan_id)
            if plan.is_open():
                _note_wait(work, plan, who, None, self.stamp())
                work.commit()

    def finish(self, plan: Plan) -> None:
        """End a plan whose steps are all over, or that met a surprise: the rest is cancelled.
        Raises LostRace where another worker ended it."""
        with self.office.store() as work:
            plan = hold_open(work, plan.plan_id)
            for step in work.plans.steps(plan.plan_id):
                if step.state is StepState.TODO:
                    work.plans.settle(step, StepState.CANCELLED, "stopped on surprise")
            steps = work.plans.steps(plan.plan_id)
            done = sum(1 for step in steps if step.state in DONE_STEPS)
            if done == len(steps):
                end_plan(work, plan, PlanState.FINISHED, "", self.stamp())
            elif done and plan.state is PlanState.EXECUTING:
                end_plan(work, plan, PlanState.PARTIAL, "surprise", self.stamp())
            else:
                end_plan(work, plan, PlanState.NEEDS_HUMAN, "surprise", self.stamp())
            work.commit()


def _unlisted(suspension: Suspension) -> Subscription:
    """An add-on that is on no list: nobody knows how long its data is kept."""
    one = suspension.subscription_id
    return Subscription(suspension.customer, one, one, "", "suspended", 0, Generation.UNKNOWN)


def _never_put_back(work: Work, key: CustomerKey, subscription_id: str) -> dict[str, object]:
    """The end-of-term settings from before an earlier suspension, where the plan that lifted it
    ended in between."""
    last = work.customers.last_suspension(key, subscription_id)
    if last is None:
        return {}
    for plan in work.plans.of_customer(key, Action.REINSTATE):
        steps = work.plans.steps(plan.plan_id)
        mine = {s.line.verb: s.state for s in steps if s.line.subscription_id == subscription_id}
        if Verb.RESTORE in mine and plan.content.filed_at >= last.since:
            between = mine[Verb.REACTIVATE] in DONE_STEPS and mine[Verb.RESTORE] not in DONE_STEPS
            return end_of_term(last.before) if between else {}
    return {}


def put_back(work: Work, step: Step) -> None:
    """An intent whose last gate refused: nothing was sent, so it is to do again."""
    work.plans.settle(step, StepState.TODO, "held back")


def stand_back(work: Work, plan: Plan, ruling: Ruling, stamp: Stamp) -> None:
    """The gate did not let it go: it waits or ends. One that ended while somebody looked at it is
    left alone, since whoever ended it said so."""
    if ruling.why is Why.OVER:
        return
    if ruling.verdict is Verdict.WAIT:
        hold_back(work, plan, ruling, stamp)
    else:
        withdraw_open(work, plan, ruling, stamp)


def hold_back(work: Work, plan: Plan, ruling: Ruling, stamp: Stamp) -> None:
    """Note what the plan waits for, once, and look again when that may be over."""
    if ruling.until is not None:
        advance_at(work, plan, ruling.until)
    if plan.waiting_for == ruling.why.value and plan.waiting_until == ruling.until:
        return
    _note_wait(work, plan, ruling.why, ruling.until, stamp)


def _note_wait(
    work: Work, plan: Plan, what: Why | Silent, until: datetime | None, stamp: Stamp
) -> None:
    work.plans.update(replace(plan, waiting_for=what.value, waiting_until=until))
    told = PlanWaits(
        plan_id=plan.plan_id, case_id=plan.content.case_id or "", what=what.value, until=until
    )
    record(work, told, stamp)


def _answered(plan: Plan) -> Plan:
    """Whoever was silent has spoken."""
    return replace(plan, waiting_for="") if plan.waiting_for in SILENT else plan


def withdraw_open(work: Work, plan: Plan, ruling: Ruling, stamp: Stamp) -> None:
    """The reason is gone, or a person has to look: what was not sent is cancelled."""
    steps = work.plans.steps(plan.plan_id)
    for step in steps:
        if step.state is StepState.TODO:
            work.plans.settle(step, StepState.CANCELLED, ruling.why.value)
    sent = any(step.attempt and step.state in DONE_STEPS for step in steps)
    if ruling.verdict is Verdict.STOP:
        state = PlanState.NEEDS_HUMAN
    elif ruling.why is Why.EXPIRED and plan.state is not PlanState.EXECUTING:
        state = PlanState.EXPIRED
    else:
        state = PlanState.PARTIAL if sent else PlanState.WITHDRAWN
    end_plan(work, plan, state, ruling.why.value, stamp)
