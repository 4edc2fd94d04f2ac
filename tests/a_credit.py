"""Decisions on credit and what they rest on, as they usually are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from core.domain.credit import Check, CheckKind, Credit, CreditState, Proposal, TermKind, Terms
from core.domain.money import Money
from tests.builders import CONTOSO, NOW, eur

TODAY = NOW.date()


def a_proposal(**changes: Any) -> Proposal:
    proposal = Proposal(
        limit=eur("10000"),
        terms=Terms(TermKind.NET, 30),
        reason="Pays in time since May",
        valid_until=date(2027, 9, 30),
        review_on=date(2027, 3, 31),
    )
    return replace(proposal, **changes)


def a_credit(
    *, state: CreditState = CreditState.PENDING, limit: Money | None = None, **changes: Any
) -> Credit:
    credit = Credit(
        credit_id="c0000000-0000-4000-8000-000000000001",
        customer=CONTOSO,
        proposal=a_proposal(limit=limit or eur("10000")),
        state=state,
        requested_by="kang",
        requested_at=NOW,
    )
    return replace(credit, **changes)


def a_check(**changes: Any) -> Check:
    check = Check(
        check_id="f0000000-0000-4000-8000-000000000001",
        customer=CONTOSO,
        kind=CheckKind.AGREEMENT,
        on=date(2026, 9, 1),
        given_by="P. Sommer <CFO>",
        note="Customer agreement of 2026",
        link="https://files.example/agreement.pdf",
        amount=None,
        noted_by="kang",
        noted_at=NOW,
    )
    return replace(check, **changes)
