"""What keeps a customer from being chased: holds, promises, old books, documents that vanished."""

from __future__ import annotations

from datetime import date

import pytest

from tests.a_ladder import (
    AT_RISK,
    FLOORS,
    LADDER,
    ON,
    Given,
    customer,
    in_short,
    invoice,
    verdict_of,
    waits_of,
)  # fmt: skip


def hold(kind: str, begins: str = "2026-03-01", until: str | None = None) -> Given:
    return {"kind": kind, "from": begins, "until": until}


def promise(by: str, state: str = "open", amount: str = "1000.00") -> Given:
    return {"currency": "EUR", "amount": amount, "by": by, "state": state}


@pytest.mark.parametrize(
    ("holds", "expected", "waits"),
    [
        ([hold("hardship", until="2026-03-04")], "silenced", [("hardship", "2026-03-04")]),
        ([hold("hardship", until="2026-03-03")], "chasing", []),
        ([hold("hardship", "2026-03-05")], "chasing", []),
        ([hold("hardship", "2026-03-04")], "silenced", [("hardship", None)]),
        ([hold("our_mistake")], "silenced", [("our_mistake", None)]),
        ([hold("insolvency")], "silenced", [("insolvency", None)]),
        ([hold("legal")], "silenced", [("legal", None)]),
        ([hold("enforcement_off")], "silenced", [("enforcement_off", None)]),
        ([hold("says_paid", "2026-03-02")], "silenced", [("says_paid", "2026-03-04")]),
        ([hold("says_paid", "2026-02-27")], "chasing", []),
        ([hold("says_paid", "2026-02-01", str(ON))], "silenced", [("says_paid", "2026-03-04")]),
        ([hold("vip")], "chasing", []),
        ([hold("legal"), hold("vip")], "silenced", [("legal", None)]),
    ],
    ids=[
        "last day", "over", "of tomorrow", "first day", "our mistake", "insolvency", "legal",
        "enforcement off", "believed", "believed no longer", "believed until a day", "vip", "two",
    ],
)  # fmt: skip
def test_holds_silence(
    holds: list[Given], expected: str, waits: list[tuple[str, str | None]]
) -> None:
    verdict = verdict_of(AT_RISK | {"holds": holds})
    stage = "suspension" if expected == "chasing" else None
    assert in_short(verdict) == (expected, stage)
    assert waits_of(verdict) == [("hold", name, until) for name, until in waits]
    assert verdict.days_overdue == 60


def test_a_protected_customer_is_reminded_and_not_suspended() -> None:
    verdict = verdict_of(AT_RISK | {"holds": [hold("protected", until="2026-12-31")]})
    assert in_short(verdict) == ("chasing", "final")
    assert waits_of(verdict) == [("hold", "protected", "2026-12-31")]
    tagged = LADDER.replace('not_tags = ["reseller"]', 'not_tags = ["vip"]')
    assert in_short(verdict_of(AT_RISK | {"holds": [hold("vip")]}, policy=tagged))[1] == "final"


def test_a_reply_that_nobody_read_silences() -> None:
    verdict = verdict_of(AT_RISK | {"unread_since": "2026-03-04"})
    assert in_short(verdict) == ("silenced", None)
    assert waits_of(verdict) == [("hold", "unread_reply", None)]
    assert in_short(verdict_of(AT_RISK | {"unread_since": "2026-03-05"}))[0] == "chasing"


@pytest.mark.parametrize(
    ("promises", "on", "expected"),
    [
        ([promise("2026-03-03")], "2026-03-05", "silenced"),
        ([promise("2026-03-03")], "2026-03-06", "chasing"),
        ([promise("2026-02-27")], "2026-03-03", "silenced"),
        ([promise("2026-02-27")], "2026-03-04", "chasing"),
        ([promise("2026-04-02")], "2026-04-08", "silenced"),
        ([promise("2026-04-02")], "2026-04-09", "chasing"),
        ([promise("2026-03-20")], "2026-03-04", "silenced"),
        ([promise("2026-03-20", amount="1.00")], "2026-03-04", "silenced"),
        ([promise("2026-03-20", amount="0.00")], "2026-03-04", "chasing"),
        ([promise("2026-03-20", "kept")], "2026-03-04", "chasing"),
        ([promise("2026-03-20", "broken")], "2026-03-04", "chasing"),
        ([promise("2026-03-20", "cancelled")], "2026-03-04", "chasing"),
    ],
    ids=[
        "second business day", "third", "over a weekend", "weekend over", "over easter",
        "easter over", "to come", "of a part", "of nothing", "kept", "broken", "cancelled",
    ],
)  # fmt: skip
def test_an_open_promise_silences_for_two_business_days_more(
    promises: list[Given], on: str, expected: str
) -> None:
    verdict = verdict_of(AT_RISK | {"promises": promises}, date.fromisoformat(on))
    assert verdict.state == expected


