"""Microsoft's invoices in the Partner Center stand-in: lines, balance, and being late."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.partner_center_desk import Desk, running

Resource = dict[str, Any]
LEGACY = "provider=office&invoicelineitemtype=billinglineitems"
NEWER = "provider=onetime&invoicelineitemtype=billinglineitems"


@pytest.fixture
def desk() -> Iterator[Desk]:
    with running() as made:
        yield made


@pytest.fixture
def china() -> Iterator[Desk]:
    with running("china") as made:
        yield made


def newest(desk: Desk, kind: str) -> Resource:
    found: list[Resource] = desk.read("invoices")["items"]
    return next(invoice for invoice in found if invoice["invoiceType"] == kind)


def lines(desk: Desk, id: str, query: str) -> list[Resource]:
    found: list[Resource] = desk.read(f"invoices/{id}/lineitems?{query}")["items"]
    return found


def lines_of(desk: Desk, subscription: Resource, *, kind: str = "OneTime") -> list[Resource]:
    name = "subscriptionId" if kind == "OneTime" else "syndicationPartnerSubscriptionNumber"
    query = NEWER if kind == "OneTime" else LEGACY
    found = lines(desk, newest(desk, kind)["id"], query)
    return [line for line in found if line[name] == subscription["id"]]


def turn(desk: Desk, **asked: Any) -> Resource:
    answer = desk.http.post(
        "/sandbox/partner-center/money", json={"account": desk.account} | asked
    )
    assert answer.status_code == 200, answer.text
    shown: Resource = answer.json()
    return shown


def test_three_months_are_listed_the_newest_first(desk: Desk) -> None:
    found = desk.read("invoices")["items"]

    months = [invoice["billingPeriodStartDate"][:7] for invoice in found]
    assert months == ["2026-09"] * 2 + ["2026-08"] * 2 + ["2026-07"] * 2
    assert {invoice["invoiceType"] for invoice in found} == {"Recurring", "OneTime"}
    assert {invoice["currencyCode"] for invoice in found} == {"EUR"}
    desk.move_clock(to="2026-11-07T08:00:00Z")
    assert desk.read("invoices")["items"][0]["billingPeriodStartDate"][:7] == "2026-10"


def test_pages_of_invoices_go_by_offset(desk: Desk) -> None:
    first = desk.read("invoices?size=4")
    second = desk.read(first["links"]["next"]["uri"].lstrip("/"))

    assert (len(first["items"]), len(second["items"])) == (4, 2)
    assert second["totalCount"] == 6
    assert "next" not in second["links"]


def test_only_one_invoice_alone_says_where_its_document_lies(desk: Desk) -> None:
    one = newest(desk, "OneTime")

    assert "pdfDownloadLink" not in one
    assert desk.read(f"invoices/{one['id']}")["pdfDownloadLink"]
    assert desk.get("invoices/G1").status_code == 404


@pytest.mark.parametrize(("kind", "query"), [("Recurring", LEGACY), ("OneTime", NEWER)])
def test_the_lines_add_up_to_the_invoice(desk: Desk, kind: str, query: str) -> None:
    invoice = newest(desk, kind)

    found = lines(desk, invoice["id"], query)

    added = sum(Decimal(str(line["totalForCustomer"])) for line in found)
    assert added == Decimal(str(invoice["totalCharges"])) > 0


def test_a_legacy_line_hides_the_subscription_in_another_field(desk: Desk) -> None:
    _, legacy = desk.subscription("nordwind-logistik", "Office 365 E3")

    (line,) = lines_of(desk, legacy, kind="Recurring")

    assert line["subscriptionId"] != legacy["id"]
    assert (line["unitPrice"], line["quantity"], line["amount"]) == (22.6, 12, 271.2)
    assert line["billingCycleType"] == "Monthly"


def test_a_line_of_new_commerce_names_its_subscription_and_its_price(desk: Desk) -> None:
    _, premium = desk.subscription("contoso", "Microsoft 365 Business Premium")

    (line,) = lines_of(desk, premium)

    assert (line["unitPrice"], line["quantity"], line["subtotal"]) == (21.3, 45, 958.5)
    assert (line["chargeType"], line["chargeStartDate"][:10]) == ("Cycle fee", "2026-09-01")


def test_lines_of_the_new_kind_are_paged_by_token_and_the_link_lacks_a_letter(desk: Desk) -> None:
    id = newest(desk, "OneTime")["id"]
    whole = [line["subscriptionId"] for line in lines(desk, id, NEWER)]

    page = desk.read(f"invoices/{id}/lineitems/OneTime/BillingLineItems?size=60")
    seen = list(page["items"])
    while link := page["links"].get("next"):
        assert "&nvoicelineitemtype=" in link["uri"]
        headers = {one["key"]: one["value"] for one in link["headers"]}
        page = desk.get(link["uri"].lstrip("/"), **headers).json()
        seen += page["items"]

    assert [line["subscriptionId"] for line in seen] == whole
    assert len(whole) > 120


def test_an_invoice_has_no_lines_of_another_provider(desk: Desk) -> None:
    id = newest(desk, "OneTime")["id"]

    assert lines(desk, id, LEGACY) == []
    assert desk.get(f"invoices/{id}/lineitems?provider=else").status_code == 400


def test_new_commerce_is_billed_while_suspended_and_a_legacy_licence_is_not(desk: Desk) -> None:
    customer, legacy = desk.subscription("nordwind-logistik", "Office 365 E3")
    _, standard = desk.subscription("nordwind-logistik", "Microsoft 365 Business Standard")
    for one in (legacy, standard):
        assert desk.patch(one, customer=customer, status="suspended").status_code == 200

    assert len(lines_of(desk, legacy, kind="Recurring")) == 1
    desk.move_clock(to="2026-12-08T08:00:00Z")

    assert lines_of(desk, legacy, kind="Recurring") == []
    assert len(lines_of(desk, standard)) == 1


def test_azure_is_charged_by_use(desk: Desk) -> None:
    _, plan = desk.subscription("lumen-labs", "Azure plan")

    (line,) = lines_of(desk, plan)

    assert line["totalForCustomer"] == pytest.approx(30 * (312.40 + 41.80))


def test_the_balance_is_what_is_not_paid(desk: Desk) -> None:
    summary = desk.read("invoices/summary")
    open_ = [i["totalCharges"] - i["paidAmount"] for i in desk.read("invoices")["items"]]

    assert summary["balanceAmount"] == pytest.approx(sum(open_))
    assert summary["lastPaymentDate"] == "2026-10-05T00:00:00Z"
    assert [one["invoiceType"] for one in summary["details"]] == ["Recurring", "OneTime"]
    (same,) = desk.read("invoices/summaries")["items"]
    assert same == summary


def test_in_china_there_is_one_kind_and_less_time(china: Desk) -> None:
    found = china.read("invoices")["items"]

    assert {(i["invoiceType"], i["currencyCode"]) for i in found} == {("Recurring", "CNY")}
    assert [i["paidAmount"] > 0 for i in found] == [False, True, True]


def test_nothing_paid_yet_is_a_date_long_ago(desk: Desk) -> None:
    turn(desk, overdue_days=5)

    assert desk.read("invoices/summary")["lastPaymentDate"] == "0001-01-01T00:00:00"


def test_an_invoice_may_be_overdue_and_time_makes_it_worse(desk: Desk) -> None:
    late = [i["overdue_days"] for i in turn(desk, overdue_days=12)["invoices"]]
    assert sorted(late)[-3:] == [0, 12, 12]

    desk.move_clock(advance="P3D")
    shown = desk.control("money?account=main")["invoices"]
    assert max(i["overdue_days"] for i in shown) == 15
    assert max(i["overdue_days"] for i in turn(desk, overdue_days=0)["invoices"]) == 0


@pytest.mark.parametrize(
    ("standing", "status"),
    [
        ({}, 200),
        ({"overdue_days": 60}, 200),
        ({"overdue_days": 61}, 403),
        ({"credit_limit": 1_000_000}, 200),
        ({"credit_limit": 1_000}, 403),
    ],
    ids=["fine", "overdue", "overdue-too-long", "credit-left", "credit-used-up"],
)
def test_who_owes_too_much_buys_nothing_more(desk: Desk, standing: Resource, status: int) -> None:
    customer, premium = desk.subscription("contoso", "Microsoft 365 Business Premium")
    if standing:
        turn(desk, **standing)

    assert desk.patch(premium, customer=customer, quantity=46).status_code == status

    as_it_is = desk.control(f"subscriptions/{premium['id']}")
    assert desk.patch(as_it_is, customer=customer, status="suspended").status_code == 200


def test_the_control_says_what_it_takes(desk: Desk) -> None:
    answer = desk.http.post("/sandbox/partner-center/money", json={"account": "main", "x": 1})

    assert (answer.status_code, "overdue_days" in answer.json()["error"]) == (400, True)
