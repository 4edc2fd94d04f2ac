"""How bad a case is only grows by what is seen, in whatever order it is seen."""

from __future__ import annotations

from functools import reduce

from hypothesis import given
from hypothesis import strategies as some

from core.domain.case_clocks import FIRST_RESPONSE
from core.domain.cases import OUTCOMES, Outcome, Severity, worse

SEVERITIES = some.lists(some.sampled_from(Severity), min_size=1, max_size=8)


@given(seen=SEVERITIES, more=some.sampled_from(Severity))
def test_what_is_seen_makes_a_case_never_less_bad(seen: list[Severity], more: Severity) -> None:
    before = reduce(worse, seen)
    after = worse(before, more)
    assert after.rank >= before.rank and after in (*seen, more)
    assert FIRST_RESPONSE[after] <= FIRST_RESPONSE[before]


@given(data=some.data(), seen=SEVERITIES)
def test_the_order_in_which_it_is_seen_does_not_matter(
    data: some.DataObject, seen: list[Severity]
) -> None:
    shuffled = data.draw(some.permutations(seen))
    assert reduce(worse, shuffled) is reduce(worse, seen)
    assert reduce(worse, seen + seen) is reduce(worse, seen)


def test_nobody_closes_a_case_as_merged() -> None:
    assert all(Outcome.MERGED not in outcomes for outcomes in OUTCOMES.values())
    assert {one for outcomes in OUTCOMES.values() for one in outcomes} | {Outcome.MERGED} == set(
        Outcome
    )
