"""One event of each kind, and each of its cases, of second factors and of who owns an account."""

from __future__ import annotations

from datetime import UTC, datetime

from core.domain import events

AT = datetime(2026, 10, 12, 7, tzinfo=UTC)
STEP_UP = (
    events.PlanFiled(action="confirm_step_up"),
    events.FactorEnrolled(factor_id="f", person="park"),
    events.FactorConfirmed(factor_id="f", person="park"),
    events.FactorProved(factor_id="f", person="park"),
    events.FactorRevoked(factor_id="f", person="park"),
    events.FactorLocked(factor_id="f", person="park", until=AT),
    events.CodeAccepted(proof_id="p", purpose="vote", person="park", about="1f" * 32),
    events.CodeRefused(purpose="vote", person="park", why="wrong"),
    events.AccountBound(account="U0ALIAS", person="park"),
    events.AccountBound(account="U0ALIAS", person="park", was="kang"),
    events.AccountFreed(account="U0ALIAS", was="park"),
    events.AccountMet(account="T0PARTNER/U0NEW", person="new"),
    events.AccountsNoted(accounts=("T0PARTNER/U0PARK=park",)),
    events.OwnerNamed(customer="main/t", person="park"),
    events.OwnerTakenOff(customer="main/t", person="park"),
)
