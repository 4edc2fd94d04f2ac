"""What stands against running a policy, each with its path."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.domain.policy_checks import Level
from core.domain.policy_file import PolicyRefused, check_policy, read_policy, read_rules
from tests.a_ladder import LADDER, SEGMENTS

SHIPPED = Path("bot/policy.toml").read_text(encoding="utf-8")
FLOORS = 'floors = { EUR = "50" }\n'
LACKING = {"approvals", "caps"}


def findings(text: str) -> list[tuple[str, str]]:
    """Level and path, without what every policy of these tests lacks."""
    return [(f.level.value, f.path) for f in check_policy(text) if f.path not in LACKING]


def stage(name: str, when: str, rest: str = 'notice = "n"') -> str:
    return f'[[stage]]\nname = "{name}"\nwhen = {{ {when} }}\n{rest}\n'


def segment(name: str, rest: str) -> str:
    return f'[[segment]]\nname = "{name}"\n{rest}\n'


REMINDER = stage("reminder", "days_overdue = 3", 'notice = "reminder"')
FRAMEWORK = segment(
    "framework contract",
    'customers = ["7c1e0000-0000-4000-8000-0000000004ab"]\nreason = "section 9"\n'
    'until = 2027-06-30\ndays = { "stop selling" = false, suspension = false }',
)
CUT = 'propose = "suspend"\n'
AMOUNT = 'overdue_amount = { EUR = "500" }'
AFTER = 'after_notice = { name = "reminder", days = 7 }\n'


def test_the_shipped_policy_and_a_plain_ladder_have_no_findings() -> None:
    assert check_policy(SHIPPED) == []
    assert check_policy(SHIPPED + FRAMEWORK) == []
    assert findings(FLOORS + LADDER) == []
    assert findings(FLOORS + LADDER + SEGMENTS) == []


def test_without_approvals_and_caps_a_policy_is_read_and_not_run() -> None:
    found = check_policy(FLOORS + LADDER)
    assert [(one.level, one.path) for one in found] == [
        (Level.REFUSED, "approvals"),
        (Level.REFUSED, "caps"),
    ]
    assert read_rules(FLOORS + LADDER).stages
    with pytest.raises(PolicyRefused, match="approvals: missing"):
        read_policy(FLOORS + LADDER)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (stage("a", 'days_overdue = 3, tags = ["x"], not_tags = ["x"]'), "stage[0].when.not_tags"),
        (stage("a", "days_overdue = -3", CUT + AFTER), "stage[0]"),
        (stage("a", "days_overdue = -3", 'notice = "n"\nstop_selling = true'), "stage[0]"),
        (stage("a", "days_overdue = 3", "stop_selling = true\nrepeat_days = 3"),
         "stage[0].repeat_days"),
        (REMINDER + stage("b", "days_overdue = 30", CUT + AFTER), "stage[1].when.overdue_amount"),
        (stage("b", "days_overdue = 30, " + AMOUNT, CUT), "stage[0].after_notice"),
        (stage("b", "days_overdue = 30", 'notice = "n"\n' + AFTER), "stage[0].after_notice.name"),
        (stage("b", "days_overdue = 30", 'notice = "reminder"\n' + AFTER),
         "stage[0].after_notice.name"),
        (stage("a", "days_overdue = -3", 'notice = "reminder"')
         + stage("b", "days_overdue = 30", 'notice = "n"\n' + AFTER), "stage[1].after_notice.name"),
        (stage("a", 'days_overdue = 3, overdue_amount = { USD = "500" }'),
         "stage[0].when.overdue_amount.USD"),
        (stage("a", "days_overdue = 9") + stage("b", "days_overdue = 3"), "stage[0]"),
        (stage("a", "days_overdue = 9") + stage("b", "days_overdue = 9"), "stage[0]"),
        (stage("a", "open_invoices = 3") + stage("b", "open_invoices = 2"), "stage[0]"),
        (REMINDER + segment("s", 'tags = ["x"]\ndays = { reminder = 1 }')
         + segment("t", 'tags = ["x", "y"]\ndays = { reminder = 2 }'), "segment[1]"),
        (REMINDER + stage("b", "days_overdue = 9", 'notice = "n"\n' + AFTER)
         + segment("s", 'tags = ["x"]\ndays = { reminder = false }'), "segment[0].days"),
        (REMINDER + stage("b", "days_overdue = 9")
         + segment("s", 'tags = ["x"]\ndays = { reminder = 9 }'), "segment[0].days"),
        (REMINDER + stage("b", "days_overdue = 9", "stop_selling = true")
         + segment("s", 'tags = ["x"]\ndays = { b = -9 }'), "segment[0].days.b"),
    ],
    ids=[
        "contradictory tags", "cut before it is due", "selling before it is due",
        "nothing to repeat", "cut without an amount", "cut untold", "notice never sent",
        "own notice", "notice before it is due", "amount without a floor", "overtaken",
        "overtaken the same day", "overtaken by invoices", "segment shadowed",
        "segment without the notice", "segment overtaken", "segment before it is due",
    ],
)  # fmt: skip
def test_what_can_never_work_is_refused(text: str, path: str) -> None:
    assert ("refused", path) in findings(FLOORS + text)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("", "stage"),
        (stage("a", "days_overdue = 3", ""), "stage[0]"),
        (REMINDER + stage("b", AMOUNT, CUT + AFTER), "stage[1].when.days_overdue"),
        (REMINDER + stage("b", "days_overdue = 9", 'after_notice = { name = "reminder" }'),
         "stage[1].after_notice"),
        (REMINDER + stage("b", "days_overdue = 9", AFTER), "stage[1].when.days_overdue"),
        (stage("a", 'days_overdue = 3, overdue_amount = { EUR = "49" }'),
         "stage[0].when.overdue_amount.EUR"),
        (REMINDER + segment("s", 'tags = ["x"]'), "segment[0].days"),
    ],
    ids=[
        "no stage", "nothing happens", "no day", "no age", "earlier than it can be",
        "below the floor", "changes nothing",
    ],
)  # fmt: skip
def test_what_looks_unintended_is_warned_about(text: str, path: str) -> None:
    assert ("warned", path) in findings(FLOORS + text)
    assert "refused" not in {level for level, _ in findings(FLOORS + text)}


@pytest.mark.parametrize(
    ("floors", "path"), [("", "floors"), ('floors = { EUR = "0" }\n', "floors.EUR")]
)
def test_floors_are_needed_to_run_and_not_to_explain(floors: str, path: str) -> None:
    assert findings(floors + REMINDER) == [("refused", path)]
    assert read_rules(floors + REMINDER).stages


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("stages = []", "stages"),
        (stage("a", "days_late = 3"), "stage[0].when.days_late"),
        (stage("a", 'days_overdue = "3"'), "stage[0].when.days_overdue"),
        (stage("a", "days_overdue = 3.0"), "stage[0].when.days_overdue"),
        (stage("a", "days_overdue = true"), "stage[0].when.days_overdue"),
        (stage("a", ""), "stage[0].when"),
        (stage("a", "overdue_amount = { EUR = 500 }"), "stage[0].when.overdue_amount.EUR"),
        (stage("a", 'overdue_amount = { EUR = "-1" }'), "stage[0].when.overdue_amount.EUR"),
        (stage("a", "days_overdue = 3", 'propose = "reinstate"'), "stage[0].propose"),
        (stage("a", "days_overdue = 3", 'not_on = ["monday"]'), "stage[0].not_on[0]"),
        (stage("a", "days_overdue = 3", 'to = ["boss"]'), "stage[0].to[0]"),
        (stage("a", "days_overdue = 3", 'after_notice = "n"'), "stage[0].after_notice"),
        (REMINDER + REMINDER, "stage[1].name"),
        ('[[stage]]\nname = "a"', "stage[0].when"),
        (REMINDER + segment("s", 'tags = ["x"]\ndays = { other = 3 }'), "segment[0].days.other"),
        (
            REMINDER + segment("s", 'tags = ["x"]\ndays = { reminder = true }'),
            "segment[0].days.reminder",
        ),
        (REMINDER + segment("s", 'customers = ["x"]\nuntil = 2027-01-01'), "segment[0]"),
        (REMINDER + segment("s", 'customers = ["x"]\nreason = "r"'), "segment[0]"),
        (REMINDER + segment("s", "days = { reminder = 3 }"), "segment[0]"),
        ('[timing]\ndue_shift = "later"', "timing.due_shift"),
        ("[timing]\ngrace_days = { card = -1 }", "timing.grace_days.card"),
        ("[timing]\nquiet = [{ from = 2026-02-01, until = 2026-01-01 }]", "timing.quiet[0]"),
        ('[release]\nwhen = "never"', "release.when"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_path(text: str, path: str) -> None:
    with pytest.raises(PolicyRefused) as refused:
        read_rules(text)
    assert [one.split(": ")[0] for one in refused.value.problems] == [path]
