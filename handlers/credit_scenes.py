"""Looks up the names and texts behind what happened to the credit of a customer."""

from __future__ import annotations

from core.domain.events import (
    CreditApproved,
    CreditAsked,
    CreditChecked,
    CreditDrafted,
    CreditEnded,
    CreditRejected,
    CreditReminded,
    Event,
    LimitCrossed,
    LimitKept,
)
from core.ports.store import Work
from handlers.clock_scenes import mention

OF_CREDIT = (
    *(CreditApproved, CreditAsked, CreditChecked, CreditDrafted, CreditEnded, CreditRejected),
    *(CreditReminded, LimitCrossed, LimitKept),
)


def credited(event: Event) -> str:
    """Whose credit it is, or nothing if it is none."""
    return str(getattr(event, "customer", "")) if isinstance(event, OF_CREDIT) else ""


def reason_behind(work: Work, event: Event) -> str:
    """What was written, if it is still what the trail has the digest of."""
    match event:
        case CreditApproved(credit_id=credit_id, reason_digest=wanted):
            text = work.credits.get(credit_id).proposal.reason
        case (
            CreditRejected(credit_id=credit_id, why_digest=wanted)
            | CreditEnded(credit_id=credit_id, why_digest=wanted)
        ):
            text = work.credits.get(credit_id).why
        case _:
            return ""
    return text if work.text_keys.says(wanted, text) else ""


def who_asked(work: Work, event: Event) -> dict[str, str]:
    """Whoever asked for it, called by a mention where somebody else ended it."""
    match event:
        case CreditApproved(requester=one):
            return {one: work.people.get(one).name}
        case CreditRejected(requester=one) | CreditEnded(owner=one) | CreditReminded(owner=one):
            return {one: mention(work, one)} if one else {}
    return {}
