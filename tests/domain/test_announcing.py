"""The day that a letter names: late enough for every notice to come, and never one on which nobody
is cut off."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from core.domain.announcing import access_above, access_from, basis_digest
from core.domain.ladder import Ladder
from core.domain.money import Money
from core.domain.plans import Action
from core.domain.policy_file import read_policy
from core.domain.verdicts import judge
from tests.a_verdict import some_facts
from tests.builders import a_document, eur

RULES = read_policy(Path("bot/policy.toml").read_text(encoding="utf-8")).rules


@pytest.mark.parametrize(
    ("notice", "on", "day"),
    [
        ("reminder", date(2026, 10, 12), None),
        ("second", date(2026, 10, 12), None),
        # Due on 7 September, so that suspending is reached on 12 October; a week from the
        # final notice, and its fifth business day, is Monday the 19th.
        ("final", date(2026, 10, 12), date(2026, 10, 19)),
        # The same by way of a final notice a week later.
        ("formal", date(2026, 10, 12), date(2026, 10, 26)),
        # 25 December and what lies around it is passed over.
        ("final", date(2026, 12, 17), date(2026, 12, 28)),
        # Long before the stage: the stage's own day.
        ("final", date(2026, 9, 21), date(2026, 10, 12)),
    ],
    ids=["reminder", "second", "final", "formal", "Christmas", "early"],
)
def test_access_is_impacted_from_the_first_day_on_which_it_could_be(
    notice: str, on: date, day: date | None
) -> None:
    facts = some_facts()
    verdict = judge(facts, RULES, on)
    assert verdict.position is not None
    assert access_from(notice, verdict.ladder, verdict.position, facts, RULES, on) == day


@pytest.mark.parametrize(
    ("overdue", "above"),
    [
        ({"EUR": "500.00"}, []),
        ({"EUR": "499.99"}, ["EUR 500.00"]),
        ({"EUR": "499.99", "USD": "500.00"}, []),
        ({"USD": "60.00", "EUR": "180.00"}, ["EUR 500.00", "USD 500.00"]),
        ({"USD": "0.00", "EUR": "180.00"}, ["EUR 500.00"]),
    ],
    ids=["enough", "a cent less", "enough in one", "too little in two", "nothing in one"],
)
def test_who_owes_too_little_to_be_suspended_is_told_from_which_amount_on(
    overdue: dict[str, str], above: list[str]
) -> None:
    owed = {code: Money(Decimal(text), code) for code, text in overdue.items()}
    found = access_above(Ladder("", RULES.stages), owed, RULES)
    assert [f"{one.currency} {one.amount:.2f}" for one in found] == above


def test_a_policy_that_suspends_nobody_names_no_amount() -> None:
    owed = {"EUR": eur("60.00")}
    harmless = tuple(one for one in RULES.stages if one.propose is not Action.SUSPEND)
    assert access_above(Ladder("", harmless), owed, RULES) == ()


def test_a_letter_rests_on_sums_and_on_nothing_else() -> None:
    first, second = a_document(), a_document(document_id="2")
    assert basis_digest([first, second]) == basis_digest([second, first])
    assert basis_digest([first]) != basis_digest([a_document(open=eur("8412.59"))])
    assert basis_digest([first]) != basis_digest([a_document(disputed=eur("1.00"))])
    assert basis_digest([first]) == basis_digest([a_document(number="INV-1a")])
