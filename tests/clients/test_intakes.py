"""How a customer came to us, in the documented shapes, and at the stand-in."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from clients.intakes import IntakesReader
from clients.partner_center import PartnerCenterClient
from core.domain.customers import CustomerKey
from core.ports.outside import Missing, Unreachable
from tests.clients.scripted import KEY, PartnerScript, listed, said
from tests.sandbox.partner_center_desk import Desk

AGREED = {
    "primaryContact": {"firstName": "Tania", "lastName": "Carr", "email": "t@contoso.example"},
    "templateId": "998b88de-aa99-4388-a42c-1b3517d49490",
    "dateAgreed": "2026-05-29T00:00:00Z",
    "type": "MicrosoftCustomerAgreement",
    "agreementLink": "https://aka.example/agreement",
}
EARLIER = AGREED | {"dateAgreed": "2024-01-15T10:00:00Z"}


def reader(answer: dict[str, Any]) -> IntakesReader:
    return IntakesReader(PartnerScript(said(answer)).client().lines)


@pytest.mark.parametrize(
    ("items", "agreed"),
    [
        ([AGREED], (True, date(2026, 5, 29))),
        ([AGREED, EARLIER], (True, date(2024, 1, 15))),
        ([AGREED | {"dateAgreed": "0001-01-01T00:00:00"}], (True, None)),
        ([AGREED | {"type": "MicrosoftCloudAgreement"}], (False, None)),
        ([], (False, None)),
    ],
    ids=["once", "twice", "no date", "another kind", "none"],
)
def test_the_agreement(items: list[dict[str, Any]], agreed: tuple[bool, date | None]) -> None:
    assert reader(listed(items)).agreed(KEY) == agreed


@pytest.mark.parametrize(
    ("profile", "country"),
    [
        ({"defaultAddress": {"country": "DE"}}, "DE"),
        ({"DefaultAddress": {"Country": "de"}}, "DE"),
        ({"defaultAddress": {"country": "Germany"}}, ""),
        ({"defaultAddress": None}, ""),
        ({}, ""),
    ],
    ids=["as documented", "in pascal case", "no code", "null", "nothing"],
)
def test_the_country_of_the_bill(profile: dict[str, Any], country: str) -> None:
    assert reader(profile).billing_country(KEY) == country


def test_what_is_no_tenant_is_never_asked_for() -> None:
    made = reader({})
    for ask in (made.billing_country, made.agreed):
        with pytest.raises(Missing):
            ask(CustomerKey("main", "../customers"))


# The stand-in


def test_the_stand_in_knows_who_agreed(desk: Desk, client: PartnerCenterClient) -> None:
    made = IntakesReader(client.lines)
    key = CustomerKey("main", desk.subscription("lumen-labs", "Azure plan")[0])
    agreed, on = made.agreed(key)
    assert agreed and on is not None
    assert made.billing_country(key) != ""

    desk.portal(customer_id=key.tenant_id, set={"agreement": False})
    assert made.agreed(key) == (False, None)
    desk.portal(customer_id=key.tenant_id, set={"agreement": True})
    assert made.agreed(key) == (agreed, on)


def test_another_cloud_is_not_asked_for_agreements(client: PartnerCenterClient) -> None:
    with pytest.raises(Unreachable, match="has no customer agreements"):
        IntakesReader(client.lines).agreed(CustomerKey("china", KEY.tenant_id))
