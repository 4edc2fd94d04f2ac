"""Whom the policy run passes over, on both databases: one thing alone is enough to be looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from core.domain.customers import CustomerKey
from core.domain.exposure import Category, Kind
from core.domain.money import Money, zero
from core.usecases.collecting import customers
from core.usecases.passing_over import passed_over
from storage.unit_of_work import SqlStore
from tests.a_letter import a_reply
from tests.a_run import FIRST_DAY, Run
from tests.a_verdict import a_judged, an_episode
from tests.an_agreement import a_hold, a_promise

# The shipped policy tells of what is due within five days.
FAR, NEAR = FIRST_DAY + timedelta(days=6), FIRST_DAY + timedelta(days=5)
FRANCS = Money(Decimal("900.00"), "CHF")
Happens = Callable[[Run, CustomerKey], object]


def passed(run: Run) -> dict[CustomerKey, tuple[date, date]]:
    with run.store.reading() as work:
        found = passed_over(work, customers(work), run.now)
    return {key: (on, since) for key, on, since in found}


def changes(run: Run, **said: object) -> None:
    """The one document says something else."""
    name, doc = next(iter(run.documents.items()))
    run.documents[name] = replace(doc, **said)  # type: ignore[arg-type]
    run.books()


def vanishes(run: Run) -> None:
    """Another document keeps the books from being empty."""
    name = next(iter(run.documents))
    run.customer(2)
    run.owes(2, due=FAR)
    del run.documents[name]
    run.books()


def is_chased(run: Run, key: CustomerKey) -> None:
    with run.store() as work:
        work.episodes.begin(an_episode(customer=key))
        work.commit()


def was_spoken_of(run: Run, key: CustomerKey) -> None:
    with run.store() as work:
        work.verdicts.keep(a_judged(customer=key, on=run.today))
        work.verdicts.seen((key, run.today, run.today))
        work.commit()


def promised(run: Run, key: CustomerKey) -> None:
    with run.store() as work:
        work.promises.add([a_promise(customer=key)])
        work.commit()


def is_held(run: Run, key: CustomerKey) -> None:
    with run.store() as work:
        work.holds.add([a_hold(customer=key, since=run.today)])
        work.commit()


def writes(run: Run, key: CustomerKey) -> None:
    with run.store() as work:
        work.letters.add_reply(a_reply(customer=key, received_at=run.now))
        work.commit()


def may_be_who_writes(run: Run, key: CustomerKey) -> None:
    """Its address is that of a reply that nobody could give to anybody."""
    with run.store() as work:
        reply = a_reply(customer=None, sender="Pay@c1.example", received_at=run.now)
        work.letters.add_reply(reply)
        work.commit()


HAPPENS: dict[str, Happens] = {
    "something is due": lambda run, key: changes(run, due=NEAR),
    "it is late": lambda run, key: changes(run, due=FIRST_DAY - timedelta(days=1)),
    "a currency without a floor": lambda run, key: changes(
        run, total=FRANCS, open=FRANCS, disputed=zero("CHF")
    ),
    "a document is missing": lambda run, key: vanishes(run),
    "it is chased": is_chased,
    "it was spoken of": was_spoken_of,
    "it promised": promised,
    "it is held": is_held,
    "it wrote": writes,
    "it may be who wrote": may_be_who_writes,
    "the books are old": lambda run, key: run.at(FIRST_DAY + timedelta(days=2)),
}  # fmt: skip


@pytest.fixture
def run(store: SqlStore) -> Run:
    return Run(store)


@pytest.fixture
def clear(run: Run) -> CustomerKey:
    key = run.customer(1)
    run.owes(1, due=FAR)
    run.books()
    return key


def test_whoever_owes_nothing_yet_is_passed_over(run: Run, clear: CustomerKey) -> None:
    issued = FAR - timedelta(days=14)
    assert passed(run) == {clear: (FIRST_DAY, issued)}


def test_a_day_counts_from_where_it_begins_first(run: Run, clear: CustomerKey) -> None:
    run.at(FIRST_DAY, time(11, 30))  # Half past midnight of the next day in Kiribati.
    assert clear not in passed(run)


@pytest.mark.parametrize("what", HAPPENS)
def test_one_thing_is_enough_to_be_looked_at(run: Run, clear: CustomerKey, what: str) -> None:
    HAPPENS[what](run, clear)
    assert clear not in passed(run)


@pytest.mark.parametrize(
    "said",
    [{"kind": Kind.FINANCE_CHARGE}, {"category": Category.FEE}, {"category": Category.OTHER}],
)
def test_what_never_counts_is_no_reason(
    run: Run, clear: CustomerKey, said: dict[str, object]
) -> None:
    changes(run, due=FIRST_DAY - timedelta(days=30), **said)
    assert clear in passed(run)


def test_a_hold_that_is_over_is_no_reason(run: Run, clear: CustomerKey) -> None:
    over = FIRST_DAY - timedelta(days=2)
    hold = a_hold(customer=clear, since=over - timedelta(days=9), ended_on=over, ended_by="kang")
    with run.store() as work:
        work.holds.add([hold])
        work.commit()
    assert clear in passed(run)
