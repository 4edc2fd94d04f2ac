"""Domains that anybody gets for some minutes, and countries that do not match."""

from __future__ import annotations

import pytest

from core.domain.onboarding import (
    Mismatch,
    country_of_domain,
    disposable_domains,
    domain_of,
    domains_in,
    listed_as,
    mismatch,
)


@pytest.mark.parametrize(
    ("domain", "entry"),
    [
        ("mailinator.com", "mailinator.com"),
        ("MX.Mailinator.COM.", "mailinator.com"),
        ("notmailinator.com", ""),
        ("contoso.example", ""),
        ("com", ""),
        ("", ""),
    ],
)
def test_a_domain_is_meant_by_an_entry_above_it(domain: str, entry: str) -> None:
    assert listed_as(domain, disposable_domains()) == entry


def test_a_list_has_one_domain_a_line() -> None:
    assert domains_in("# mine\nThrow.Away \n\n x.example. # seen in May\n") == {
        "throw.away",
        "x.example",
    }
    assert len(disposable_domains()) > 50
    assert all("." in one and " " not in one for one in disposable_domains())


@pytest.mark.parametrize(
    ("domain", "country"),
    [
        ("contoso.de", "DE"),
        ("contoso.co.uk", "GB"),
        ("contoso.com", ""),
        ("contoso.io", ""),
        ("contoso.eu", ""),
        ("contoso.onmicrosoft.com", ""),
        ("例子.中国", ""),
        ("", ""),
    ],
)
def test_the_country_of_a_domain(domain: str, country: str) -> None:
    assert country_of_domain(domain) == country


def test_the_domain_of_an_address() -> None:
    assert domain_of("A@Contoso.DE") == "contoso.de"
    assert domain_of("contoso.de") == ""


@pytest.mark.parametrize(
    ("company", "billing", "domains", "found"),
    [
        ("DE", "DE", ["contoso.de"], None),
        ("DE", "", ["contoso.com"], None),
        ("DE", "KP", ["contoso.com"], Mismatch("DE", "KP", "", 70)),
        ("DE", "", ["contoso.vn"], Mismatch("DE", "", "VN", 50)),
        ("DE", "", ["contoso.vn", "contoso.de"], None),
        ("DE", "NG", ["contoso.vn"], Mismatch("DE", "NG", "VN", 100)),
        ("", "DE", ["contoso.vn"], Mismatch("", "DE", "VN", 50)),
        ("", "", ["contoso.vn"], None),
    ],
    ids=[
        "at home",
        "nothing is said",
        "billed elsewhere",
        "a domain from elsewhere",
        "one domain at home is enough",
        "both",
        "by the billing profile alone",
        "nobody knows where home is",
    ],
)
def test_countries(company: str, billing: str, domains: list[str], found: Mismatch | None) -> None:
    assert mismatch(company, billing, domains) == found
