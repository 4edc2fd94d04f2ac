"""A customer's short code: always the same, and never the only one that looks right."""

from __future__ import annotations

from collections import Counter

import pytest

from core.domain.customers import CustomerKey
from core.domain.plans import Action, PlanState
from core.domain.short_codes import LENGTH, SIGNS, choices, is_confirmed_by_code, places, short_code
from core.domain.step_up_errors import WrongCustomerPicked
from core.usecases.picking import check
from tests.builders import CONTOSO, FABRIKAM, a_plan

OTHERS = [CustomerKey("main", f"7c1e0000-0000-4000-8000-{n:012}") for n in range(40)]


SEEDS = [f"{n:064}" for n in range(300)]


def shown(seed: str, viewer: str = "T1/U1", others: list[CustomerKey] = OTHERS) -> tuple[str, ...]:
    return choices(CONTOSO, others, seed=seed, viewer=viewer)


def test_a_code_stays_and_has_no_sign_that_is_misread() -> None:
    codes = [short_code(key) for key in (CONTOSO, FABRIKAM, *OTHERS)]
    assert codes == [short_code(key) for key in (CONTOSO, FABRIKAM, *OTHERS)]
    assert len(set(codes)) == len(codes)
    assert all(len(code) == LENGTH and set(code) <= set(SIGNS) for code in codes)
    assert not set(SIGNS) & set("AEIOUSZ0125")


@pytest.mark.parametrize("others", [OTHERS, OTHERS[:1], [], [CONTOSO], [CONTOSO] * 5])
def test_there_are_three_and_one_is_right(others: list[CustomerKey]) -> None:
    for seed in SEEDS[:20]:
        codes = shown(seed, others=others)
        assert len(set(codes)) == len(codes) == 3
        assert short_code(CONTOSO) in codes


def test_the_same_person_sees_the_same_again_and_another_sees_another_order() -> None:
    orders = set()
    for seed in SEEDS[:20]:
        assert shown(seed) == shown(seed)
        assert places(seed) == places(seed)
        orders.add(shown(seed) == shown(seed, viewer="T1/U2"))
    assert orders == {True, False}


def test_the_right_one_stands_in_every_place_about_as_often() -> None:
    stands = Counter(shown(seed).index(short_code(CONTOSO)) for seed in SEEDS)
    assert all(60 < stands[place] < 140 for place in range(3)), stands


@pytest.mark.parametrize("action", list(Action))
def test_only_what_takes_service_away_asks_for_it(action: Action) -> None:
    plan = a_plan(action=action, state=PlanState.PENDING)
    asks = is_confirmed_by_code(plan)
    assert asks is (action in {Action.SUSPEND, Action.CANCEL})
    check(plan, short_code(CONTOSO))
    if asks:
        for picked in ("", short_code(FABRIKAM), short_code(CONTOSO).lower()):
            with pytest.raises(WrongCustomerPicked):
                check(plan, picked)
    else:
        check(plan, "")
