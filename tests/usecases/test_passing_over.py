"""Any history: whoever is passed over on a day would have been found clear on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest

from core.domain.customers import CustomerKey
from core.dossiers import dossier_of
from core.usecases.collecting import customers, judge_one
from core.usecases.passing_over import passed_over
from tests.a_run import FIRST_DAY, Run
from tests.usecases.test_collecting_history import is_held, writes

CUSTOMERS, DAYS = 6, 40


def lives(run: Run, key: CustomerKey, number: int, chance: Random) -> None:
    """Most pay before they have to."""
    mine = [one for one in run.documents if one.startswith(f"D{number}-")]

    def pays() -> None:
        for one in mine:
            if run.documents[one].open:
                run.pays(one)

    happens: list[Callable[[], object]] = [
        lambda: run.owes(number, due=run.today + timedelta(days=chance.randint(1, 30))),
        pays,
        lambda: is_held(run, key, chance.randint(1, 9)),
        lambda: writes(run, key),
    ]
    if chance.random() < 0.4:
        chance.choices(happens, [4, 8, 1, 1])[0]()


def judged_too(run: Run) -> tuple[int, int]:
    """How many are passed over, and how many are not."""
    with run.store() as work:
        everybody = customers(work)
        passed, before = passed_over(work, everybody, run.now), work.events.head()
        for key, on, since in passed:
            found = judge_one(work, dossier_of(work, key), office=run.office)
            assert not found.counts(), found
            assert not found.differs(work.verdicts.last(key)), found
            known = min((doc.issued for doc in found.facts.documents), default=on)
            assert (found.on, known) == (on, since)
        assert work.events.head() == before
    return len(passed), len(everybody) - len(passed)


@pytest.mark.parametrize("seed", [1, 2])
def test_whoever_is_passed_over_would_have_been_found_clear(run: Run, seed: int) -> None:
    chance, counts = Random(seed), list[tuple[int, int]]()
    keys = [run.customer(number) for number in range(CUSTOMERS)]
    for number in range(CUSTOMERS):
        run.owes(number, due=FIRST_DAY + timedelta(days=7 * number - 7))
    for day in range(DAYS):
        for number, key in enumerate(keys):
            lives(run, key, number, chance)
        run.at(FIRST_DAY + timedelta(days=day))
        run.books()
        counts.append(judged_too(run))
        run.run()
        run.release_words()
        run.post()
    passed, judged = map(sum, zip(*counts, strict=True))
    assert min(passed, judged) > CUSTOMERS * DAYS // 10, (passed, judged)
