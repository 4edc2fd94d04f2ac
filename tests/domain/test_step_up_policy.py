"""`[step_up]` of a policy: which votes take a code, and whether there are people for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.domain.alone import BreakGlass
from core.domain.people import Role
from core.domain.plans import Action, Reason
from core.domain.policy import Policy
from core.domain.policy_changes import changes, hardens, softens
from core.domain.policy_file import PolicyRefused, read_policy
from core.domain.quorums import Quorum, quorums
from core.domain.step_up import Demand
from tests.builders import eur
from tests.core.a_gate import POLICY

FRAUD = Demand(frozenset({Reason.FRAUD}))
LARGE = Demand(above={"EUR": eur("10000")})
HOLDERS = {
    Role.AGENT: {"kang"},
    Role.APPROVER: {"braun", "park", "weber"},
    Role.ADMINISTRATOR: {"admin", "lee"},
}


def with_demand(demand: Demand) -> Policy:
    return replace(POLICY, step_up=demand)


def read(table: str) -> Policy:
    return read_policy(f"{POLICY.text}\n[step_up]\n{table}\n")


def test_a_file_says_reasons_and_amounts() -> None:
    assert not POLICY.step_up
    found = read('reasons = ["fraud", "misuse"]\nabove = { EUR = "10000.00" }').step_up
    assert found == Demand(frozenset({Reason.FRAUD, Reason.MISUSE}), {"EUR": eur("10000.00")})


@pytest.mark.parametrize(
    ("table", "path"),
    [
        ('reasons = ["theft"]', "step_up.reasons[0]"),
        ('above = { EUR = "much" }', "step_up.above.EUR"),
        ('above = { XXX = "5" }', "step_up.above.XXX"),
        ("codes = true", "step_up.codes"),
    ],
)
def test_anything_else_is_refused_with_its_path(table: str, path: str) -> None:
    with pytest.raises(PolicyRefused) as refused:
        read(table)
    assert [one for one in refused.value.problems if one.startswith(path)]


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("reason", list(Reason))
@pytest.mark.parametrize("owed", ["0", "10000", "10000.01"])
def test_which_plans_take_a_code(action: Action, reason: Reason, owed: str) -> None:
    cuts = action in {Action.SUSPEND, Action.CANCEL}
    overdue = [eur(owed)]
    assert FRAUD.asked(action, reason, overdue) is (cuts and reason is Reason.FRAUD)
    assert LARGE.asked(action, reason, overdue) is (cuts and owed == "10000.01")
    assert not Demand().asked(action, reason, overdue)


def test_the_stricter_of_then_and_now() -> None:
    then = Demand(frozenset({Reason.MISUSE}), {"EUR": eur("500")})
    both = with_demand(Demand(frozenset({Reason.FRAUD}), {"EUR": eur("900")})).stricter(
        with_demand(then)
    )
    assert both.step_up == Demand(frozenset({Reason.FRAUD, Reason.MISUSE}), {"EUR": eur("500")})
    assert with_demand(Demand()).stricter(with_demand(LARGE)).step_up == LARGE


@pytest.mark.parametrize(
    ("old", "new", "harder"),
    [
        pytest.param(Demand(), FRAUD, True, id="a reason more"),
        pytest.param(FRAUD, Demand(), True, id="a reason less"),
        pytest.param(Demand(), LARGE, False, id="a new amount"),
        pytest.param(LARGE, Demand(), True, id="an amount gone"),
        pytest.param(LARGE, Demand(above={"EUR": eur("20000")}), True, id="a higher amount"),
        pytest.param(LARGE, Demand(above={"EUR": eur("5000")}), False, id="a lower amount"),
    ],
)
def test_what_hardens(old: Demand, new: Demand, harder: bool) -> None:
    found = changes(with_demand(old), with_demand(new))
    assert found and all(one.path.startswith("step_up.") for one in found)
    assert (hardens(found), softens(found)) == (harder, not harder)


# People


def coded(policy: Policy, *enrolled: str, barred: frozenset[str] = frozenset()) -> Quorum:
    found = quorums(policy, HOLDERS, enrolled=frozenset(enrolled), barred=barred)
    return next(one for one in found if one.takes_code)


@pytest.mark.parametrize(
    ("enrolled", "enough"),
    [
        pytest.param((), False, id="nobody"),
        pytest.param(("braun",), False, id="one"),
        pytest.param(("braun", "admin"), False, id="one who votes"),
        pytest.param(("braun", "park"), True, id="two, and an agent asks"),
        pytest.param(("braun", "park", "weber"), True, id="all"),
    ],
)
def test_enough_people_have_a_second_factor(enrolled: tuple[str, ...], enough: bool) -> None:
    assert coded(with_demand(FRAUD), *enrolled).feasible() is enough


@pytest.mark.parametrize(
    ("enrolled", "enough"),
    [(("braun",), False), (("braun", "kang"), False), (("braun", "admin"), True)],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else None,
)
def test_somebody_else_can_ratify_with_a_code(enrolled: tuple[str, ...], enough: bool) -> None:
    alone = replace(with_demand(FRAUD), break_glass=BreakGlass(enabled=True))
    found = quorums(alone, HOLDERS, enrolled=frozenset(enrolled))
    (ratify,) = [one for one in found if one.takes_code and one.action is Action.RATIFY]
    assert (ratify.at_worst >= ratify.needed) is enough


def test_without_codes_nobody_asks_for_factors_or_a_second_administrator() -> None:
    found = quorums(POLICY, {**HOLDERS, Role.ADMINISTRATOR: {"admin"}})
    assert not [one for one in found if one.takes_code]
    assert Action.CONFIRM_STEP_UP not in {one.action for one in found}


@pytest.mark.parametrize(
    ("administrators", "enough"), [({"admin"}, False), ({"admin", "lee"}, True)]
)
def test_with_codes_it_takes_two_administrators(administrators: set[str], enough: bool) -> None:
    found = quorums(with_demand(FRAUD), {**HOLDERS, Role.ADMINISTRATOR: administrators})
    confirming = next(one for one in found if one.action is Action.CONFIRM_STEP_UP)
    assert confirming.feasible() is enough


@pytest.mark.parametrize(
    ("barred", "enough"),
    [(set(), True), ({"braun"}, True), ({"braun", "park"}, False), ({"admin", "lee"}, True)],
)
def test_account_owners_are_left_out(barred: set[str], enough: bool) -> None:
    found = {one.action: one for one in quorums(POLICY, HOLDERS, barred=barred)}
    assert found[Action.SUSPEND].feasible() is enough
    assert found[Action.REINSTATE].feasible()
    everybody = coded(with_demand(FRAUD), "braun", "park", "weber", barred=frozenset(barred))
    assert everybody.feasible() is enough
