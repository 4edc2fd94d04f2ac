"""The first message of a case's thread."""

from __future__ import annotations

from core.domain.cases import Case
from core.domain.plans import Reason
from handlers.messages.blocks import Message, context, section
from handlers.messages.text import N_, Safe, Words

KINDS = {
    Reason.NON_PAYMENT: N_("non-payment"),
    Reason.FRAUD: N_("fraud"),
    Reason.MISUSE: N_("misuse"),
}


def case_root(case: Case, customer_name: str, words: Words) -> Message:
    first = words(
        "Case {number}: {customer}, {kind}",
        number=Safe(case.number),
        customer=customer_name,
        kind=Safe(words(KINDS[case.kind])),
    )
    opened = words(
        "Opened {moment}. Tenant {tenant}.", moment=case.opened_at, tenant=case.customer.tenant_id
    )
    return Message(first, (section(f"*{first}*"), context(opened)))
