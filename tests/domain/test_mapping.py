"""Who an account in the books may be: reasons, how sure they are, and when there is no proposal."""

from __future__ import annotations

import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.business_names import core_of, likeness, registration_of
from core.domain.customers import Customer, CustomerKey
from core.domain.mapping import (
    LedgerAccount,
    Reason,
    Strength,
    common_domains,
    index,
    public_domains,
    suggest,
)

NORDWIND = Customer(
    CustomerKey("main", "n"),
    "Nordwind Logistik GmbH",
    "nordwind.de",
    "DE",
    registration="HRB 12345",
)
OSTSEE = Customer(CustomerKey("main", "o"), "Ostsee Druck KG", "ostsee.onmicrosoft.com", "DE")
MARU = Customer(CustomerKey("seoul", "m"), "주식회사 마루푸드", "marufoods.co.kr", "KR")
HANLIN = Customer(CustomerKey("china", "h"), "上海汉林医疗有限公司", "hanlin.cn", "CN")
TWINS = (
    Customer(CustomerKey("main", "t1"), "Twin Ltd", "twin.example", "GB"),
    Customer(CustomerKey("resold", "t1"), "Twin Limited", "twin.example", "GB"),
)
EVERYBODY = (NORDWIND, OSTSEE, MARU, HANLIN, *TWINS)
TENANTS = index(EVERYBODY)


def an_account(name: str = "Somebody", **facts: object) -> LedgerAccount:
    mail = facts.pop("mail", "")
    domains = tuple(str(mail).split())
    return replace(LedgerAccount("erp", "1", name, domains=domains), **facts)  # type: ignore[arg-type]


CASES = {
    "tenant id": (an_account(tenant_id="n"), NORDWIND, Strength.SURE, {Reason.TENANT_ID}),
    "registration": (
        an_account(registration="hrb-123.45"), NORDWIND, Strength.SURE, {Reason.REGISTRATION},
    ),
    "domain and name": (
        an_account("NORDWIND Logistik", mail="nordwind.de"), NORDWIND, Strength.SURE,
        {Reason.MAIL_DOMAIN, Reason.SAME_NAME},
    ),
    "domain alone": (
        an_account(mail="nordwind.de"), NORDWIND, Strength.LIKELY, {Reason.MAIL_DOMAIN},
    ),
    "a domain below it": (
        an_account(mail="rechnung.nordwind.de"), NORDWIND, Strength.LIKELY, {Reason.MAIL_DOMAIN},
    ),
    "name alone": (
        an_account("nordwind-logistik G.m.b.H."), NORDWIND, Strength.LIKELY, {Reason.SAME_NAME},
    ),
    "a slip in the name": (
        an_account("Nordwind Logistic"), NORDWIND, Strength.MAYBE, {Reason.ALIKE_NAME},
    ),
    "a domain called alike": (
        an_account(mail="ostsee.de"), OSTSEE, Strength.MAYBE, {Reason.ALIKE_DOMAIN},
    ),
    "a Korean form at the end": (
        an_account("마루푸드(주)"), MARU, Strength.LIKELY, {Reason.SAME_NAME},
    ),
    "Chinese, in full width": (
        an_account("上海汉林医疗 有限公司"), HANLIN, Strength.LIKELY, {Reason.SAME_NAME},
    ),
    "the same name in another country": (
        an_account("Nordwind Logistik", mail="nordwind.fr"), NORDWIND, Strength.MAYBE,
        {Reason.SAME_NAME, Reason.ALIKE_DOMAIN, Reason.OTHER_COUNTRY},
    ),
    "a number against a country": (
        an_account(registration="HRB12345", mail="somewhere.fr"), NORDWIND, Strength.SURE,
        {Reason.REGISTRATION, Reason.OTHER_COUNTRY},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_one_tenant_is_proposed_with_its_reasons(case: str) -> None:
    account, customer, strength, reasons = CASES[case]
    (found,) = suggest(account, TENANTS)
    assert (found.customer, found.strength) == (customer.key, strength)
    assert set(found.reasons) == reasons and found.account == ("erp", "1")


NOBODY = {
    "another name": an_account("Elbe Spedition"),
    "a public mail domain": an_account(mail="gmail.com"),
    "a name of one word that is short": an_account("Ost"),
    "another number in it": an_account("Nordwind Logistik 2"),
    "no name at all": an_account("..."),
    "a number that is too short": an_account(registration="12345"[:4]),
}


@pytest.mark.parametrize("case", NOBODY)
def test_where_nothing_speaks_for_anybody_nobody_is_named(case: str) -> None:
    assert suggest(NOBODY[case], TENANTS) == ()


SEVERAL = {
    "a tenant of two partner accounts": an_account(tenant_id="t1"),
    "a name of two": an_account("Twin"),
    "a domain of two": an_account(mail="twin.example"),
    "a domain of one, a name of another": an_account("Ostsee Druck", mail="nordwind.de"),
    "addresses at two": an_account(mail="nordwind.de marufoods.co.kr"),
}


@pytest.mark.parametrize("case", SEVERAL)
def test_where_several_may_be_meant_there_are_candidates_and_no_proposal(case: str) -> None:
    found = suggest(SEVERAL[case], TENANTS)
    assert len(found) == 2 and not any(one.is_proposal() for one in found)


def test_a_shared_domain_does_not_hide_what_the_name_says() -> None:
    tenants = index([*EVERYBODY, Customer(CustomerKey("main", "e"), "Elbe AG", "twin.example")])
    (found,) = suggest(an_account("Elbe", mail="twin.example"), tenants)
    assert (found.customer.tenant_id, found.strength) == ("e", Strength.LIKELY)
    assert set(found.reasons) == {Reason.SAME_NAME, Reason.SHARED_DOMAIN}


def test_nobody_is_proposed_again_who_was_turned_down() -> None:
    account = an_account("Nordwind Logistik", mail="nordwind.de")
    assert suggest(account, TENANTS, never={NORDWIND.key}) == ()


def test_a_domain_where_bills_of_many_companies_go_says_nothing() -> None:
    clients = [an_account(f"Company {name}", mail="books.example") for name in "abcd"]
    same = [an_account(f"Nordwind {form}", mail="nordwind.de") for form in ("GmbH", "AG", "KG")]
    assert common_domains([*clients, *same]) == {"books.example"}
    assert suggest(an_account(mail="nordwind.de"), TENANTS, common={"nordwind.de"}) == ()


def test_every_public_domain_is_one() -> None:
    assert {"gmail.com", "web.de", "naver.com", "qq.com"} <= public_domains()
    assert all("." in one and one == one.lower() for one in public_domains())


SAME = {
    "legal forms": ("Contoso Ltd.", "CONTOSO, Limited"),
    "forms of two words": ("Müller GmbH & Co. KG", "Mueller"),
    "umlauts": ("Jäger AG", "Jaeger"),
    "accents": ("Société Générale S.A.", "Societe Generale"),
    "half width": ("ﾔﾏﾀﾞ株式会社", "株式会社ヤマダ"),
    "a form in one sign": ("㈱山田", "山田有限会社"),
    "punctuation": ("A-B_C.D Trading", "abcd trading"),
}


@pytest.mark.parametrize("case", SAME)
def test_names_are_the_same_however_they_are_written(case: str) -> None:
    one, other = SAME[case]
    assert core_of(one) == core_of(other) != ""


def test_a_name_that_is_only_a_legal_form_keeps_it() -> None:
    assert core_of("Co., Ltd.") == "coltd"
    assert core_of("カス") != core_of("ガス"), "a mark that makes another sound is no accent"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("DE 123.456-789", "DE123456789"),
        ("\uff11\uff12\uff13\uff14\uff15", "12345"),
        ("1234", ""),
        ("none", ""),
    ],
)
def test_registration_numbers_are_compared_without_signs(written: str, kept: str) -> None:
    assert registration_of(written) == kept