@pytest.mark.parametrize(
    ("zone", "on", "as_of", "expected"),
    [
        ("UTC", "2026-03-04", "2026-03-02T12:00:00Z", "chasing"),
        ("UTC", "2026-03-04", "2026-03-02T11:59:59Z", "stale"),
        ("Europe/Berlin", "2026-03-04", "2026-03-02T11:00:00Z", "chasing"),
        ("Europe/Berlin", "2026-03-04", "2026-03-02T10:59:59Z", "stale"),
        ("Asia/Seoul", "2026-03-04", "2026-03-02T03:00:00Z", "chasing"),
        ("Asia/Seoul", "2026-03-04", "2026-03-02T02:59:59Z", "stale"),
        ("Europe/Berlin", "2026-03-30", "2026-03-28T10:00:00Z", "chasing"),
        ("Europe/Berlin", "2026-03-30", "2026-03-28T09:59:59Z", "stale"),
        ("Europe/Berlin", "2026-10-26", "2026-10-24T11:00:00Z", "chasing"),
        ("Europe/Berlin", "2026-10-26", "2026-10-24T10:59:59Z", "stale"),
        ("Africa/Cairo", "2026-04-24", "2026-04-22T10:00:00Z", "chasing"),
        ("UTC", "2026-03-04", "2026-03-04T18:00:00+02:00", "chasing"),
        ("UTC", "2026-03-04", None, "stale"),
    ],
)
def test_books_are_stale_after_36_hours_at_midnight_of_the_customer(
    zone: str, on: str, as_of: str | None, expected: str
) -> None:
    given = AT_RISK | {"receivables_as_of": as_of}
    given["customer"] = AT_RISK["customer"] | {"time_zone": zone}
    verdict = verdict_of(given, date.fromisoformat(on))
    assert verdict.state == expected
    if expected == "stale":
        assert in_short(verdict) == ("stale", None)
        assert waits_of(verdict) == [("receivables", "receivables", None)]


@pytest.mark.parametrize(
    ("invoices", "expected"),
    [
        ([invoice("A", 5), invoice("U", 5, status="unknown")], ("chasing", "reminder")),
        ([invoice("A", 5), invoice("U", 15, status="unknown")], ("unknown", None)),
        ([invoice("U", 2, status="unknown")], ("unknown", None)),
        ([invoice("U", -9, status="unknown")], ("clear", None)),
        ([invoice("U", -2, status="unknown")], ("unknown", None)),
        ([invoice("A", 5, "40.00"), invoice("U", 5, "10.00", status="unknown")], ("unknown", None)),
        ([invoice("U", 5, "10.00", status="unknown")], ("clear", None)),
        ([invoice("U", 50, status="unknown", category="fee")], ("clear", None)),
        ([invoice("U", 50, status="unknown", disputed="1000.00")], ("clear", None)),
    ],
    ids=[
        "same stage", "severer with it", "owes with it", "not due", "announced with it",
        "floor reached with it", "below the floor", "a fee", "in dispute",
    ],
)  # fmt: skip
def test_a_document_that_vanished_matters_where_it_changes_the_verdict(
    invoices: list[Given], expected: tuple[str, str | None]
) -> None:
    verdict = verdict_of(customer(*invoices), policy=FLOORS + LADDER)
    assert in_short(verdict) == expected
    waits = [("document", "U", None)] if expected[0] == "unknown" else []
    assert [one for one in waits_of(verdict) if one[0] == "document"] == waits


def test_stale_comes_before_silenced_and_silenced_before_unknown() -> None:
    given = customer(invoice("U", 50, status="unknown"), holds=[hold("legal")])
    assert verdict_of(given).state == "silenced"
    assert verdict_of(given | {"receivables_as_of": None}).state == "stale"
    assert verdict_of(given | {"holds": []}).state == "unknown"
