"""Plans, votes, steps and the journal of intents; the keys here are what makes "once" true."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    text,
)

from core.domain.approvals import Choice
from core.domain.plans import OPEN_PLANS, UNSETTLED_STEPS, Action, PlanState, StepState, Verb
from storage.tables.literals import among, is_one_of, unique_while
from storage.tables.metadata import UTCDateTime, metadata

plans = Table(
    "plans",
    metadata,
    Column("plan_id", String(36), primary_key=True),
    Column("series", String(36), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("action", String(16), nullable=False),
    Column("account", String(64)),
    Column("tenant_id", String(36)),
    Column("subject", String(64), nullable=False),
    # What people vote on, as canonical JSON; the columns above only find it.
    Column("content", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("state", String(12), nullable=False),
    Column("note", Text, nullable=False),
    Column("filed_at", UTCDateTime, nullable=False),
    Column("bank_checked_at", UTCDateTime),
    Column("bank_checked_by", String(36), nullable=False),
    Column("waiting_for", String(40), nullable=False),
    Column("waiting_until", UTCDateTime),
    Column("ended_why", Text, nullable=False),
    Column("ask_again_on", Date),
    Column("turn", Integer, nullable=False),
    Column("halted", Boolean, nullable=False),
    UniqueConstraint("series", "revision"),
    is_one_of("action", Action),
    is_one_of("state", PlanState),
    Index("ix_plans_customer", "account", "tenant_id"),
)

# One of these at a time about the same freeze, clock, policy, promise, hold, list or plan.
ALONE_ABOUT = frozenset(
    (
        *(Action.LIFT_FREEZE, Action.LET_GO, Action.CHANGE_POLICY),
        *(Action.PROMISE, Action.RELEASE_HOLD, Action.RELEASE_RUN, Action.RATIFY),
    )
)
IS_OPEN = among(plans.c.state, OPEN_PLANS)
# A plan that is halted ends at its next step, and the containment that halted it follows.
IS_ALONE = and_(IS_OPEN, text("NOT halted"))
unique_while("uq_plans_open", plans.c.account, plans.c.tenant_id, where=IS_ALONE)
unique_while(
    "uq_plans_about",
    plans.c.subject,
    where=IS_OPEN & among(plans.c.action, ALONE_ABOUT),
)

votes = Table(
    "votes",
    metadata,
    Column("plan_id", ForeignKey("plans.plan_id"), primary_key=True),
    Column("person_id", ForeignKey("people.person_id"), primary_key=True),
    Column("choice", String(8), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("account", String(80), nullable=False),
    Column("reason", Text, nullable=False),
    Column("proof", String(36)),
    is_one_of("choice", Choice),
)

# Which line of its plan a step carries out; the line itself is read from the plan's content.
steps = Table(
    "steps",
    metadata,
    Column("step_id", String(36), primary_key=True),
    Column("plan_id", ForeignKey("plans.plan_id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("account", String(64), nullable=False),
    Column("tenant_id", String(36), nullable=False),
    Column("subscription_id", String(64), nullable=False),
    Column("verb", String(12), nullable=False),
    Column("state", String(10), nullable=False),
    # Counts intents: the fencing number of whoever carries the step out.
    Column("attempt", Integer, nullable=False),
    Column("why", Text, nullable=False),
    Column("unsure", Boolean, nullable=False),
    UniqueConstraint("plan_id", "position"),
    UniqueConstraint("plan_id", "subscription_id", "verb"),
    is_one_of("verb", Verb),
    is_one_of("state", StepState),
)

# Nothing else is sent to a subscription while something is under way.
unique_while(
    "uq_steps_under_way",
    steps.c.account,
    steps.c.tenant_id,
    steps.c.subscription_id,
    where=among(steps.c.state, UNSETTLED_STEPS),
)

# A request id comes again after an outcome that was never known, so it is not unique.
attempts = Table(
    "attempts",
    metadata,
    Column("step_id", ForeignKey("steps.step_id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("request_id", String(36), nullable=False, index=True),
    Column("correlation_id", String(36), nullable=False),
    Column("etag", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("followers", Text, nullable=False),
    Column("begun_at", UTCDateTime, nullable=False, index=True),
    Column("account", String(64), nullable=False),
    Column("tenant_id", String(36), nullable=False),
    Column("subscription_id", String(64), nullable=False),
    Column("verb", String(12), nullable=False),
    Column("sent", Boolean, nullable=False),
    Column("outcome", String(10), nullable=False),
    is_one_of("verb", Verb),
)
