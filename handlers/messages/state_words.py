"""What plans, votes and roles are called within a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from core.domain.approvals import Choice
from core.domain.people import Role
from core.domain.plans import Action, PlanState
from handlers.messages.text import N_

# As in: a plan to suspend.
ACTIONS: Mapping[str, str] = {
    Action.SUSPEND: N_("suspend"),
    Action.REINSTATE: N_("reinstate"),
    Action.STOP_RENEWAL: N_("stop a renewal"),
    Action.ADOPT: N_("take over a suspension"),
    Action.CANCEL: N_("cancel"),
    Action.LIFT_FREEZE: N_("lift a freeze"),
    Action.CHANGE_ROLES: N_("change roles"),
    Action.LET_GO: N_("let data go"),
    Action.CHANGE_POLICY: N_("change the policy"),
    Action.CONFIRM_STEP_UP: N_("confirm a second factor"),
    Action.PROMISE: N_("take a promise"),
    Action.WRITE_OFF: N_("write a debt off"),
    Action.RELEASE_HOLD: N_("release a hold"),
    Action.RELEASE_RUN: N_("let the policy run begin"),
    Action.RATIFY: N_("ratify a containment"),
}
STANDS: Mapping[str, str] = {
    PlanState.PENDING: N_("waits for votes"),
    PlanState.APPROVED: N_("approved, under way"),
    PlanState.EXECUTING: N_("being carried out"),
    PlanState.FINISHED: N_("done"),
    PlanState.PARTIAL: N_("done in part"),
    PlanState.NEEDS_HUMAN: N_("needs a person"),
    PlanState.REJECTED: N_("rejected"),
    PlanState.WITHDRAWN: N_("withdrawn"),
    PlanState.EXPIRED: N_("lapsed"),
    PlanState.SUPERSEDED: N_("replaced"),
}
CHOICES: Mapping[str, str] = {
    Choice.APPROVE: N_("approved"),
    Choice.REJECT: N_("rejected"),
}
ROLES: Mapping[str, str] = {
    Role.AGENT: N_("agents"),
    Role.APPROVER: N_("approvers"),
    Role.ADMINISTRATOR: N_("administrators"),
}
