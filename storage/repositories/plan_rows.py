"""Plans, steps, votes and attempts as rows, and back."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from sqlalchemy import Row

from core.domain.approvals import Choice, Vote
from core.domain.customers import CustomerKey
from core.domain.plans import Attempt, Content, Line, Plan, PlanState, Step, StepState, Verb
from storage.codec import from_text, to_text
from storage.repositories.customer_rows import as_it_was


class NotOfThisPlan(ValueError):
    """A step is no line of the content that people voted on: somebody edited the database."""


def plan_row(plan: Plan) -> dict[str, object]:
    content = plan.content
    key = content.customer
    return {
        "plan_id": plan.plan_id,
        "series": plan.series,
        "revision": content.revision,
        "action": content.action.value,
        "account": key.account if key else None,
        "tenant_id": key.tenant_id if key else None,
        "subject": content.subject,
        "content": to_text(content),
        "hash": plan.hash,
        "state": plan.state.value,
        "note": plan.note,
        "filed_at": content.filed_at,
        "ended_why": plan.ended_why,
        **plan_notes(plan),
    }


def plan_notes(plan: Plan) -> dict[str, object]:
    """The fields that are neither voted on nor a state."""
    return {
        "bank_checked_at": plan.bank_checked_at,
        "bank_checked_by": plan.bank_checked_by,
        "waiting_for": plan.waiting_for,
        "waiting_until": plan.waiting_until,
        "ask_again_on": plan.ask_again_on,
        "turn": plan.turn,
        "halted": plan.halted,
    }


@lru_cache(maxsize=256)
def content_of(text: str) -> Content:
    """A plan is read many times until it is over, and the same text is the same content."""
    return from_text(Content, text)


def plan_of(row: Row[Any]) -> Plan:
    """With the stored hash: Plan.intact() says whether it is still the hash of the content."""
    return Plan(
        plan_id=row.plan_id,
        series=row.series,
        content=content_of(row.content),
        hash=row.hash,
        state=PlanState(row.state),
        note=row.note,
        bank_checked_at=row.bank_checked_at,
        bank_checked_by=row.bank_checked_by,
        waiting_for=row.waiting_for,
        waiting_until=row.waiting_until,
        ended_why=row.ended_why,
        ask_again_on=row.ask_again_on,
        turn=row.turn,
        halted=row.halted,
    )


def step_row(step: Step) -> dict[str, object]:
    return {
        "step_id": step.step_id,
        "plan_id": step.plan_id,
        "position": step.position,
        "account": step.customer.account,
        "tenant_id": step.customer.tenant_id,
        "subscription_id": step.line.subscription_id,
        "verb": step.line.verb.value,
        "state": step.state.value,
        "attempt": step.attempt,
        "why": step.why,
        "unsure": step.unsure,
    }


def line_of(content: Content, subscription_id: str, verb: str) -> Line:
    """The line that a step carries out. Raises NotOfThisPlan."""
    wanted = subscription_id, Verb(verb)
    for line in content.lines:
        if (line.subscription_id, line.verb) == wanted:
            return line
    raise NotOfThisPlan(f"{verb} {subscription_id} is no line of the plan")


def step_of(row: Row[Any], content: Content) -> Step:
    key = CustomerKey(row.account, row.tenant_id)
    if key != content.customer:
        raise NotOfThisPlan(f"{key} is not the customer of the plan")
    return Step(
        step_id=row.step_id,
        plan_id=row.plan_id,
        position=row.position,
        customer=key,
        line=line_of(content, row.subscription_id, row.verb),
        state=StepState(row.state),
        attempt=row.attempt,
        why=row.why,
        unsure=row.unsure,
    )


def vote_row(vote: Vote) -> dict[str, object]:
    return {
        "plan_id": vote.plan_id,
        "person_id": vote.person_id,
        "choice": vote.choice.value,
        "hash": vote.hash,
        "at": vote.at,
        "account": vote.account,
        "reason": vote.reason,
        "proof": vote.proof or None,
    }


def vote_of(row: Row[Any]) -> Vote:
    values = dict(row._mapping)
    proof = values.pop("proof") or ""
    return Vote(choice=Choice(values.pop("choice")), proof=proof, **values)


def attempt_row(attempt: Attempt) -> dict[str, object]:
    step = attempt.step
    return {
        "step_id": step.step_id,
        "number": attempt.number,
        "request_id": attempt.request_id,
        "correlation_id": attempt.correlation_id,
        "etag": attempt.etag,
        "before": as_it_was(attempt.before),
        "followers": as_it_was(attempt.followers),
        "begun_at": attempt.begun_at,
        "account": step.customer.account,
        "tenant_id": step.customer.tenant_id,
        "subscription_id": step.line.subscription_id,
        "verb": step.line.verb.value,
        "sent": False,
        "outcome": "",
    }


def attempt_of(row: Row[Any], step: Step) -> Attempt:
    return Attempt(
        step=step,
        number=row.number,
        request_id=row.request_id,
        correlation_id=row.correlation_id,
        etag=row.etag,
        before=json.loads(row.before),
        begun_at=row.begun_at,
        sent=row.sent,
        followers=json.loads(row.followers),
    )
