"""A key that a policy file does not have is answered with the one that was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.domain.policy_file import PolicyRefused, read_policy

SHIPPED = Path("bot/policy.toml").read_text(encoding="utf-8")


def problem_with(find: str, put: str) -> str:
    assert find in SHIPPED
    with pytest.raises(PolicyRefused) as refused:
        read_policy(SHIPPED.replace(find, put, 1))
    return refused.value.problems[0]


@pytest.mark.parametrize(
    ("find", "put", "said"),
    [
        ("per_plan = 25", "per_plan = 25\nper_dai = 3",
         "caps.per_dai: there is no key “per_dai” here; did you mean “per_day”?"),
        ("grace_days", "graze_days",
         "timing.graze_days: there is no key “graze_days” here; did you mean “grace_days”?"),
        ("[[stage]]", "[[stage]]\nremind = true",
         "stage[0].remind: there is no key “remind” here."),
        ("[approvals]", "[approvals]\ngrace_days = 3",
         "approvals.grace_days: there is no key “grace_days” here; it belongs to [timing]."),
        ("[approvals]", "[approvals]\nper_plan = 3",
         "approvals.per_plan: there is no key “per_plan” here; it belongs to [caps], "
         "[caps.reinstate] or [caps.letters]."),
        ("[caps]", "[capps]\n[caps]",
         "capps: there is no key “capps” here; did you mean “caps”?"),
    ],
    ids=["in a table", "misspelt", "in a list", "of another table", "of two", "a table"],
)  # fmt: skip
def test_an_unknown_key_names_what_was_meant(find: str, put: str, said: str) -> None:
    assert problem_with(find, put).startswith(said)


def test_whoever_guessed_wrong_sees_all_there_is() -> None:
    said = problem_with("[[stage]]", "[[stage]]\nremind = true")
    known = said.partition("Known are: ")[2].split(", ")
    assert {"name", "when", "after_notice", "notice", "propose"} <= set(known)


def test_what_is_missing_is_missing() -> None:
    assert problem_with('vote = ["approvers"]', "") == "approvals.vote: missing"
