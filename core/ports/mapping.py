"""Whose an account in the books may be: what the books say of it, what that speaks for, and why
people changed their minds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from core.domain.customers import CustomerKey, Debtor
from core.domain.mapping import AccountFacts, Change, LedgerKey, Suggestion


class Mappings(Protocol):
    def facts(self, source: str) -> Mapping[str, AccountFacts]:
        """By customer_ref; whoever the books say nothing of is not in it."""

    def facts_of(self, key: LedgerKey) -> AccountFacts:
        """The same of one account, empty where nothing is said."""

    def save_facts(self, source: str, found: Mapping[str, AccountFacts]) -> None: ...
    def paid_by(self, key: LedgerKey) -> list[str]:
        """The accounts of the same books that this one pays for, by customer_ref."""

    def unmapped(self) -> list[Debtor]:
        """Every name in any books of which nobody, not even the books, said who it is."""

    def suggestions(self) -> list[Suggestion]:
        """Those that stand, of accounts that are nobody's yet."""

    def suggested_for(self, key: LedgerKey) -> list[Suggestion]:
        """Those that stand for one account, best first."""

    def suggest(self, accounts: Collection[LedgerKey], found: Sequence[Suggestion]) -> None:
        """In the place of what stood for these accounts; what was turned down stays so."""

    def turned_down(self) -> list[Suggestion]: ...
    def turn_down(self, found: Sequence[Suggestion]) -> None:
        """These are not made again."""

    def take_up(self, key: LedgerKey, customer: CustomerKey) -> None:
        """Somebody says that it is this one after all."""

    def note(self, change: Change) -> None: ...
    def change(self, change_id: str) -> Change | None: ...
    def named(self, text: str, most: int) -> list[Debtor]:
        """Accounts whose customer_ref is this, or whose name has it in it, whatever its case."""
