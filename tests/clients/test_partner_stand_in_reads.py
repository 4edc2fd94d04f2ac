"""Reading from the sandbox's stand-in, over real connections."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from clients.partner_center import PartnerCenterClient
from core.domain.customers import CustomerKey, Generation
from core.ports.outside import Missing, Unreachable
from sandbox.data import partner
from tests.clients.stand_in import (
    CONTOSO,
    NORDWIND,
    PREMIUM,
    requests,
)
from tests.sandbox.partner_center_desk import Desk


@pytest.mark.parametrize("bom", ["none", "lists", "all"])
def test_all_customers_come_over_several_pages(
    desk: Desk, client: PartnerCenterClient, bom: str
) -> None:
    desk.options(page_size=4, bom=bom)

    found = list(client.customers("main"))

    truth = [customer["id"] for customer in desk.control("customers?account=main")]
    assert [customer.key.tenant_id for customer in found] == truth
    assert len(found) >= 40
    assert all(customer.name and customer.domain for customer in found)
    pages = [one for one in requests(desk, "GET") if "/customers" in one["path"]]
    assert len(pages) == -(-len(truth) // 4)


def test_each_account_signs_in_for_itself(desk: Desk, client: PartnerCenterClient) -> None:
    names = {customer.name for customer in client.customers("china")}

    assert len(names) == 4 and "上海瀚林医疗科技有限公司" in names
    assert client.accounts() == ("main", "china")


def test_one_customer_comes_with_its_country(client: PartnerCenterClient) -> None:
    found = client.customer(CONTOSO)

    assert (found.key, found.name) == (CONTOSO, "Contoso Handels GmbH")
    assert (found.domain, found.country) == ("contoso.example", "DE")
    assert found.relationship == "reseller"


def test_subscriptions_of_every_customer_are_understood(
    desk: Desk, client: PartnerCenterClient
) -> None:
    kinds = set()
    for account in client.accounts():
        for customer in client.customers(account):
            for found in client.subscriptions(customer.key):
                kinds.add(found.generation)
                assert found.name
                if found.generation is Generation.AZURE:
                    assert found.parent_id and found.status in {"active", "inactive", "disabled"}
                else:
                    assert found.etag and found.quantity
                    assert found.status in {"active", "suspended", "deleted"}

    assert kinds == set(Generation) - {Generation.UNKNOWN}


def test_an_add_on_knows_its_base(client: PartnerCenterClient) -> None:
    found = client.subscriptions(NORDWIND)

    (addon,) = (one for one in found if one.is_addon())
    assert addon.parent_id in {one.subscription_id for one in found}


def test_a_subscription_as_read(client: PartnerCenterClient) -> None:
    found = client.read(CONTOSO, PREMIUM).subscription

    assert (found.status, found.quantity, found.auto_renew) == ("active", 45, True)
    assert found.commitment_ends == datetime(2027, 3, 31, 23, 59, 59, tzinfo=UTC)
    assert found.offer_name == "Microsoft 365 Business Premium"


def test_what_is_not_there_is_missing(desk: Desk, client: PartnerCenterClient) -> None:
    with pytest.raises(Missing):
        client.customer(CustomerKey("main", str(uuid4())))
    with pytest.raises(Missing):
        client.read(CONTOSO, str(uuid4()))

    desk.portal(customer_id=partner.CONTOSO, set={"relationshipToPartner": "none"})
    with pytest.raises(Missing, match="20002"):
        client.subscriptions(CONTOSO)


@pytest.mark.parametrize("kind", ["timeout_before", "reset_after", "truncated", "status"])
@pytest.mark.parametrize("target", ["partner-center", "token"])
def test_a_read_survives_two_failures(
    desk: Desk, client: PartnerCenterClient, target: str, kind: str
) -> None:
    desk.fault(kind, target=target, times=2)

    assert client.read(CONTOSO, PREMIUM).subscription.status == "active"


def test_a_read_gives_up_after_three(desk: Desk, client: PartnerCenterClient) -> None:
    desk.fault("status", times=9, status=503)

    with pytest.raises(Unreachable, match="503"):
        client.read(CONTOSO, PREMIUM)

    assert len([one for one in requests(desk, "GET") if one["status"] == 503]) == 3


def test_a_throttled_read_knows_when_to_come_back(desk: Desk, client: PartnerCenterClient) -> None:
    desk.fault("throttle", retry_after=57)

    with pytest.raises(Unreachable) as raised:
        client.read(CONTOSO, PREMIUM)

    assert raised.value.retry_after == 57
