"""Pairs who only ever agree with each other, and votes in haste."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from core.domain.habits import Decided, Opening, Pair, pairs
from tests.builders import NOW


def plans(*asked: tuple[str, str]) -> list[Decided]:
    """Who asked, and whose approvals it had."""
    return [
        Decided(f"plan-{n}", requester, frozenset(approvers.split()))
        for n, (requester, approvers) in enumerate(asked)
    ]


TWO_WAYS = [("a", "b")] * 3 + [("b", "a c")] * 2


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param(TWO_WAYS, [Pair("a", "b", 5)], id="both ways, five plans"),
        pytest.param(TWO_WAYS[1:], [], id="four plans"),
        pytest.param([("a", "b")] * 9, [], id="one way only"),
        pytest.param([*TWO_WAYS, ("a", "c")], [], id="one exception"),
        pytest.param([*TWO_WAYS, ("c", "d e")], [Pair("a", "b", 5)], id="others beside them"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_pairs(asked: list[tuple[str, str]], found: list[Pair]) -> None:
    assert pairs(plans(*asked)) == found
    assert pairs(reversed(plans(*asked))) == found


@pytest.mark.parametrize(
    ("approved", "haste"),
    [
        pytest.param(NOW, True, id="at once"),
        pytest.param(NOW + timedelta(seconds=4.9), True, id="just under five"),
        pytest.param(NOW + timedelta(seconds=5), False, id="five seconds"),
        pytest.param(NOW - timedelta(seconds=1), False, id="before it was opened again"),
        pytest.param(None, False, id="not at all"),
    ],
)
def test_haste(approved: datetime | None, haste: bool) -> None:
    assert Opening("plan", "a", NOW, approved).in_haste is haste
