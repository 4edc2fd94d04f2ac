"""Hints become reads: once, together, and never more than that."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.domain.customers import CustomerKey
from core.domain.events import FraudReported
from core.domain.hints import Notice, Wants
from core.ports.engine import Delivery, Later
from core.usecases.hints import GATHERED, HINT, MOST_NAMES, Follower, heard, take
from tests.clients.scripted import CUSTOMER, TENANT, PartnerScript, listed, said
from tests.installation import DATABASE
from tests.office import MONDAY, Desk, contoso

UPDATED, FRAUD = "subscription-updated", "azure-fraud-event-detected"
BOUGHT = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"


def a_notice(
    event: str = UPDATED,
    resource: str = f"/v1/customers/{TENANT}/subscriptions/{BOUGHT}",
    seconds: int = 0,
) -> Notice:
    return Notice("main", event, resource, MONDAY - timedelta(seconds=seconds))


def hints(folder: Path) -> list[tuple[dict[str, Any], datetime | None]]:
    """What was left to be done, and from when on."""
    with sqlite3.connect(folder / DATABASE) as database:
        found = database.execute(
            "SELECT payload, run_at FROM jobs WHERE kind = ? ORDER BY id", (HINT,)
        ).fetchall()
    return [(json.loads(payload), at and datetime.fromisoformat(at)) for payload, at in found]


def deliver(desk: Desk, script: PartnerScript, payload: dict[str, Any], **readers: Any) -> None:
    named = {Wants(name): reader for name, reader in readers.items()}
    client = script.client()
    try:
        Follower(desk.office, client, named).follow(Delivery(HINT, payload, 1))
    finally:
        client.close()


def test_a_hint_leaves_one_read_after_it(desk: Desk, tmp_path: Path) -> None:
    assert take(a_notice(), office=desk.office)
    [(payload, at)] = hints(tmp_path)
    assert payload == {"wants": "customer", "account": "main", "subject": TENANT}
    assert at is not None
    assert MONDAY < at.astimezone(MONDAY.tzinfo) <= MONDAY + timedelta(seconds=GATHERED)


def test_fifty_of_the_same_are_one_and_fifty_others_are_read_together(
    desk: Desk, tmp_path: Path
) -> None:
    assert [take(a_notice(), office=desk.office) for _ in range(50)].count(True) == 1
    for seconds in range(1, 50):
        assert take(a_notice(seconds=seconds), office=desk.office)
    assert len(hints(tmp_path)) == 1
    with desk.store.reading() as work:
        [counted] = heard(work, "main")
    assert (counted.event, counted.times, counted.last) == (UPDATED, 50, MONDAY)


def test_whatever_comes_after_the_read_is_read_again(desk: Desk, tmp_path: Path) -> None:
    take(a_notice(), office=desk.office)
    desk.now += timedelta(seconds=GATHERED)
    take(a_notice(seconds=1), office=desk.office)
    assert len(hints(tmp_path)) == 2


def test_a_delivery_is_known_again_for_a_week(desk: Desk) -> None:
    assert take(a_notice(), office=desk.office)
    desk.now += timedelta(days=6)
    assert not take(a_notice(), office=desk.office)


@pytest.mark.parametrize(
    ("event", "resource"),
    [
        ("something-of-next-year", f"/v1/customers/{TENANT}"),
        ("test-created", f"/webhooks/v1/registration/validationEvents/{BOUGHT}"),
        (UPDATED, "/v1/customers/usagerecords"),
    ],
)
def test_an_event_that_says_nothing_to_us_is_counted_and_nothing_is_done(
    desk: Desk, tmp_path: Path, event: str, resource: str
) -> None:
    assert take(a_notice(event, resource), office=desk.office)
    assert hints(tmp_path) == []
    with desk.store.reading() as work:
        assert [one.event for one in heard(work, "main")] == [event]


def test_names_without_end_do_not_fill_the_database(desk: Desk) -> None:
    for number in range(MOST_NAMES + 20):
        take(a_notice(f"event-{number}"), office=desk.office)
    with desk.store.reading() as work:
        counted = {one.event: one.times for one in heard(work, "main")}
    assert len(counted) == MOST_NAMES + 1
    assert counted["other"] == 20


def test_a_customer_is_read_by_its_id_and_from_nowhere_else(desk: Desk) -> None:
    script = PartnerScript(said(CUSTOMER), said({"address": {"country": "DE"}}), said(listed([])))
    deliver(desk, script, {"wants": "customer", "account": "main", "subject": TENANT})
    assert {request.url.host for request in script.requests} == {"127.0.0.1"}
    assert script.requests[0].url.path.endswith(f"/v1/customers/{TENANT}")
    with desk.store.reading() as work:
        found = work.customers.get(CustomerKey("main", TENANT))
    assert found is not None and found.name == "Contoso"


def test_while_partner_center_does_not_answer_the_hint_waits(desk: Desk) -> None:
    script = PartnerScript(said({}, 429, Retry_After="77"))
    with pytest.raises(Later) as later:
        deliver(desk, script, {"wants": "customer", "account": "main", "subject": TENANT})
    assert later.value.seconds == 77


def test_an_invoice_or_usage_is_read_for_the_whole_account(desk: Desk, tmp_path: Path) -> None:
    take(a_notice("invoice-ready", "/v1/invoices/G000024135"), office=desk.office)
    take(a_notice("usagerecords-thresholdExceeded", "/v1/customers/usagerecords"),
         office=desk.office)  # fmt: skip
    script, read = PartnerScript(said({})), list[str]()
    for payload, _ in hints(tmp_path):
        deliver(desk, script, payload, billing=lambda one: read.append(f"billing {one.name}"))
    assert read == ["billing main"]
    assert script.requests == []


@pytest.mark.parametrize("readable", [True, False], ids=["read", "not to be read"])
def test_a_fraud_event_has_its_subscription_read_and_is_told_where_that_cannot_be(
    desk: Desk, tmp_path: Path, readable: bool
) -> None:
    asked = list[tuple[str, str]]()

    def read(account: str, subscription_id: str) -> bool:
        asked.append((account, subscription_id))
        return readable

    for seconds in (0, 1):
        address = f"/v1/fraudEvents?SubscriptionId={BOUGHT}&EventStatus=Active"
        take(a_notice(FRAUD, address, seconds), office=desk.office)
    [(payload, at)] = hints(tmp_path)
    assert at is None
    client = PartnerScript(said({})).client()
    Follower(desk.office, client, {}, read).follow(Delivery(HINT, payload, 1))
    client.close()
    assert asked == [("main", BOUGHT)]
    with desk.store.reading() as work:
        assert bool(work.events.since(FraudReported, MONDAY)) is not readable
    desk.now += timedelta(seconds=GATHERED)
    take(a_notice(FRAUD, address, 2), office=desk.office)
    assert len(hints(tmp_path)) == 2


def test_a_fraud_event_is_told_once_a_day_for_each_subscription(
    desk: Desk, tmp_path: Path
) -> None:
    key = contoso(desk)
    with desk.store.reading() as work:
        bought = work.customers.subscriptions(key)[0].subscription_id
    for seconds, subscription in enumerate((bought, bought, BOUGHT, BOUGHT)):
        address = f"/v1/fraudEvents?SubscriptionId={subscription}&EventStatus=Active"
        take(a_notice(FRAUD, address, seconds), office=desk.office)
    script = PartnerScript(said({}))
    for payload, at in hints(tmp_path):
        assert at is None
        deliver(desk, script, payload)
        deliver(desk, script, payload)
    with desk.store.reading() as work:
        told = [one.event for one in work.events.since(FraudReported, MONDAY)]
    assert told == [
        FraudReported(account="main", customer=str(key), subscription_id=bought),
        FraudReported(account="main", subscription_id=BOUGHT),
    ]
    assert script.requests == []
