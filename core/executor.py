"""The only code that changes Partner Center: one step at a time, journalled before it is sent."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from core.adoption import take_over
from core.by_hand import Hands
from core.directory import refresh_voters
from core.domain.changes import Finding, after_sending, before_sending, may_be_sent, wanted
from core.domain.customers import ReadBack
from core.domain.errors import LostRace
from core.domain.plan_events import Silent
from core.domain.plans import (
    ON_CUSTOMERS,
    UNSETTLED_STEPS,
    Attempt,
    By,
    Followers,
    Plan,
    PlanState,
    Step,
    StepState,
    Verb,
)
from core.faults import Point, fault
from core.gate import Verdict, judge
from core.gathering import gather
from core.ledger import SURPRISES, Outcomes, put_back, stand_back
from core.ports.boundary import leaving_by
from core.ports.engine import Later, Unanswered
from core.ports.office import Office
from core.ports.outside import Answer, Directory, Missing, Outcome, PartnerCenter, Unreachable
from core.ports.store import Work

MOST_ATTEMPTS = 8
# Seconds for which the gate's last word holds: connecting takes time, and processes can be halted.
WORD_HOLDS = 5.0
# Partner Center may show a change a moment after it answered: so long it is looked for again
# before anybody says that it did not happen.
SHOWS_WITHIN = timedelta(seconds=4)
# An Azure subscription takes its time. Source: "Cancel an Azure subscription".
AZURE_SHOWS_WITHIN = timedelta(minutes=10)
# Seconds until somebody who was silent is asked again; the engine's patience makes more of it.
ASK_AGAIN = 2
# Seconds between two looks: they grow with the wait.
LOOK_AGAIN, LONGEST_PAUSE = 1.5, 20.0
# Neither says that nothing was changed: an effect may still show.
NO_ANSWER = Finding(StepState.UNKNOWN, "no answer")
NOT_SHOWN = Finding(StepState.UNKNOWN, "no effect shows yet")
# After one of these nothing more is sent; what was called off, or nobody did, is cancelled.
STOPS = SURPRISES | {StepState.CANCELLED}
RUNNING = frozenset({PlanState.APPROVED, PlanState.EXECUTING})


@dataclass(frozen=True, slots=True)
class Executor:
    """Carries out approved plans. One call does at most one step and leaves the next to a job."""

    office: Office
    partner_center: PartnerCenter
    directory: Directory

    def advance(self, plan_id: str) -> None:
        """Settle what is unknown, else send the next step if the gate lets it, else wait, withdraw
        or finish. Raises Later when Partner Center or the directory cannot answer."""
        with self.office.store.reading() as work:
            plan = work.plans.get(plan_id)
            steps = work.plans.steps(plan_id)
        if plan.state not in RUNNING or plan.content.action not in ON_CUSTOMERS:
            return
        try:
            self._next(plan, steps)
        except LostRace:
            return
        except Unanswered as silence:
            self._outcomes().wait_for_answer(plan, silence.who)
            raise

    def _next(self, plan: Plan, steps: list[Step]) -> None:
        unsettled = next((step for step in steps if step.state in UNSETTLED_STEPS), None)
        todo = next((step for step in steps if step.state is StepState.TODO), None)
        if unsettled is not None and unsettled.line.by is not By.DESK:
            self._hands().look(plan, unsettled)
        elif unsettled is not None:
            self._settle(plan, unsettled)
        elif todo is None or any(step.state in STOPS for step in steps):
            self._outcomes().finish(plan)
        else:
            self._take(plan, todo)

    def _meet_voters(self, plan: Plan) -> None:
        """As late as may be: right before the gate rules on what they decided."""
        refresh_voters(plan, directory=self.directory, office=self.office)

    def _outcomes(self) -> Outcomes:
        return Outcomes(self.office)

    def _hands(self) -> Hands:
        return Hands(self.office, self.partner_center)

    def _read(self, step: Step) -> ReadBack:
        try:
            return self.partner_center.read(
                step.customer, step.line.subscription_id, step.line.under
            )
        except Unreachable as error:
            raise _silence(error) from error

    def _before(self, step: Step) -> Mapping[str, object]:
        """What a restore puts back: the state stored when we suspended."""
        if step.line.verb is not Verb.RESTORE:
            return {}
        with self.office.store.reading() as work:
            last = work.customers.last_suspension(step.customer, step.line.subscription_id)
        return last.before if last else {}

    def _take(self, plan: Plan, step: Step) -> None:
        """Read, and send or ask a person, unless the read says that there is nothing to do."""
        if step.line.by is By.WORD:
            self._meet_voters(plan)
            self._hands().ask(plan, step, {})
            return
        if step.attempt >= MOST_ATTEMPTS:
            self._outcomes().mark(plan, step, Finding(StepState.REVIEW, "too many attempts"))
            return
        try:
            read = self._read(step)
        except Missing:
            finding = Finding(StepState.REFUSED, "not found in Partner Center")
            self._outcomes().mark(plan, step, finding)
            return
        self._meet_voters(plan)
        if step.line.verb is Verb.ADOPT:
            take_over(plan, step, read, office=self.office)
        else:
            self._act(plan, step, read)

    def _act(self, plan: Plan, step: Step, read: ReadBack) -> None:
        changes = wanted(step.line.verb, read, self._before(step), plan.content.reason)
        known = before_sending(
            step.line.verb, read, changes, self.office.clock(), unsure=step.unsure
        )
        if known is None and step.line.by is By.DESK:
            known = may_be_sent(changes)
        if known is not None:
            self._outcomes().mark(plan, step, known, read)
        elif step.line.by is By.DESK:
            self._send(plan, step, read, changes)
        else:
            self._hands().ask(plan, step, read.resource)

    def _send(self, plan: Plan, step: Step, read: ReadBack, changes: Mapping[str, object]) -> None:
        """Journal the intent, ask the gate again, send, read back."""
        followers = self._followers(step)
        fault(Point.INTENDING)
        attempt = self._intend(plan, step, read, followers)
        fault(Point.INTENDED)
        if attempt is None or (allowed := self._still_allowed(plan, attempt)) is None:
            return
        fault(Point.SENDING)
        ids = {"request_id": attempt.request_id, "correlation_id": attempt.correlation_id}
        with leaving_by(allowed + WORD_HOLDS):
            answer = self.partner_center.change(read, changes, **ids)
        fault(Point.ANSWERED)
        self._answered(plan, attempt, answer)

    def _followers(self, step: Step) -> Followers:
        """Add-ons fall with their base: their state before is kept, too, so that each comes back
        as it was."""
        if step.line.verb is not Verb.SUSPEND:
            return {}
        with self.office.store.reading() as work:
            known = work.customers.subscriptions(step.customer)
        reads = [
            self._read_follower(step, found.subscription_id)
            for found in known
            if found.parent_id == step.line.subscription_id and found.is_addon()
        ]
        active = [read for read in reads if read and read.subscription.status == "active"]
        return {read.subscription.subscription_id: read.resource for read in active}

    def _read_follower(self, step: Step, subscription_id: str) -> ReadBack | None:
        try:
            return self.partner_center.read(step.customer, subscription_id)
        except Missing:
            return None
        except Unreachable as error:
            raise _silence(error) from error

    def _intend(
        self, plan: Plan, step: Step, read: ReadBack, followers: Followers
    ) -> Attempt | None:
        """Gate and intent in one transaction; None where the gate did not let it pass."""
        now = self.office.clock()
        with self.office.store() as work:
            plan = work.plans.hold(plan.plan_id)
            ruling = judge(gather(work, plan, now=now, office=self.office))
            if ruling.verdict is not Verdict.GO:
                stand_back(work, plan, ruling, self._outcomes().stamp())
                work.commit()
                return None
            attempt = Attempt(
                step=step,
                number=step.attempt + 1,
                request_id=self._request_id(work, step),
                correlation_id=str(uuid4()),
                etag=read.subscription.etag,
                before=read.resource,
                begun_at=now,
                followers=followers,
            )
            begun = self._outcomes().begin(work, plan, attempt)
            work.commit()
        return begun

    def _request_id(self, work: Work, step: Step) -> str:
        """The same id again only after an outcome that was never known."""
        if step.attempt and step.why == "not applied":
            return work.plans.attempt(step).request_id
        return str(uuid4())

    def _still_allowed(self, plan: Plan, attempt: Attempt) -> float | None:
        """The gate once more right before the bytes leave; then the attempt is noted as sent. When
        it was asked, by the machine's clock, or none."""
        with self.office.store() as work:
            asked, plan = time.monotonic(), work.plans.hold(plan.plan_id)
            ruling = judge(gather(work, plan, now=self.office.clock(), office=self.office))
            if ruling.verdict is Verdict.GO:
                work.plans.sent(attempt.step)
            else:
                put_back(work, attempt.step)
                stand_back(work, plan, ruling, self._outcomes().stamp())
            work.commit()
        return asked if ruling.verdict is Verdict.GO else None

    def _answered(self, plan: Plan, attempt: Attempt, answer: Answer) -> None:
        outcomes = self._outcomes()
        step = attempt.step
        match answer.outcome:
            case Outcome.REFUSED:
                why = f"{answer.code} {answer.detail}".strip()
                outcomes.mark(plan, step, Finding(StepState.REFUSED, why))
            case Outcome.LATER:
                outcomes.mark(plan, step, Finding(StepState.TODO, "come back later"), again=False)
                raise Later(answer.retry_after or 5, "Partner Center asked to come back")
            case Outcome.STALE:
                outcomes.mark(plan, step, Finding(StepState.TODO, "changed since it was read"))
            case Outcome.UNKNOWN:
                self._settle(plan, outcomes.mark(plan, step, NO_ANSWER))
            case Outcome.DONE:
                self._settle(plan, step)

    def _wait_for_it(self, plan: Plan, step: Step, attempt: Attempt) -> Step:
        """What does not show yet is unknown; it is looked for again for a while. Raises Later."""
        if step.state is StepState.INTENT:
            step = self._outcomes().mark(plan, step, NOT_SHOWN)
        waited = self.office.clock() - attempt.begun_at
        if waited < (AZURE_SHOWS_WITHIN if step.line.under else SHOWS_WITHIN):
            pause = min(waited.total_seconds() / 2, LONGEST_PAUSE)
            raise Later(max(pause, LOOK_AGAIN), "the change does not show yet")
        return step

    def _settle(self, plan: Plan, step: Step) -> None:
        """Find out by reading what became of a change; nothing is sent here."""
        with self.office.store.reading() as work:
            attempt = work.plans.attempt(step)
        if not attempt.sent:
            self._outcomes().mark(plan, step, Finding(StepState.TODO, "never sent"))
            return
        fault(Point.LOOKING)
        try:
            read = self._read(step)
        except Missing:
            if step.state is StepState.INTENT:
                step = self._outcomes().mark(plan, step, NOT_SHOWN)
            self._outcomes().mark(plan, step, Finding(StepState.REVIEW, "vanished"))
            return
        fault(Point.FOUND)
        changes = wanted(step.line.verb, read, self._before(step), plan.content.reason)
        finding = after_sending(step.line.verb, read, changes, attempt.etag)
        if finding.state is not StepState.CONFIRMED:
            step = self._wait_for_it(plan, step, attempt)
        self._outcomes().mark(plan, step, finding, read)


def _silence(error: Unreachable) -> Unanswered:
    return Unanswered(Silent.PARTNER_CENTER, error.retry_after or ASK_AGAIN, error.why)
