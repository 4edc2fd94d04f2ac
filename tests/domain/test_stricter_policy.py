"""A plan answers to the stricter of two policies."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from core.domain.people import Role
from core.domain.plans import Action, Reason
from core.domain.policy import Policy
from core.domain.policy_file import read_policy

SHIPPED = Path("bot/policy.toml").read_text(encoding="utf-8")
NOW = read_policy(SHIPPED)


def but(*edits: tuple[str, str]) -> Policy:
    text = SHIPPED
    for find, put in edits:
        assert find in text
        text = text.replace(find, put, 1)
    return read_policy(text)


@pytest.mark.parametrize("turned", [False, True], ids=["before", "now"])
def test_the_stricter_holds_whichever_came_first(turned: bool) -> None:
    other = but(
        ("suspend = 2", "suspend = 3"),
        ("per_hour = 40", "per_hour = 20"),
        ("per_plan = 250", "per_plan = 100"),
        ("09:00-15:00", "10:00-14:00"),
        ('EUR = "50"', 'EUR = "80"'),
        ("quiet = []", 'quiet = [{ country = "DE", from = 2026-12-24, until = 2027-01-02 }]'),
        ('vote = ["approvers"]', 'vote = ["approvers", "administrators"]'),
    )
    both = other.stricter(NOW) if turned else NOW.stricter(other)
    assert both.approvals.quorum_of(Action.SUSPEND) == 3
    assert both.caps.per_hour == 20
    assert both.rules.timing.quiet_on("DE", date(2026, 12, 28)) is not None
    assert both.caps.per_day == NOW.caps.per_day
    assert both.reinstate_caps.per_plan == 100
    assert (both.cut_from, both.cut_until) == (time(10), time(14))
    assert both.floors["EUR"].plain() == "80.00"
    assert both.approvals.vote == {Role.APPROVER}


@pytest.mark.parametrize("turned", [False, True], ids=["before", "now"])
def test_alone_only_what_both_policies_let_one_person_do(turned: bool) -> None:
    enabled = ("enabled = false", "enabled = true")
    wide = but(enabled)
    narrow = but(
        enabled,
        ('roles = ["approvers", "administrators"]', 'roles = ["administrators"]'),
        ("most = 3 ", "most = 1 "),
        ("second_deadline_hours = 4", "second_deadline_hours = 1"),
    )
    both = narrow.stricter(wide) if turned else wide.stricter(narrow)
    assert both.break_glass == narrow.break_glass
    assert not (wide.stricter(NOW).break_glass.enabled or NOW.stricter(wide).break_glass.enabled)


def test_the_requester_counts_only_under_both() -> None:
    generous = but(("requester_counts = false", "requester_counts = true"))
    assert not NOW.stricter(generous).approvals.requester_counts
    assert not generous.stricter(NOW).approvals.requester_counts
    assert generous.stricter(generous).approvals.requester_counts


def test_more_votes_that_either_asks_for_are_needed() -> None:
    more = but(("[caps] ", '[[approvals.more]]\nreason = "fraud"\nvotes = 3\n\n[caps] '))
    assert NOW.stricter(more).approvals.quorum_of(Action.SUSPEND, Reason.FRAUD) == 3
    assert NOW.stricter(more).approvals.quorum_of(Action.SUSPEND, Reason.NON_PAYMENT) == 2


def test_what_is_not_about_deciding_is_that_of_now() -> None:
    then = but(("days_overdue = 35", "days_overdue = 50"), ('"Entra"]', '"Entra", "Visio"]'))
    both = NOW.stricter(then)
    assert (both.version, both.rules.stages, both.keep) == (
        NOW.version,
        NOW.rules.stages,
        NOW.keep,
    )
