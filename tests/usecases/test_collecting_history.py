"""Any history: what was found on each day is found again, nobody is asked about twice, and nothing
is proposed before the customer was told and told again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest

from core.domain.customers import CustomerKey
from core.domain.notices import LetterState, Outgoing
from core.domain.plans import Action
from core.domain.policy_file import read_policy
from core.domain.verdicts import State
from core.usecases.collecting import replay
from tests.a_letter import a_reply
from tests.a_policy import put_in_force
from tests.a_run import FIRST_DAY, Run, policy_text
from tests.an_agreement import a_hold

DAYS = 60
OTHER_DAYS = ("days_overdue = 14 }", "days_overdue = 15 }")


def lives(run: Run, key: CustomerKey, number: int, chance: Random) -> None:
    """Whatever may happen on a day."""
    documents = [one for one in run.documents if one.startswith(f"D{number}-")]
    happens: list[Callable[[], object]] = [
        lambda: run.owes(number, due=run.today - timedelta(days=chance.randint(-5, 30))),
        lambda: run.pays(chance.choice(documents)) if documents else None,
        lambda: run.pays(chance.choice(documents), "100.00") if documents else None,
        lambda: is_held(run, key, chance.randint(1, 9)),
        lambda: writes(run, key),
        lambda: put_in_force(run.store, read_policy(policy_text(OTHER_DAYS)), run.now),
    ]
    if chance.random() < 0.2:
        chance.choices(happens, [6, 3, 3, 1, 1, 1])[0]()


def is_held(run: Run, key: CustomerKey, days: int) -> None:
    with run.store() as work:
        if work.holds.of(key):
            return
        until = run.today + timedelta(days=days)
        work.holds.add(
            [a_hold(hold_id=str(key), batch=str(key), customer=key, since=run.today, until=until)]
        )
        work.commit()


def writes(run: Run, key: CustomerKey) -> None:
    with run.store() as work:
        work.letters.add_reply(a_reply(customer=key, received_at=run.now))
        work.commit()


@pytest.mark.parametrize("seed", [1, 3])
def test_any_history_holds_what_the_policy_promises(run: Run, seed: int) -> None:
    chance = Random(seed)
    keys = [run.customer(number) for number in range(3)]
    for number in range(3):
        run.owes(number, amount="900.00", due=FIRST_DAY - timedelta(days=10 * number))
    run.day(FIRST_DAY)
    run.release()
    for _ in range(DAYS):
        for number, key in enumerate(keys):
            lives(run, key, number, chance)
        run.days(1)
    check_days(run)
    for key in keys:
        check_letters(run, key)
    assert sum(check_proposals(run, key) for key in keys)


def check_days(run: Run) -> None:
    with run.store.reading() as work:
        kept = work.verdicts.since(date(2026, 1, 1))
        assert len(kept) > DAYS
        assert {one.state for one in kept} > {State.CHASING}
        for one in kept:
            verdict = replay(work, one.customer, one.on)
            assert verdict is not None
            assert one.same_as(verdict)


def letters_to(run: Run, key: CustomerKey) -> list[Outgoing]:
    left = (LetterState.ACCEPTED, LetterState.DELIVERED)
    return [one for one in run.letters(*left) if one.customer == key]


def check_letters(run: Run, key: CustomerKey) -> None:
    """Three days lie between two of them."""
    sent = sorted(one.sent_at for one in letters_to(run, key) if one.sent_at is not None)
    assert all(later - one >= timedelta(days=3) for one, later in pairwise(sent))


def check_proposals(run: Run, key: CustomerKey) -> int:
    """A final notice was delivered a week before, and no day was printed that had not come. How
    many there were."""
    with run.store.reading() as work:
        plans = work.plans.of_customer(key, Action.SUSPEND)
        told = work.letters.delivered(key)
    for plan in plans:
        filed = plan.content.filed_at.date()
        assert any(one.name == "final" and (filed - one.on).days >= 7 for one in told)
        printed = [one.access_from for one in told if one.access_from and one.on <= filed]
        assert max(printed, default=filed) <= filed
    return len(plans)
