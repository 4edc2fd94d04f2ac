"""The first message of a case's thread."""

from __future__ import annotations

from core.domain.cases import Case
from core.domain.customers import Customer
from handlers.messages.blocks import Message, context, section
from handlers.messages.choices import short_tenant
from handlers.messages.reasons import KINDS, named
from handlers.messages.text import Safe, Words


def case_root(case: Case, customer: Customer | None, opener: str, words: Words) -> Message:
    """Whose case it is and who opened it, for a reader on a telephone."""
    first = words(
        "Case {number}: {customer}, {kind}",
        number=Safe(case.number),
        customer=customer.name if customer else str(case.customer),
        kind=named(case.kind, KINDS, words),
    )
    opened = words(
        "{domain}, {tenant}. Opened {moment} by {who}.",
        domain=(customer.domain if customer else "") or words("domain unknown"),
        tenant=short_tenant(case.customer.tenant_id),
        moment=case.opened_at,
        who=opener or words("Goodstanding"),
    )
    return Message(first, (section(f"*{first}*"), context(opened)))
