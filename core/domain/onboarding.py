"""How a customer came to us: a throw-away mail domain, countries that do not match, no agreement.
Only lists at hand are asked; nothing is looked up anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LIST = Path(__file__).parent / "lists" / "disposable_domains.txt"
# Country codes that are sold to anybody anywhere, and the one that is none.
SOLD = """
ac ag ai am bz cc cd dj fm gg gl gs im io is la lc li ly me ms mu nu pw sc sh so st tk to tv vc vg
ws eu
"""
SOLD_TO_ANYBODY = frozenset(SOLD.split())
RENAMED = {"UK": "GB"}


@cache
def disposable_domains() -> frozenset[str]:
    """The list that comes with the program."""
    return domains_in(LIST.read_text(encoding="utf-8"))


def domains_in(text: str) -> frozenset[str]:
    """One domain a line, in any letters; what follows # is a remark."""
    lines = (line.partition("#")[0].strip().lower().strip(".") for line in text.splitlines())
    return frozenset(line for line in lines if line)


def listed_as(domain: str, domains: Set[str]) -> str:
    """The entry of the list by which this domain, or one above it, is meant; empty for none."""
    parts = domain.strip().lower().strip(".").split(".")
    names = (".".join(parts[start:]) for start in range(len(parts) - 1))
    return next((name for name in names if name in domains), "")


def domain_of(address: str) -> str:
    """What follows the last @ of a mail address; empty without one."""
    return address.rpartition("@")[2].strip().lower() if "@" in address else ""


def country_of_domain(domain: str) -> str:
    """The country (ISO 3166 alpha-2) whose domain it is; empty where that says nothing."""
    last = domain.strip().lower().strip(".").rpartition(".")[2]
    if len(last) != 2 or not last.isalpha() or not last.isascii() or last in SOLD_TO_ANYBODY:
        return ""
    return RENAMED.get(last.upper(), last.upper())


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Countries as each place says them; those that say nothing are empty."""

    company: str
    billing: str
    domain: str
    strength: int


BILLING_DIFFERS, DOMAIN_DIFFERS, BOTH_DIFFER = 70, 50, 100


def mismatch(company: str, billing: str, domains: Iterable[str]) -> Mismatch | None:
    """The country of the company against that of its billing profile and of its domains. One domain
    at home is enough."""
    countries = sorted(filter(None, map(country_of_domain, domains)))
    home = company or billing
    abroad = next((one for one in countries if one != home), "")
    by_billing = bool(company and billing and company != billing)
    by_domain = bool(home and abroad and home not in countries)
    if not by_billing and not by_domain:
        return None
    strength = BILLING_DIFFERS if by_billing else DOMAIN_DIFFERS
    if by_billing and by_domain:
        strength = BOTH_DIFFER
    return Mismatch(company, billing, abroad if by_domain else "", strength)
