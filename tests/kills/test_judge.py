"""The judge condemns what it must: every kind of wrong is planted once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.kills.judge import Asked, Became, Cast, Change, Judgement, judge

CUT = {"status": ("active", "suspended"), "autoRenewEnabled": (True, False)}
BACK = {"status": ("suspended", "active")}
RENEW = {"autoRenewEnabled": (False, True)}
SUSPENDED = Change(10.0, "s1", CUT, "r1")


def a_plan(action: str = "suspend", *votes: float, quorum: int = 2) -> Asked:
    cast = [Cast(f"voter {n}", at, at + 0.1) for n, at in enumerate(votes)]
    return Asked(f"plan to {action}", action, "tenant", ("s1",), quorum, cast)


def an_end(state: str = "finished", voters: int = 2, **steps: str) -> Became:
    return Became(state, {("s1", verb): step for verb, step in steps.items()}, voters)


def wrongs(found: Judgement) -> set[str]:
    names = ("lost", "doubled", "unapproved", "untold", "late", "with_a_person")
    return {name for name in names if getattr(found, name)}


APPROVED = a_plan("suspend", 1.0, 2.0)
DONE = an_end(suspend="confirmed")


@pytest.mark.parametrize(
    ("plan", "changes", "end", "expected"),
    [
        pytest.param(APPROVED, [SUSPENDED], DONE, set(), id="well"),
        pytest.param(APPROVED, [], DONE, {"lost"}, id="confirmed-without-effect"),
        pytest.param(APPROVED, [], an_end("executing", suspend="todo"), {"lost"}, id="left-undone"),
        pytest.param(APPROVED, [SUSPENDED], an_end(voters=1, suspend="confirmed"), {"lost"},
                     id="acknowledged-vote-not-kept"),
        pytest.param(APPROVED, [SUSPENDED, replace(SUSPENDED, at=11.0)], DONE, {"doubled"},
                     id="twice"),
        pytest.param(APPROVED, [SUSPENDED, replace(SUSPENDED, changed={})], DONE, {"doubled"},
                     id="accepted-again-without-change"),
        pytest.param(APPROVED, [replace(SUSPENDED, at=1.5)], an_end(suspend="todo"),
                     {"unapproved", "lost"}, id="before-the-second-vote"),
        pytest.param(a_plan("suspend", 1.0), [SUSPENDED], an_end("pending", 1, suspend="todo"),
                     {"unapproved"}, id="one-vote-only"),
        pytest.param(APPROVED, [replace(SUSPENDED, changed=BACK)], DONE, {"unapproved", "lost"},
                     id="another-change-than-agreed"),
        pytest.param(APPROVED, [replace(SUSPENDED, subscription="s2")], DONE,
                     {"unapproved", "lost"}, id="another-subscription"),
        pytest.param(APPROVED, [], an_end("needs_human", suspend="review"), {"with_a_person"},
                     id="a-person-looks"),
        pytest.param(APPROVED, [], an_end("partial", suspend="cancelled"), {"with_a_person"},
                     id="stopped-on-surprise"),
        pytest.param(APPROVED, [SUSPENDED], an_end("withdrawn", suspend="cancelled"), {"untold"},
                     id="took-effect-behind-our-back"),
    ],
)  # fmt: skip
def test_one_plan(plan: Asked, changes: list[Change], end: Became, expected: set[str]) -> None:
    assert wrongs(judge([plan], changes, {plan.plan_id: end})) == expected


PAID = replace(APPROVED, reason="non_payment", paid_at=9.0)
STOPPED = an_end("withdrawn", suspend="cancelled")


@pytest.mark.parametrize(
    ("plan", "arrived", "end", "frozen", "expected"),
    [
        pytest.param(PAID, None, STOPPED, [], set(), id="paid-and-stopped"),
        pytest.param(PAID, 9.5, DONE, [], set(), id="under-way-when-paid"),
        pytest.param(PAID, 10.5, DONE, [], {"late"}, id="cut-after-the-payment"),
        pytest.param(APPROVED, 10.0, DONE, [(8.0, 12.0)], {"late"}, id="cut-while-frozen"),
        pytest.param(APPROVED, 10.0, DONE, [(9.5, 12.0)], set(), id="under-way-when-frozen"),
        pytest.param(APPROVED, 10.0, DONE, [(5.0, 9.9)], set(), id="lifted"),
    ],
)
def test_what_may_no_longer_begin(
    plan: Asked,
    arrived: float | None,
    end: Became,
    frozen: list[tuple[float, float]],
    expected: set[str],
) -> None:
    changes = [] if arrived is None else [replace(SUSPENDED, at=11.0, arrived=arrived)]
    assert wrongs(judge([plan], changes, {plan.plan_id: end}, frozen)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param([Change(20.0, "s1", BACK, "r2"), Change(21.0, "s1", RENEW, "r3")], set(),
                     id="as-it-was"),
        pytest.param([Change(20.0, "s1", BACK, "r2")], {"lost"}, id="renewal-not-put-back"),
    ],
)  # fmt: skip
def test_what_suspending_took_is_put_back(changes: list[Change], expected: set[str]) -> None:
    back = a_plan("reinstate", 15.0, quorum=1)
    ends = {
        APPROVED.plan_id: DONE,
        back.plan_id: an_end(voters=1, reactivate="confirmed", restore="confirmed"),
    }
    assert wrongs(judge([APPROVED, back], [SUSPENDED, *changes], ends)) == expected
