"""Take a suspension that others placed over as ours: nothing is sent, the desk remembers it."""

from __future__ import annotations

from uuid import uuid4

from core.domain.changes import adoptable
from core.domain.customers import ReadBack, Suspension
from core.domain.plans import Plan, Step, StepState
from core.gate import Verdict, judge
from core.gathering import gather
from core.ledger import Outcomes, stand_back
from core.ports.office import Office
from core.ports.store import Work

# Nobody saw how it was before, so its renewal is left as it will be found.
AS_FAR_AS_KNOWN = {"status": "active"}


def take_over(plan: Plan, step: Step, read: ReadBack, *, office: Office) -> None:
    """If the gate lets it, and a fresh read shows that it is suspended and not by Microsoft."""
    finding = adoptable(read)
    if finding.state is StepState.ALREADY and not _remembered(plan, step, read, office):
        return
    Outcomes(office).mark(plan, step, finding)


def _remembered(plan: Plan, step: Step, read: ReadBack, office: Office) -> bool:
    """Doing it twice leaves one suspension."""
    now = office.clock()
    with office.store() as work:
        plan = work.plans.hold(plan.plan_id)
        ruling = judge(gather(work, plan, now=now, office=office))
        if ruling.verdict is Verdict.GO:
            work.customers.save_subscription(read.subscription)
            _add(work, plan, step, office)
        else:
            stand_back(work, plan, ruling, Outcomes(office).stamp())
        work.commit()
    return ruling.verdict is Verdict.GO


def _add(work: Work, plan: Plan, step: Step, office: Office) -> None:
    open_ones = work.customers.open_suspensions(step.customer)
    if any(one.subscription_id == step.line.subscription_id for one in open_ones):
        return
    suspension = Suspension(
        suspension_id=str(uuid4()),
        customer=step.customer,
        subscription_id=step.line.subscription_id,
        plan_id=plan.plan_id,
        reason=plan.content.reason.value if plan.content.reason else "",
        before=AS_FAR_AS_KNOWN,
        since=office.clock(),
    )
    work.customers.add_suspension(suspension)
