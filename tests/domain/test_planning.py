"""Which steps follow from a choice: their order, and who takes them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.domain.clouds import Cloud
from core.domain.customers import Generation, Subscription
from core.domain.partners import Partner, Tier
from core.domain.planning import (
    cancelling,
    ending_renewal,
    reinstating,
    suspending,
    why_not,
)
from core.domain.plans import By, Reason, Verb
from tests.builders import CONTOSO

GLOBAL = Partner("main")
CHINA = Partner("china", Cloud.CHINA)
RESELLER = Partner("shop", tier=Tier.RESELLER, provider="Provider Ltd")


def sub(name: str, kind: Generation = Generation.NEW_COMMERCE, **changes: object) -> Subscription:
    found = Subscription(CONTOSO, name, name, name, "active", 10, kind)
    return replace(found, **changes)  # type: ignore[arg-type]


LARGE, SMALL = sub("large", quantity=90), sub("small", quantity=2)
PLAN = sub("plan", Generation.AZURE_PLAN, quantity=1)
PRODUCTION = sub("production", Generation.AZURE, parent_id="plan", quantity=0)
STAGING = sub("staging", Generation.AZURE, parent_id="plan", quantity=0)
OLD = sub("old", Generation.AZURE, parent_id="plan", quantity=0, status="inactive")
ALL = [LARGE, SMALL, PLAN, PRODUCTION, STAGING, OLD]


def test_the_smallest_goes_first_and_an_azure_plan_after_all_that_runs_beneath_it() -> None:
    lines = suspending([LARGE, PLAN, SMALL], ALL, Reason.FRAUD, GLOBAL)
    names = [line.name for line in lines]
    assert names == ["production", "staging", "small", "large", "plan"]
    assert [line.under for line in lines] == ["plan", "plan", "", "", ""]
    assert {line.by for line in lines} == {By.DESK}


def test_one_azure_subscription_is_contained_without_its_plan() -> None:
    assert [line.name for line in suspending([STAGING], ALL, Reason.MISUSE, GLOBAL)] == ["staging"]


def test_unpaid_azure_is_ended_by_a_person_and_the_plan_by_the_desk() -> None:
    lines = suspending([PLAN], ALL, Reason.NON_PAYMENT, GLOBAL)
    assert {line.name: line.by for line in lines} == {
        "production": By.PORTAL,
        "staging": By.PORTAL,
        "plan": By.DESK,
    }


def test_what_a_reseller_wants_its_provider_does() -> None:
    assert {line.by for line in suspending([LARGE], ALL, Reason.FRAUD, RESELLER)} == {By.WORD}
    back = reinstating([LARGE], RESELLER)
    assert [(line.verb, line.by) for line in back] == [(Verb.REACTIVATE, By.WORD)]


def test_the_way_back_begins_with_bases_and_plans() -> None:
    addon = sub("addon", parent_id="large", quantity=1)
    lines = reinstating([addon, PRODUCTION, PLAN, LARGE], GLOBAL)
    assert [(line.name, line.verb) for line in lines] == [
        ("plan", Verb.REACTIVATE),
        ("large", Verb.REACTIVATE),
        ("large", Verb.RESTORE),
        ("production", Verb.REACTIVATE),
        ("addon", Verb.REACTIVATE),
        ("addon", Verb.RESTORE),
    ]


@pytest.mark.parametrize(
    ("subscription", "partner", "why"),
    [
        (LARGE, GLOBAL, ""),
        (LARGE, CHINA, ""),
        (replace(LARGE, generation=Generation.LEGACY), CHINA, ""),
        (PLAN, GLOBAL, ""),
        (PRODUCTION, GLOBAL, ""),
        (PLAN, CHINA, "no azure here"),
        (PRODUCTION, CHINA, "no azure here"),
        (OLD, GLOBAL, "inactive"),
        (replace(LARGE, parent_id="base"), GLOBAL, "addon"),
        (replace(LARGE, status="brand new"), GLOBAL, "brand new"),
        (replace(LARGE, suspension_reasons=("Fraud",)), GLOBAL, "held by Microsoft"),
        (replace(LARGE, generation=Generation.SOFTWARE), GLOBAL, "software"),
        (replace(LARGE, generation=Generation.UNKNOWN), GLOBAL, "unknown"),
    ],
)
def test_what_can_be_suspended(subscription: Subscription, partner: Partner, why: str) -> None:
    assert why_not(subscription, partner) == why


def test_the_end_of_a_new_commerce_term_is_set_by_hand() -> None:
    legacy = sub("legacy", Generation.LEGACY, quantity=1)
    lines = ending_renewal([LARGE, legacy], GLOBAL)
    assert [(line.name, line.verb, line.by) for line in lines] == [
        ("legacy", Verb.STOP_RENEWAL, By.DESK),
        ("large", Verb.STOP_RENEWAL, By.WORD),
    ]
    assert [line.verb for line in cancelling([LARGE], GLOBAL)] == [Verb.CANCEL]
