"""Tags that are derived: each from what is known, none from what is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from core.domain.clouds import Cloud
from core.domain.facts import Delivered
from core.domain.ladder import AfterNotice, Rules, Stage, When
from core.domain.plans import Action
from core.domain.tags import Known, tags_of
from tests.builders import NOW, a_document, a_subscription, a_suspension

ON = date(2026, 10, 12)
CUT = Stage("cut", When(days_overdue=35), AfterNotice("final"), propose=Action.SUSPEND)
RULES = Rules("test", {}, stages=(CUT,))
AGO = date(2026, 1, 5)
LAST_YEAR: datetime = NOW - timedelta(days=200)


def days_ago(days: int) -> date:
    return ON - timedelta(days=days)


@pytest.mark.parametrize(
    ("known", "tag", "has"),
    [
        ({"known_since": days_ago(89), "met_on": days_ago(85), "began": AGO}, "new", True),
        ({"known_since": days_ago(90), "met_on": days_ago(85), "began": AGO}, "new", False),
        ({"known_since": days_ago(10), "met_on": days_ago(9), "began": days_ago(9)}, "new", False),
        ({"known_since": days_ago(10), "met_on": days_ago(9)}, "new", False),
        ({}, "new", False),
        ({"known_since": date(2021, 10, 12)}, "five_years", True),
        ({"known_since": date(2021, 10, 13)}, "five_years", False),
        ({"returned_on": date(2025, 10, 12)}, "returned", True),
        ({"returned_on": date(2025, 10, 11)}, "returned", False),
        ({"returned_on": date(2026, 10, 13)}, "returned", False),
        ({"over_limit": True}, "over_limit", True),
        ({"sells_on": True}, "reseller", True),
        ({"suspensions": [a_suspension()]}, "suspended", True),
        ({"suspensions": [a_suspension(lifted_at=NOW)]}, "suspended", False),
        ({"documents": [a_document(payment_method="direct_debit")]}, "direct_debit", True),
        (
            {"documents": [a_document(payment_method="direct_debit"), a_document()]},
            "direct_debit",
            False,
        ),
        ({}, "direct_debit", False),
        ({"subscriptions": [a_subscription(term="P1Y")]}, "annual", True),
        ({"subscriptions": [a_subscription(term="P1M")]}, "annual", False),
        ({"subscriptions": [a_subscription(term="P1Y", status="suspended")]}, "annual", False),
        ({"subscriptions": [a_subscription()]}, "kind:new-commerce", True),
        ({"cloud": Cloud.CHINA}, "cloud:china", True),
        ({"suspensions": [a_suspension(since=LAST_YEAR, lifted_at=NOW)]}, "repeat", True),
        (
            {"suspensions": [a_suspension(since=LAST_YEAR, reason="fraud", lifted_at=NOW)]},
            "repeat",
            False,
        ),
        ({"notices": [Delivered("final", days_ago(200))]}, "repeat", True),
        ({"notices": [Delivered("final", days_ago(400))]}, "repeat", False),
        ({"notices": [Delivered("reminder", days_ago(200))]}, "repeat", False),
        (
            {"notices": [Delivered("final", days_ago(3))], "documents": [a_document()]},
            "repeat",
            False,
        ),
    ],
    ids=lambda value: None if isinstance(value, dict) else str(value),
)
def test_a_tag_is_given_where_it_is_known_to_be_true(
    known: dict[str, Any], tag: str, has: bool
) -> None:
    told = replace(Known(Cloud.GLOBAL), **known)
    assert (tag in tags_of(told, RULES, ON)) is has
