"""What a change of the policy does: in doubt it hardens."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.domain.policy_changes import Change, changes, hardens, rule_changes, softens
from core.domain.policy_file import read_policy, read_rules
from core.domain.policy_points import Effect

H, S, N = Effect.HARDENS, Effect.SOFTENS, Effect.NEITHER
SHIPPED = Path("bot/policy.toml").read_text(encoding="utf-8")
CONTRACT = """
[[segment]]
name = "contract"
customers = ["7c1e0000-0000-4000-8000-0000000004ab"]
days = { suspension = false }
reason = "section 9"
until = 2027-06-30
"""
WITH_CONTRACT = SHIPPED.replace("[approvals] ", f"{CONTRACT}\n[approvals] ", 1)
STRICT = CONTRACT.replace("suspension = false", "suspension = 20").replace("contract", "strict")
AFTER_FINAL = 'after_notice = { name = "final", days = 7, business_days = 5 }'


def edited(find: str, put: str, text: str = SHIPPED) -> str:
    assert find in text
    return text.replace(find, put, 1)


def found(old: str, new: str) -> list[tuple[str, str]]:
    return [(one.path, one.effect) for one in changes(read_policy(old), read_policy(new))]


@pytest.mark.parametrize(
    ("find", "put", "path", "there", "back"),
    [
        pytest.param('EUR = "50"', 'EUR = "40"', "floors.EUR", H, S, id="floor"),
        pytest.param('floors = { ', 'floors = { SEK = "500", ', "floors.SEK", H, H, id="new floor"),
        pytest.param(', "Entra"]', "]", "keep", H, S, id="keep"),
        pytest.param('"next_business_day"', '"none"', "timing.due_shift", H, S, id="due shift"),
        pytest.param("direct_debit = 7", "direct_debit = 3", "timing.grace_days.direct_debit", H, S,
                     id="grace"),
        pytest.param("{ direct_debit = 7 }", "{}", "timing.grace_days.direct_debit", H, S,
                     id="no grace"),
        pytest.param("settle_business_days = 2", "settle_business_days = 1",
                     "timing.settle_business_days", H, S, id="settling"),
        pytest.param("direct_debit = 5", "direct_debit = 9", "timing.clears_after.direct_debit", H,
                     H, id="clearing"),
        pytest.param("09:00-15:00", "08:00-15:00", "timing.cut_hours.from", H, S, id="cut from"),
        pytest.param("09:00-15:00", "09:00-18:00", "timing.cut_hours.until", H, S, id="cut until"),
        pytest.param("quiet = []", "quiet = [{ from = 2026-12-21, until = 2027-01-06 }]",
                     "timing.quiet", S, H, id="quiet"),
        pytest.param("days_overdue = 35", "days_overdue = 30",
                     "stage[suspension].when.days_overdue", H, S, id="earlier"),
        pytest.param('EUR = "500"', 'EUR = "400"',
                     "stage[suspension].when.overdue_amount.EUR", H, S, id="amount"),
        pytest.param('overdue_amount = { EUR = "500", ', "overdue_amount = { ",
                     "stage[suspension].when.overdue_amount.EUR", H, S, id="no amount"),
        pytest.param('not_tags = ["protected", "reseller"]', 'not_tags = ["protected"]',
                     "stage[suspension].when.not_tags", H, S, id="spared"),
        pytest.param("days_overdue = 21 }", 'days_overdue = 21, tags = ["new"] }',
                     "stage[formal notice].when.tags", S, H, id="only some"),
        pytest.param('"final", days = 7, business', '"final", days = 5, business',
                     "stage[suspension].after_notice.days", H, S, id="notice age"),
        pytest.param("business_days = 5 }", "business_days = 3 }",
                     "stage[suspension].after_notice.business_days", H, S, id="business days"),
        pytest.param("repeat_days = 14", "repeat_days = 7", "stage[final notice].repeat_days", H, S,
                     id="repeated sooner"),
        pytest.param("repeat_days = 14\n", "", "stage[final notice].repeat_days", S, H,
                     id="not repeated"),
        pytest.param('task = "call"\n', "", "stage[second reminder].task", N, N, id="task"),
        pytest.param("stop_selling = true ", "stop_selling = false ",
                     "stage[stop selling].stop_selling", S, H, id="selling"),
        pytest.param('propose = "suspend"', 'propose = "stop_renewal"',
                     "stage[suspension].propose", S, H, id="proposes less"),
        pytest.param(', "eve"]', "]", "stage[suspension].not_on", H, S, id="eve"),
        pytest.param('when = "below_floor"', 'when = "below_stage"', "release.when", S, H,
                     id="release"),
        pytest.param("reminder = 1,", "reminder = 2,", "segment[new customers].days.reminder", S, H,
                     id="segment later"),
        pytest.param("suspension = 27 }", "suspension = false }",
                     "segment[new customers].days.suspension", S, H, id="segment never"),
        pytest.param(", suspension = 27 }", " }", "segment[new customers].days.suspension", S, H,
                     id="segment as others"),
        pytest.param('ask = ["agents", "approvers"]', 'ask = ["approvers"]', "approvals.ask", S, H,
                     id="askers"),
        pytest.param('vote = ["approvers"]', 'vote = ["approvers", "administrators"]',
                     "approvals.vote", H, H, id="voters"),
        pytest.param("suspend = 2", "suspend = 3", "approvals.suspend", S, H, id="quorum"),
        pytest.param("reinstate = 1", "reinstate = 2", "approvals.reinstate", H, H, id="lifting"),
        pytest.param("requester_counts = false", "requester_counts = true",
                     "approvals.requester_counts", H, S, id="requester"),
        pytest.param("lapse_business_hours = 16", "lapse_business_hours = 40",
                     "approvals.lapse_business_hours", H, S, id="lapse"),
        pytest.param("enabled = false", "enabled = true", "break_glass.enabled", H, S, id="alone"),
        pytest.param('roles = ["approvers", "administrators"]', 'roles = ["administrators"]',
                     "break_glass.roles", S, H, id="who alone"),
        pytest.param("most = 3 ", "most = 2 ", "break_glass.most", S, H, id="how much alone"),
        pytest.param("ratify_business_hours = 2", "ratify_business_hours = 3",
                     "break_glass.ratify_business_hours", H, S, id="ratified later"),
        pytest.param("second_deadline_hours = 4", "second_deadline_hours = 9",
                     "break_glass.second_deadline_hours", H, S, id="decided later"),
        pytest.param("hours = 72 ", "hours = 96 ", "containment.hours", H, S, id="time box"),
        pytest.param("per_hour = 40", "per_hour = 41", "caps.per_hour", H, H, id="cap"),
        pytest.param("share_per_day = 0.02 ", "share_per_day = 0.03 ", "caps.share_per_day", H, H,
                     id="share"),
        pytest.param("per_plan = 250", "per_plan = 300", "caps.reinstate.per_plan", H, H,
                     id="reinstating"),
        pytest.param("per_hour = 30", "per_hour = 60", "caps.letters.per_hour", H, S, id="letters"),
        pytest.param('name = "standard"', 'name = "ours"', "name", N, N, id="name"),
    ],
)  # fmt: skip
def test_each_thing_hardens_or_softens(
    find: str, put: str, path: str, there: Effect, back: Effect
) -> None:
    other = edited(find, put)
    assert (path, there) in found(SHIPPED, other)
    assert (path, back) in found(other, SHIPPED)


def test_a_stage_that_is_added_hardens_and_one_that_cuts_may_go() -> None:
    stage = SHIPPED[SHIPPED.index('[[stage]]\nname = "suspension"') : SHIPPED.index("[release]")]
    milder = (
        edited("suspension = 27 }", " }", edited(stage, ""))
        .replace(", }", " }")
        .replace("20,  }", "20 }")
    )
    assert ("stage[suspension]", S) in found(SHIPPED, milder)
    assert ("stage[suspension]", H) in found(milder, SHIPPED)


def test_a_warning_that_is_gone_hardens() -> None:
    stage = SHIPPED[SHIPPED.index('[[stage]]\nname = "upcoming"') : SHIPPED.index(
        '[[stage]]\nname = "reminder"'
    )]  # fmt: skip
    assert found(SHIPPED, edited(stage, "")) == [("stage[upcoming]", H)]


@pytest.mark.parametrize(
    ("old", "new", "path", "effect"),
    [
        pytest.param(SHIPPED, WITH_CONTRACT, "segment[contract]", S, id="softer and last"),
        pytest.param(WITH_CONTRACT, SHIPPED, "segment[contract]", H, id="gone"),
        pytest.param(SHIPPED, SHIPPED.replace("[approvals] ", f"{STRICT}\n[approvals] ", 1),
                     "segment[strict]", H, id="stricter"),
        pytest.param(SHIPPED, SHIPPED.replace("[[segment]]", f"{CONTRACT}\n[[segment]]", 1),
                     "segment[contract]", H, id="in front of another"),
        pytest.param(WITH_CONTRACT, edited("2027-06-30", "2027-12-31", WITH_CONTRACT),
                     "segment[contract].until", S, id="longer"),
        pytest.param(WITH_CONTRACT, edited("2027-06-30", "2027-01-31", WITH_CONTRACT),
                     "segment[contract].until", H, id="shorter"),
        pytest.param(WITH_CONTRACT, edited('04ab"]', '04ab", "other"]', WITH_CONTRACT),
                     "segment[contract].customers", S, id="one more"),
        pytest.param(WITH_CONTRACT, edited("7c1e0000", "8c1e0000", WITH_CONTRACT),
                     "segment[contract].customers", H, id="another one"),
        pytest.param(WITH_CONTRACT, edited("section 9", "section 8", WITH_CONTRACT),
                     "segment[contract].reason", N, id="reason"),
        pytest.param(SHIPPED, edited('tags = ["new"]\n', 'tags = ["new", "repeat"]\n'),
                     "segment[new customers].tags", H, id="stricter for fewer"),
    ],
)  # fmt: skip
def test_segments_soften_where_more_people_have_more_time(
    old: str, new: str, path: str, effect: Effect
) -> None:
    assert found(old, new) == [(path, effect)]


def test_the_order_of_segments_decides_which_one_holds() -> None:
    first = SHIPPED.replace("[[segment]]", f"{CONTRACT}\n[[segment]]", 1)
    assert found(WITH_CONTRACT, first) == [("segment order", H)]


def test_one_change_that_hardens_is_enough() -> None:
    mixed = edited("days_overdue = 35", "days_overdue = 30", edited("suspend = 2", "suspend = 3"))
    between = changes(read_policy(SHIPPED), read_policy(mixed))
    assert {one.effect for one in between} == {H, S}
    assert hardens(between)
    assert not softens(between)


def test_of_a_list_only_what_it_loses_and_gains_is_shown() -> None:
    [one] = changes(read_policy(SHIPPED), read_policy(edited('"Entra"', '"Visio"')))
    assert one == Change("keep", "Entra", "Visio", H)


def test_remarks_change_nothing_and_the_version_all_the_same() -> None:
    other = f"{SHIPPED}\n# a remark\n"
    assert found(SHIPPED, other) == []
    assert read_policy(SHIPPED).version != read_policy(other).version


def test_rules_without_approvals_and_caps_are_compared() -> None:
    bare = SHIPPED[: SHIPPED.index("[approvals]")]
    [one] = rule_changes(read_rules(SHIPPED), read_rules(edited("= 35", "= 34", bare)))
    assert (one.path, one.effect) == ("stage[suspension].when.days_overdue", H)
