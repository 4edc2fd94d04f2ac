"""Customers on a ladder: a policy file and a facts file, and what is made of them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from core.domain.facts import Facts
from core.domain.facts_file import read_facts
from core.domain.ladder import Rules
from core.domain.policy_file import read_rules
from core.domain.verdicts import Verdict, judge

ON = date(2026, 3, 4)  # a Wednesday
TENANT = "7c1e0000-0000-4000-8000-0000000004ab"
LADDER = """
[[stage]]
name = "upcoming"
when = { days_overdue = -5 }
notice = "upcoming"

[[stage]]
name = "reminder"
when = { days_overdue = 3 }
notice = "reminder"

[[stage]]
name = "second"
when = { days_overdue = 10 }
after_notice = { name = "reminder", days = 5 }
notice = "second"

[[stage]]
name = "stop selling"
when = { days_overdue = 14 }
stop_selling = true
propose = "stop_renewal"

[[stage]]
name = "final"
when = { days_overdue = 21 }
after_notice = { name = "second", days = 7 }
notice = "final"
repeat_days = 14

[[stage]]
name = "suspension"
when = { days_overdue = 28, overdue_amount = { EUR = "500" }, not_tags = ["reseller"] }
after_notice = { name = "final", days = 7, business_days = 5 }
propose = "suspend"
not_on = ["weekend", "holiday", "eve"]
"""
SEGMENTS = f"""
[[segment]]
name = "new"
tags = ["new"]
days = {{ reminder = 1, "stop selling" = false }}

[[segment]]
name = "contract"
customers = ["{TENANT.upper()}"]
days = {{ reminder = 8 }}
reason = "section 9"
until = 2026-03-04
"""

Given = dict[str, Any]


def invoice(name: str, late: int, open_: str = "1000.00", **other: object) -> Given:
    """An invoice that is so many days late on ON; below zero: due in so many days."""
    due = ON - timedelta(days=late)
    given = {"id": name, "due": str(due), "currency": "EUR", "open": open_, "status": "open"}
    return given | other


def customer(*invoices: Given, tags: tuple[str, ...] = (), **other: object) -> Given:
    """A customer in Berlin, without books until `told` dates them."""
    who = {"id": TENANT, "tags": list(tags), "country": "DE", "time_zone": "Europe/Berlin"}
    return {"customer": who, "invoices": list(invoices)} | other


def told(name: str, ago: int, **other: object) -> Given:
    """A notice that was delivered so many days before ON."""
    return {"name": name, "delivered_on": str(ON - timedelta(days=ago))} | other


def rules_of(policy: str = LADDER) -> Rules:
    return read_rules(policy)


def facts_of(given: Given, on: date = ON) -> Facts:
    """With books of the same day unless it says otherwise."""
    return read_facts(json.dumps({"receivables_as_of": f"{on}T00:00:00Z"} | given)).facts


def verdict_of(given: Given, on: date = ON, policy: str = LADDER) -> Verdict:
    return judge(facts_of(given, on), read_rules(policy), on)


def in_short(verdict: Verdict) -> tuple[str, str | None]:
    return verdict.state.value, verdict.stage.name if verdict.stage else None


def waits_of(verdict: Verdict) -> list[tuple[str, str, str | None]]:
    return [
        (one.what.value, one.name, str(one.until) if one.until else None)
        for one in verdict.waiting_for
    ]


TOLD = (told("reminder", 40), told("second", 30), told("final", 7))
FLOORS = 'floors = { EUR = "50", USD = "50" }\n'
AT_RISK = customer(invoice("A", 60, "500.00"), notices=[*TOLD])