LETTERS = st.text(string.ascii_letters + " äß.&-山ヤ푸1", max_size=24)


@given(LETTERS, LETTERS)
def test_likeness_is_the_same_from_both_sides(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1


@given(LETTERS.filter(lambda name: len(core_of(name)) > 1))
def test_every_name_is_like_itself(name: str) -> None:
    assert likeness(name, name) == 1


ACCOUNTS = st.builds(
    LedgerAccount,
    source=st.just("erp"),
    customer_ref=st.just("1"),
    name=st.sampled_from(
        ["Nordwind Logistik", "Nordwind Logistic", "Twin", "Ostsee Druck", "Elbe"]
    ),
    tenant_id=st.sampled_from(["", "", "n", "t1", "x"]),
    domains=st.lists(
        st.sampled_from(["nordwind.de", "twin.example", "ostsee.de", "gmail.com"]), max_size=2
    ).map(tuple),
    registration=st.sampled_from(["", "HRB 12345"]),
)


@given(ACCOUNTS, st.permutations(EVERYBODY))
def test_the_order_of_tenants_changes_nothing_and_at_most_one_is_proposed(
    account: LedgerAccount, tenants: list[Customer]
) -> None:
    found = suggest(account, index(tenants))
    assert found == suggest(account, TENANTS)
    proposed = [one for one in found if one.is_proposal()]
    assert not proposed or found == (proposed[0],)
    assert all(one.reasons for one in found)


@given(ACCOUNTS)
def test_a_second_tenant_that_is_just_the_same_leaves_no_proposal(account: LedgerAccount) -> None:
    doubles = [replace(one, key=CustomerKey("other", one.key.tenant_id)) for one in EVERYBODY]
    found = suggest(account, index([*EVERYBODY, *doubles]))
    assert not any(one.is_proposal() for one in found)
