"""Refusals of whoever says who an account in the books is. Each carries facts; handlers write the
sentence."""

from __future__ import annotations

from core.domain.errors import Refusal


class UnknownLedgerAccount(Refusal):
    """No account in any books is called like that. Facts: text."""


class AmbiguousLedgerAccount(Refusal):
    """Several are. Facts: text, accounts (debtors)."""


class MappingUnchanged(Refusal):
    """It is that already. Facts: name."""
