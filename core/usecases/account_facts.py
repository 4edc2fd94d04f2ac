"""What rows of the books say of an account besides what it owes: where its bills go, its number in
a register, and who pays for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from sys import intern

from core.domain.mapping import NOTHING_SAID, AccountFacts
from core.domain.onboarding import domain_of
from core.ports.records import KnownRow, SheetRow
from core.ports.store import Store, Work
from core.usecases.carrying_over import in_parts

# Whose bills go to more domains than this is known by none of them.
MOST_DOMAINS = 3


@dataclass(slots=True)
class Said:
    """Heard while rows stream by; whoever says nothing takes no room."""

    found: dict[str, AccountFacts] = field(default_factory=dict)

    def hear(self, row: SheetRow | KnownRow) -> None:
        if not (row.billing_email or row.registration or row.payer_ref):
            return
        ref = row.customer_ref
        before = self.found.get(ref, NOTHING_SAID)
        payer = row.payer_ref if row.payer_ref != ref else ""
        self.found[ref] = AccountFacts(
            domains=_with(before.domains, domain_of(row.billing_email)),
            registration=before.registration or row.registration,
            payer_ref=before.payer_ref or payer,
        )

    def keep(self, source: str, heard: Iterable[str], *, store: Store) -> None:
        """Write down what differs; of those that were `heard` and say nothing, nothing is known any
        more."""
        with store.reading() as work:
            known = work.mappings.facts(source)
        gone = (ref for ref in heard if ref in known and ref not in self.found)
        now = {**self.found, **dict.fromkeys(gone, NOTHING_SAID)}
        new = [(ref, said) for ref, said in now.items() if said != known.get(ref, NOTHING_SAID)]
        in_parts(new, lambda work, part: _save(work, source, dict(part)), store=store)


def _with(domains: tuple[str, ...], domain: str) -> tuple[str, ...]:
    if not domain or domain in domains or len(domains) > MOST_DOMAINS:
        return domains
    return tuple(sorted((*domains, intern(domain))))


def _save(work: Work, source: str, found: Mapping[str, AccountFacts]) -> None:
    work.mappings.save_facts(source, found)
