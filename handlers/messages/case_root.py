"""The first message of a case's thread."""

from __future__ import annotations

from core.domain.cases import Case
from handlers.messages.blocks import Message, context, section
from handlers.messages.reasons import KINDS, named
from handlers.messages.text import Safe, Words


def case_root(case: Case, customer_name: str, words: Words) -> Message:
    first = words(
        "Case {number}: {customer}, {kind}",
        number=Safe(case.number),
        customer=customer_name,
        kind=named(case.kind, KINDS, words),
    )
    opened = words(
        "Opened {moment}. Tenant {tenant}.", moment=case.opened_at, tenant=case.customer.tenant_id
    )
    return Message(first, (section(f"*{first}*"), context(opened)))
