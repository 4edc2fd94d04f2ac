"""Holds for many customers at once: whom they would touch, before any is placed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.domain.agreement_errors import HoldUnfit, NobodyTouched, Unfit
from core.domain.customers import Customer
from core.domain.holds import HoldKind
from core.domain.people import AccountKey
from core.dossiers import CHUNK, facts_in
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.finding import person_with
from core.usecases.holds import Wish, checked


@dataclass(frozen=True, slots=True)
class Scope:
    """One country (ISO 3166 alpha-2) or one tag, of which exactly one is given."""

    country: str = ""
    tag: str = ""

    def __str__(self) -> str:
        return f"country {self.country}" if self.country else f"tag {self.tag}"


@dataclass(frozen=True, slots=True)
class Preview:
    wish: Wish
    scope: str
    customers: tuple[Customer, ...]


def preview(wish: Wish, scope: Scope, account: AccountKey, *, office: Office) -> Preview:
    """Whom it would be for. Raises NobodyTouched, HoldUnfit, ReasonMissing, NoRole, NotEligible."""
    if wish.kind is HoldKind.VIP:
        raise HoldUnfit(why=Unfit.VOTER_MISSING)
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        checked(work, wish, office.today(office.clock()))
        found = tuple(_touched(work, scope, office))
    if not found:
        raise NobodyTouched(scope=str(scope))
    return Preview(wish, str(scope), found)


def _touched(work: Work, scope: Scope, office: Office) -> Iterator[Customer]:
    customers = work.customers.all()
    if scope.country:
        wanted = scope.country.upper()
        yield from (one for one in customers if one.country.upper() == wanted)
        return
    rules, today = work.policies.current().rules, office.today(office.clock())
    for start in range(0, len(customers), CHUNK):
        some = customers[start : start + CHUNK]
        dossiers = work.dossiers.of([one.key for one in some])
        for one in some:
            facts = facts_in(dossiers[one.key], today, rules=rules, office=office)
            if scope.tag in facts.all_tags(today):
                yield one
