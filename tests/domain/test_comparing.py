"""Two policies over the same days: those to come, and those that were recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.domain.comparing import Difference, Pair, Since, became, compare, proposed_extra, replay
from core.domain.exposure import Document, Presence, Status
from core.domain.facts import Delivered
from core.domain.simulation import ahead, replayed
from tests.a_portfolio import DUE, facts, history, invoice, rules, subject


def day(number: int) -> date:
    """So many days after the due date."""
    return DUE + timedelta(days=number)


# Two policies


def test_who_comes_to_another_stage_and_when() -> None:
    one = subject(invoice())
    before, after = (ahead(one, rules(final), DUE, 30) for final in (8, 11))
    found = compare([Pair(before, after)])
    assert found.stages == (
        Difference("1", "Customer 1", "final", day(8), day(11)),
        Difference("1", "Customer 1", "suspension", day(15), day(16)),
    )
    assert [one.days() for one in found.proposals] == [1]
    assert (found.letters, found.actions, found.customers()) == ({}, {}, 1)
    assert not found.proposals[0].is_harder()


def test_the_same_policy_makes_no_difference() -> None:
    journey = ahead(subject(invoice()), rules(), DUE, 30)
    found = compare([Pair(journey, journey)])
    assert (found.stages, found.proposals, found.customers()) == ((), (), 0)


# The past


def test_letters_of_the_past_are_those_that_the_policy_would_have_sent() -> None:
    told = (Delivered("reminder", day(-40)), Delivered("reminder", day(4)))
    past = [
        replace(one, facts=replace(one.facts, notices=told)) for one in history(invoice(), days=20)
    ]
    sent = {m.letter: m.on for m in replayed(past, rules()).moments if m.letter}
    assert sent == {"upcoming": day(0), "reminder": day(3), "final": day(8)}


def test_who_paid_and_owes_again_starts_anew() -> None:
    first = history(invoice(), days=25, paid_on=day(20))
    again = [
        replace(
            one,
            on=one.on + timedelta(days=25),
            facts=facts(invoice("R-2", day(25)), on=day(25 + n)),
        )
        for n, one in enumerate(history(days=20))
    ]
    found = replayed([*first, *again], rules())
    assert [m.on for m in found.moments if m.proposals] == [day(15), day(41)]


@pytest.mark.parametrize(
    ("days", "paid_on", "expected"),
    [
        pytest.param(30, 18, Since.PAID, id="paid-within-five-days"),
        pytest.param(30, 20, Since.PAID, id="on-the-fifth"),
        pytest.param(30, 21, Since.NOT_PAID, id="later"),
        pytest.param(30, None, Since.NOT_PAID, id="never"),
        pytest.param(18, None, Since.NOT_KNOWN, id="too-new"),
    ],
)
def test_what_became_of_whom_it_would_have_proposed(
    days: int, paid_on: int | None, expected: Since
) -> None:
    paid = day(paid_on) if paid_on else None
    assert became(history(invoice(), days=days, paid_on=paid), day(15)) is expected


@pytest.mark.parametrize(
    "instead",
    [
        pytest.param(replace(invoice(), status=Status.WRITTEN_OFF), id="written-off"),
        pytest.param(replace(invoice(), presence=Presence.MISSING), id="missing"),
        pytest.param(replace(invoice(), disputed=invoice().open), id="disputed"),
    ],
)
def test_what_is_no_payment(instead: Document) -> None:
    past = history(invoice(), days=25)
    past[16:] = [replace(one, facts=replace(one.facts, documents=(instead,))) for one in past[16:]]
    assert became(past, day(15)) is Since.NOT_PAID


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(8, 8, None, id="the-same"),
        pytest.param(12, 8, 15, id="earlier"),
        pytest.param(8, 12, None, id="later"),
    ],
)
def test_a_proposal_that_only_the_edited_policy_makes(
    before: int, after: int, expected: int | None
) -> None:
    past = history(invoice(), days=30)
    found = proposed_extra(replayed(past, rules(before)), replayed(past, rules(after)))
    assert found == (day(expected) if expected else None)


def test_a_harder_policy_over_the_past_says_who_would_have_paid_anyway() -> None:
    payer = history(invoice(), days=60, paid_on=day(18))
    debtor = [replace(one, key="2", name="Two") for one in history(invoice(), days=60)]
    found = replay([payer, debtor], rules(20), rules(8))
    assert (found.since, found.until, found.customers) == (DUE, day(59), 2)
    comparison = found.comparison
    assert comparison.actions == {"suspend": 1}
    assert comparison.letters == {"final": 1}
    assert comparison.extra == {Since.PAID: 1, Since.NOT_PAID: 1}
    assert [(d.key, d.before, d.after) for d in comparison.proposals] == [
        ("1", None, day(15)),
        ("2", day(27), day(15)),
    ]


def test_without_a_floor_in_the_edited_policy_a_customer_is_named_and_not_compared() -> None:
    dollars = history(invoice(code="USD"), days=5)
    edited = replace(rules(), floors={"EUR": rules().floors["EUR"]})
    found = replay([dollars], rules(), edited)
    assert (found.customers, found.unjudged) == (0, ("Customer 1",))
