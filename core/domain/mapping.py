"""Which tenant an account in the books may be: proposals with their reasons. Nobody is mapped by
one; a person confirms it, or says who it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path

from core.domain.business_names import beginnings, core_of, likeness, registration_of
from core.domain.customers import Customer, CustomerKey
from core.domain.onboarding import country_of_domain, domains_in

LIST = Path(__file__).parent / "lists" / "public_mail_domains.txt"
ALIKE = 0.85
# Shorter ones are alike by chance.
LEAST_LETTERS, LEAST_LABEL = 5, 4
# A word that so many begin with tells nobody apart.
MOST_ALIKE = 50
# Nobody picks one of more than that.
MOST_CANDIDATES = 20
# A domain at which so many companies that are called differently have their bills.
MANY_COMPANIES = 4
MICROSOFTS = (".onmicrosoft.com", ".partner.onmschina.cn", ".onmicrosoft.de", ".onmicrosoft.us")
SECOND_LEVEL = frozenset({"co", "com", "or", "ne", "ac", "org", "net", "gov", "edu", "gv"})


class Strength(StrEnum):
    """How much speaks for it. Where several tenants could be meant there is no proposal, and each
    of them is a candidate."""

    SURE = "sure"
    LIKELY = "likely"
    MAYBE = "maybe"
    CANDIDATE = "candidate"


RANKS = (Strength.CANDIDATE, Strength.MAYBE, Strength.LIKELY, Strength.SURE)


class Reason(StrEnum):
    """What speaks for it, or against it."""

    TENANT_ID = "tenant_id"
    REGISTRATION = "registration"
    MAIL_DOMAIN = "mail_domain"
    SAME_NAME = "same_name"
    ALIKE_NAME = "alike_name"
    ALIKE_DOMAIN = "alike_domain"
    SHARED_DOMAIN = "shared_domain"
    OTHER_COUNTRY = "other_country"


# The source and the customer_ref of an account in the books.
LedgerKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What the books say of an account, apart from what it owes: the domains of the addresses that
    its bills go to, its registration number, and the account that pays where it is another."""

    domains: tuple[str, ...] = ()
    registration: str = ""
    payer_ref: str = ""


NOTHING_SAID = AccountFacts()


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody said that an account is not, or no longer, the customer that it was taken for."""

    change_id: str
    source: str
    customer_ref: str
    customer: CustomerKey
    reason: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class LedgerAccount:
    """An account as the books describe it: the domains of the addresses that bills go to, the
    tenant and the registration number that they name, empty where they name none."""

    source: str
    customer_ref: str
    name: str
    tenant_id: str = ""
    domains: tuple[str, ...] = ()
    registration: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A tenant that an account may be."""

    source: str
    customer_ref: str
    customer: CustomerKey
    strength: Strength
    reasons: tuple[Reason, ...]

    @property
    def account(self) -> LedgerKey:
        return self.source, self.customer_ref

    def is_proposal(self) -> bool:
        return self.strength is not Strength.CANDIDATE


@dataclass(frozen=True, slots=True)
class Tenants:
    """All tenants, by whatever an account may have in common with one."""

    by_id: Mapping[str, list[Customer]]
    by_registration: Mapping[str, list[Customer]]
    by_domain: Mapping[str, list[Customer]]
    by_label: Mapping[str, list[Customer]]
    by_core: Mapping[str, list[Customer]]
    by_beginning: Mapping[str, list[Customer]]


def index(customers: Iterable[Customer]) -> Tenants:
    known = list(customers)
    return Tenants(
        by_id=_by(known, lambda one: {one.key.tenant_id}),
        by_registration=_by(known, lambda one: {registration_of(one.registration)}),
        by_domain=_by(known, lambda one: {one.domain}),
        by_label=_by(known, lambda one: {_label(one.domain)}),
        by_core=_by(known, lambda one: {core_of(one.name)}),
        by_beginning=_by(known, lambda one: beginnings(one.name)),
    )


def _by(
    known: Iterable[Customer], names: Callable[[Customer], Set[str]]
) -> dict[str, list[Customer]]:
    found: dict[str, list[Customer]] = {}
    for one in known:
        for name in names(one) - {""}:
            found.setdefault(name, []).append(one)
    return found


@cache
def public_domains() -> frozenset[str]:
    """The list that comes with the program."""
    return domains_in(LIST.read_text(encoding="utf-8"))


def common_domains(accounts: Iterable[LedgerAccount]) -> frozenset[str]:
    """Mail domains that bills of many companies go to: our own, a bookkeeper's."""
    names: dict[str, set[str]] = {}
    for account in accounts:
        for domain in account.domains:
            names.setdefault(domain, set()).add(core_of(account.name))
    return frozenset(domain for domain, found in names.items() if len(found) >= MANY_COMPANIES)


