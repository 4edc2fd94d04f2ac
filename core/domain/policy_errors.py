"""Refusals of a policy that is proposed."""

from __future__ import annotations

from core.domain.errors import PlanAlreadyOpen, Refusal


class PolicyUnchanged(Refusal):
    """This very text is in force. Facts: version."""


class PolicyProposed(PlanAlreadyOpen):
    """This very text is proposed already. Facts: plan_id, action, version."""


class UnknownPolicy(Refusal):
    """No policy of this version was ever kept here, or several begin like it. Facts: text."""
