"""Thirty days of a thousand customers, beside judging each of them once a day."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from bench.measuring import compare, usual
from core.domain.facts_file import read_facts
from core.domain.forecast import course
from core.domain.policy_file import read_policy
from core.domain.simulation import Subject
from core.domain.simulation_sums import Scheme, outlooks

ON = date(2026, 3, 4)
CUSTOMERS, DAYS, INVOICES = 1_000, 30, 4
# It takes seconds each time.
RUNS = 3


def measure() -> None:
    policy = read_policy(Path("bot/policy.toml").read_text(encoding="utf-8"))
    scheme, subjects = Scheme.of(policy), _subjects(random.Random(1))
    ours = usual(lambda: outlooks(subjects, [scheme], ON, DAYS), RUNS)
    theirs = usual(lambda: _every_day(subjects, scheme), RUNS)
    compare(f"{DAYS} days of {CUSTOMERS:,} customers", ours, "judging them every day", theirs)


def _every_day(subjects: Sequence[Subject], scheme: Scheme) -> None:
    for one in subjects:
        ahead = course(one.facts, scheme.rules)
        for number in range(DAYS):
            ahead.day(ON + timedelta(days=number))


def _subjects(dice: random.Random) -> list[Subject]:
    """Nearly all of them owe something or soon will."""
    read = (read_facts(json.dumps(_customer(n, dice))).facts for n in range(CUSTOMERS))
    return [Subject(facts.customer, facts.customer, facts) for facts in read]


def _customer(number: int, dice: random.Random) -> dict[str, object]:
    invoices = [
        {
            "id": str(n),
            "due": str(ON - timedelta(days=dice.randrange(-30, 60))),
            "currency": "EUR",
            "open": f"{dice.randrange(20, 3000)}.00",
            "status": "open",
        }
        for n in range(INVOICES)
    ]
    return {"customer": {"id": str(number), "country": "DE"}, "invoices": invoices}
