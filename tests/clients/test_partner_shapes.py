"""Partner Center's JSON in our words: both casings, numbers for names, dates that mean none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from clients import partner_fields as fields
from clients import partner_shapes as shapes
from core.domain.customers import Generation
from core.ports.outside import Unreachable
from tests.clients.scripted import KEY, SUBSCRIPTION, TENANT

NEW = "CFQ7TTC0LCHC:0002:CFQ7TTC0L26W"
LEGACY = "796b6b5f-613c-4e24-a17c-eba730d49c02"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"offerId": NEW, "termDuration": "P1Y", "billingType": "license"}, "new-commerce"),
        ({"offerId": NEW, "billingCycle": "none"}, "new-commerce"),
        ({"offerId": "", "cancellationAllowedUntilDate": "2026-04-08T00:00:00Z"}, "new-commerce"),
        ({"offerId": LEGACY, "billingType": "license"}, "legacy"),
        ({"offerId": LEGACY.upper()}, "legacy"),
        ({"offerId": "MS-AZR-0145P", "billingType": "usage"}, "legacy"),
        ({"offerId": "DZH318Z0BPS6:0001:DZH318Z0BML0", "billingType": "usage"}, "azure-plan"),
        ({"offerId": "DZH318Z0BPS6:0001:DZH318Z0BML0", "billingType": 1}, "azure-plan"),
        ({"offerId": NEW, "billingCycle": "one_time", "contractType": "productKey"}, "software"),
        ({"offerId": NEW, "productType": {"id": "Software"}}, "software"),
        ({"offerId": NEW, "billingCycle": "one_time"}, "software"),
        ({"offerId": NEW, "billingCycle": "one_time", "termDuration": "P1Y"}, "new-commerce"),
        ({"offerId": "something else", "billingType": "usage"}, "unknown"),
        ({"offerId": "a:b"}, "unknown"),
        ({"offerId": LEGACY, "cancellationAllowedUntilDate": "0001-01-01T00:00:00"}, "legacy"),
        ({}, "unknown"),
    ],
)
def test_the_generation_is_told_by_how_it_is_sold(fields: dict[str, object], expected: str) -> None:
    assert shapes.generation(fields) is Generation(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2027-03-31T23:59:59Z", datetime(2027, 3, 31, 23, 59, 59, tzinfo=UTC)),
        ("2027-03-31T23:59:59.9970000Z", datetime(2027, 3, 31, 23, 59, 59, 997000, tzinfo=UTC)),
        ("2027-03-31T23:59:59", datetime(2027, 3, 31, 23, 59, 59, tzinfo=UTC)),
        ("2027-04-01T01:00:00+02:00", datetime(2027, 3, 31, 23, tzinfo=UTC)),
        ("2027-03-31", datetime(2027, 3, 31, tzinfo=UTC)),
        ("9999-12-31T23:59:59.9970000", None),
        ("9999-12-31T23:59:59-08:00", None),
        ("0001-01-01T00:00:00", None),
        ("0001-01-01T00:00:00+02:00", None),
        ("next year", None),
        ("", None),
        (None, None),
        (17, None),
    ],
)
def test_dates(text: object, expected: datetime | None) -> None:
    assert fields.instant(text) == expected


def test_a_subscription_in_pascal_case_and_numbers() -> None:
    said = fields.resource(
        {
            "Id": SUBSCRIPTION.upper(),
            "OfferId": NEW,
            "OfferName": "Business Premium",
            "FriendlyName": "Ours",
            "Status": 1,
            "Quantity": "45",
            "ParentSubscriptionId": TENANT,
            "AutoRenewEnabled": "true",
            "CommitmentEndDate": "2027-03-31T00:00:00Z",
            "SuspensionReasons": "Expiration",
            "Attributes": {"Etag": '"abc="', "ObjectType": "Subscription"},
        }
    )

    found = shapes.subscription(said, KEY, None)

    assert found.subscription_id == SUBSCRIPTION
    assert (found.name, found.offer_name) == ("Ours", "Business Premium")
    assert (found.status, found.quantity, found.auto_renew) == ("active", 45, True)
    assert found.parent_id == TENANT and found.is_addon()
    assert found.suspension_reasons == ("Expiration",)
    assert found.etag == "abc="
    assert said["attributes"] == {"etag": '"abc="', "objectType": "Subscription"}


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("Active", "active"),
        ("suspended", "suspended"),
        ("expired", "expired"),
        ("brand_new_status", "brand_new_status"),
        (0, "none"),
        (1, "active"),
        (2, "2"),
        (7, "7"),
        (None, "unknown"),
        (True, "unknown"),
    ],
)
def test_a_status_is_an_open_word(status: object, expected: str) -> None:
    said = {"id": SUBSCRIPTION, "status": status}

    assert shapes.subscription(said, KEY, None).status == expected


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        (4, 4), (4.0, 4), ("4", 4), (None, 0), (True, 0), ("many", 0),
        (float("inf"), 0), (2**31, 0), ("9" * 5000, 0),
    ],
)  # fmt: skip
def test_a_quantity(quantity: object, expected: int) -> None:
    said = {"id": SUBSCRIPTION, "quantity": quantity}

    assert shapes.subscription(said, KEY, None).quantity == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [("12.50", "12.50"), (0, "0"), ("1e999999", None), (1e15, None), ("1e-999999", None)],
)
def test_an_amount_that_nobody_can_mean_is_none(said: object, expected: str | None) -> None:
    found = fields.money({"price": said}, "price", "EUR")
    assert (str(found.amount) if found is not None else None) == expected


@pytest.mark.parametrize("etag", ["", "a b", "a\r\nX: y", 'a"b', "é", "x" * 1001, None, 3])
def test_an_etag_that_fits_no_header_is_none(etag: object) -> None:
    assert shapes.etag({"attributes": {"etag": etag}}) == ""


@pytest.mark.parametrize(
    ("reasons", "expected"),
    [([], ()), (None, ()), (["Expiration"], ("Expiration",)), ([3, ""], ("3",)), ("A", ("A",))],
)
def test_suspension_reasons(reasons: object, expected: tuple[str, ...]) -> None:
    said = {"id": SUBSCRIPTION, "suspensionReasons": reasons}

    assert shapes.subscription(said, KEY, None).suspension_reasons == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({"country": "DE"}, "DE"),
        ({"country": "de"}, "DE"),
        ({"country": "Germany"}, ""),
        ({"country": None}, ""),
        (None, ""),
    ],
)
def test_a_country_is_a_code(address: object, expected: str) -> None:
    assert shapes.country({"address": address}) == expected


def test_what_has_no_guid_is_left_out_of_lists_and_no_answer_alone() -> None:
    bad: list[dict[str, object]] = [{"id": "../customers"}, {"id": 17}, {}]

    assert shapes.customers([*bad, {"id": TENANT}], "main", None)[0].key == KEY
    assert len(shapes.subscriptions([*bad, {"id": SUBSCRIPTION}], KEY, None)) == 1
    for said in bad:
        with pytest.raises(Unreachable):
            shapes.subscription(said, KEY, None)
        with pytest.raises(Unreachable):
            shapes.customer(said, "main", None)


@pytest.mark.parametrize("answer", [None, 3, "text", {}, {"items": None}, {"items": [3]}])
def test_what_is_no_list_is_no_answer(answer: object) -> None:
    with pytest.raises(Unreachable):
        fields.items(answer)


def test_a_list_may_come_without_its_envelope() -> None:
    assert fields.items([{"Id": "x"}]) == fields.items({"Items": [{"id": "x"}]}) == [{"id": "x"}]