def suggest(
    ledger: LedgerAccount,
    tenants: Tenants,
    common: Set[str] = frozenset(),
    never: Set[CustomerKey] = frozenset(),
) -> tuple[Suggestion, ...]:
    """The one tenant that it may be, or the candidates, best first. `common` are mail domains that
    say nothing of a customer, `never` those that a person turned down. That a tenant has an account
    already speaks neither for it nor against it: a customer may have several."""
    found: dict[CustomerKey, set[Reason]] = {}
    countries: dict[CustomerKey, str] = {}
    for customer, reason in _evidence(ledger, tenants, public_domains() | common):
        if customer.key not in never:
            found.setdefault(customer.key, set()).add(reason)
            countries[customer.key] = customer.country
    home = _country(ledger)
    for key, country in countries.items():
        if home and country and home != country:
            found[key].add(Reason.OTHER_COUNTRY)
    judged = [
        Suggestion(ledger.source, ledger.customer_ref, key, strength_of(why), _ordered(why))
        for key, why in found.items()
    ]
    return _decided(sorted(judged, key=_best_first))


def _evidence(
    ledger: LedgerAccount, tenants: Tenants, no_domains: Set[str]
) -> Iterator[tuple[Customer, Reason]]:
    for one in tenants.by_id.get(ledger.tenant_id, ()):
        yield one, Reason.TENANT_ID
    for one in tenants.by_registration.get(registration_of(ledger.registration), ()):
        yield one, Reason.REGISTRATION
    for domain in sorted(set(ledger.domains) - no_domains):
        yield from _of_domain(domain, tenants)
    mine = core_of(ledger.name)
    for one in tenants.by_core.get(mine, ()) if mine else ():
        yield one, Reason.SAME_NAME
    yield from _alike(ledger.name, tenants)


def _of_domain(domain: str, tenants: Tenants) -> Iterator[tuple[Customer, Reason]]:
    """That, or one above it. One that several have tells nobody apart."""
    parts = domain.split(".")
    above = (".".join(parts[start:]) for start in range(len(parts) - 1))
    same = next((found for one in above if (found := tenants.by_domain.get(one))), [])
    for one in same:
        yield one, Reason.MAIL_DOMAIN if len(same) == 1 else Reason.SHARED_DOMAIN
    label = _label(domain)
    if same or len(label) < LEAST_LABEL:
        return
    for one in tenants.by_label.get(label, ()):
        yield one, Reason.ALIKE_DOMAIN


def _label(domain: str) -> str:
    """The name in a domain: `contoso` of contoso.co.uk and of contoso.onmicrosoft.com."""
    if domain.endswith(MICROSOFTS):
        return domain.partition(".")[0]
    parts = domain.split(".")[:-1]
    if len(parts) > 1 and parts[-1] in SECOND_LEVEL:
        parts.pop()
    return parts[-1] if parts else ""


def _alike(name: str, tenants: Tenants) -> Iterator[tuple[Customer, Reason]]:
    mine, seen = core_of(name), set[CustomerKey]()
    if len(mine) < LEAST_LETTERS:
        return
    for beginning in sorted(beginnings(name)):
        near = tenants.by_beginning.get(beginning, ())
        for one in near if len(near) <= MOST_ALIKE else ():
            if one.key in seen or core_of(one.name) == mine:
                continue
            seen.add(one.key)
            if likeness(name, one.name) >= ALIKE:
                yield one, Reason.ALIKE_NAME


def _country(ledger: LedgerAccount) -> str:
    """As the addresses say it, where they all say the same."""
    said = {country_of_domain(domain) for domain in ledger.domains} - {""}
    return said.pop() if len(said) == 1 else ""


def strength_of(why: Set[Reason]) -> Strength:
    """What a number says, a country does not take back."""
    if why & {Reason.TENANT_ID, Reason.REGISTRATION}:
        return Strength.SURE
    named = bool(why & {Reason.SAME_NAME, Reason.ALIKE_NAME})
    if Reason.MAIL_DOMAIN in why and named:
        found = Strength.SURE
    elif why & {Reason.MAIL_DOMAIN, Reason.SAME_NAME}:
        found = Strength.LIKELY
    elif why & {Reason.ALIKE_NAME, Reason.ALIKE_DOMAIN}:
        found = Strength.MAYBE
    else:
        return Strength.CANDIDATE
    lower = Reason.OTHER_COUNTRY in why
    return RANKS[RANKS.index(found) - lower]


def _ordered(why: Set[Reason]) -> tuple[Reason, ...]:
    return tuple(reason for reason in Reason if reason in why)


def _best_first(one: Suggestion) -> tuple[int, int, CustomerKey]:
    return (-RANKS.index(one.strength), -len(one.reasons), one.customer)


def _decided(found: list[Suggestion]) -> tuple[Suggestion, ...]:
    """A proposal where one is better than all others and nothing of weight speaks for another."""
    if not found:
        return ()
    best, others = found[0], found[1:]
    rivals = [one for one in others if one.strength in {Strength.SURE, Strength.LIKELY}]
    ties = [one for one in others if one.strength is best.strength]
    if best.strength is not Strength.CANDIDATE and not rivals and not ties:
        return (best,)
    return tuple(
        Suggestion(one.source, one.customer_ref, one.customer, Strength.CANDIDATE, one.reasons)
        for one in found[:MOST_CANDIDATES]
    )
