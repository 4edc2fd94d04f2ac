"""Verdicts on one customer under the shipped policy, beside reading that customer's facts."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

from bench.measuring import compare, usual
from core.domain.facts_file import read_facts
from core.domain.forecast import next_stage
from core.domain.policy_file import read_rules
from core.domain.verdicts import judge

ON = date(2026, 3, 4)
# How many days ago its invoices fell due, and its notices were delivered.
DUE = (40, 20, 9, -10, -25)
TOLD = {"reminder": 35, "second": 25, "formal": 10}
TIMES = 500


def measure() -> None:
    rules = read_rules(Path("bot/policy.toml").read_text(encoding="utf-8"))
    text = json.dumps(_customer())
    facts = read_facts(text).facts
    verdict = judge(facts, rules, ON)
    reading = usual(lambda: [read_facts(text) for _ in range(TIMES)]) / TIMES
    ours = usual(lambda: [judge(facts, rules, ON) for _ in range(TIMES)]) / TIMES
    compare("a verdict on five invoices", ours, "reading them from JSON", reading)
    ahead = usual(lambda: [next_stage(facts, rules, verdict) for _ in range(TIMES // 20)])
    compare("what comes next", ahead / (TIMES // 20), "one verdict", ours)


def _customer() -> dict[str, object]:
    invoices = [
        {
            "id": str(number),
            "due": str(ON - timedelta(days=days)),
            "currency": "EUR",
            "open": "400.00",
            "status": "open",
        }
        for number, days in enumerate(DUE)
    ]
    return {
        "customer": {"id": "one", "country": "DE", "time_zone": "Europe/Berlin"},
        "invoices": invoices,
        "credits": [{"currency": "EUR", "amount": "50.00"}],
        "notices": [
            {"name": name, "delivered_on": str(ON - timedelta(days=days))}
            for name, days in TOLD.items()
        ],
        "receivables_as_of": f"{ON}T00:00:00Z",
    }
