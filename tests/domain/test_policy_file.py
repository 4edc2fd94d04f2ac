"""The policy file: refused with every path that is wrong, never half understood."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from core.domain.alone import BreakGlass
from core.domain.plans import Action
from core.domain.policy_file import PolicyRefused, read_policy

SHIPPED = Path("bot/policy.toml").read_text(encoding="utf-8")


def test_the_shipped_policy_asks_two_people_and_cuts_in_the_morning() -> None:
    policy = read_policy(SHIPPED)
    assert policy.approvals.quorum_of(Action.SUSPEND) == 2
    assert policy.approvals.quorum_of(Action.REINSTATE) == 1
    assert (policy.cut_from, policy.cut_until) == (time(9), time(15))
    assert policy.keeps("Microsoft Teams Phone Standard")
    assert not policy.keeps("Exchange Online (Plan 1)")


def test_nobody_acts_alone_where_the_policy_does_not_say_so() -> None:
    silent = SHIPPED.replace("enabled = false", "")
    assert not read_policy(SHIPPED).break_glass.enabled
    assert read_policy(silent).break_glass == BreakGlass()
    assert not BreakGlass().enabled
    assert read_policy(SHIPPED).containment_hours == 72


def test_without_a_table_of_its_own_reinstating_may_go_ten_times_as_far() -> None:
    start, end = SHIPPED.index("[caps.reinstate]"), SHIPPED.index("[caps.letters]")
    policy = read_policy(SHIPPED[:start] + SHIPPED[end:])
    assert policy.reinstate_caps == read_policy(SHIPPED).reinstate_caps
    assert policy.reinstate_caps.per_hour == 10 * policy.caps.per_hour


def test_another_text_is_another_version() -> None:
    assert read_policy(SHIPPED).version != read_policy(SHIPPED + "\n").version


@pytest.mark.parametrize(
    ("find", "put", "path"),
    [
        ("suspend = 2", "suspend = 1", "approvals.suspend"),
        ("suspend = 2", 'suspend = "two"', "approvals.suspend"),
        ("policy = 2", "policy = 1", "approvals.policy"),
        ('vote = ["approvers"]', "vote = []", "approvals.vote"),
        ('vote = ["approvers"]', 'vote = ["bosses"]', "approvals.vote[0]"),
        ('vote = ["approvers"]', "", "approvals.vote"),
        ("per_plan = 25", "per_plan = 0", "caps.per_plan"),
        ("per_plan = 25", "", "caps.per_plan"),
        ("share_per_day = 0.02", "share_per_day = 2", "caps.share_per_day"),
        ('EUR = "50"', 'EUR = "0"', "floors.EUR"),
        ('EUR = "50"', 'EUR = "fifty"', "floors.EUR"),
        ('EUR = "50"', "EUR = 50.0", "floors.EUR"),
        ('EUR = "50"', 'EURO = "50"', "floors.EURO"),
        ('KRW = "70000"', 'KRW = "70000.50"', "floors.KRW"),
        ('"09:00-15:00"', '"15:00-09:00"', "timing.cut_hours"),
        ('"09:00-15:00"', '"morning"', "timing.cut_hours"),
        ('name = "standard"', 'nmae = "standard"', "nmae"),
        ("lapse_business_hours = 16", "lapse_business_hours = 0", "approvals.lapse"),
        ("hours = 72 ", "hours = 721 ", "containment.hours"),
        ("hours = 72 ", "hours = 0 ", "containment.hours"),
        ("most = 3 ", "most = 4 ", "break_glass.most"),
        ("most = 3 ", "most = 0 ", "break_glass.most"),
        ("enabled = false", "enabled = 1", "break_glass.enabled"),
        ('roles = ["approvers", "administrators"]', 'roles = ["agents"]', "break_glass.roles"),
        ('roles = ["approvers", "administrators"]', "roles = []", "break_glass.roles"),
        ("ratify_business_hours = 2", "ratify_business_hours = 9", "break_glass.ratify"),
        ("second_deadline_hours = 4", "second_deadline_hours = 25", "break_glass.second"),
    ],
)
def test_what_is_wrong_is_named_with_its_path(find: str, put: str, path: str) -> None:
    assert find in SHIPPED
    with pytest.raises(PolicyRefused) as refused:
        read_policy(SHIPPED.replace(find, put, 1))
    assert any(path in problem for problem in refused.value.problems)


def test_all_problems_are_told_at_once_and_broken_toml_is_said_to_be_that() -> None:
    broken = SHIPPED.replace("suspend = 2", "suspend = 1").replace("per_plan = 25", "", 1)
    with pytest.raises(PolicyRefused) as refused:
        read_policy(broken)
    assert len(refused.value.problems) == 2
    with pytest.raises(PolicyRefused, match="not TOML"):
        read_policy("name = ")
