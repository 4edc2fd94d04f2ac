"""Stages: whose days hold, which conditions, and what a stage sends and stops."""

from __future__ import annotations

from datetime import date

import pytest

from tests.a_ladder import (
    AT_RISK,
    LADDER,
    SEGMENTS,
    TOLD,
    Given,
    customer,
    in_short,
    invoice,
    told,
    verdict_of,
)


@pytest.mark.parametrize(
    ("tags", "late", "on", "segment", "stage"),
    [
        (("new",), 1, "2026-03-04", "new", "reminder"),
        (("new",), 20, "2026-03-04", "new", "reminder"),
        ((), 7, "2026-03-04", "contract", None),
        ((), 8, "2026-03-04", "contract", "reminder"),
        ((), 7, "2026-03-05", "", "reminder"),
    ],
    ids=["first match", "a stage is taken away", "not yet", "last day", "over"],
)
def test_segments(
    tags: tuple[str, ...], late: int, on: str, segment: str, stage: str | None
) -> None:
    day = date.fromisoformat(on)
    verdict = verdict_of(customer(invoice("A", late), tags=tags), day, LADDER + SEGMENTS)
    assert verdict.ladder.segment == segment
    assert in_short(verdict) == ("chasing", stage)


@pytest.mark.parametrize(
    ("when", "tags", "holds"),
    [
        ('tags = ["new", "annual"]', ("new", "annual", "repeat"), True),
        ('tags = ["new", "annual"]', ("new",), False),
        ('not_tags = ["new", "annual"]', ("new",), False),
        ('not_tags = ["new"]', ("annual",), True),
        ("open_invoices = 2", (), True),
        ("open_invoices = 3", (), False),
        ("suspended_days = 9", (), True),
        ("suspended_days = 10", (), False),
        ("days_to_deletion = 20", (), True),
        ("days_to_deletion = 19", (), False),
        ("days_overdue = 5, open_invoices = 3", (), False),
        ("days_overdue = 6, open_invoices = 2", (), False),
    ],
)
def test_every_condition_that_is_given_must_hold(
    when: str, tags: tuple[str, ...], holds: bool
) -> None:
    policy = f'[[stage]]\nname = "one"\nwhen = {{ {when} }}\n'
    given = customer(
        invoice("A", 5), invoice("B", -50), invoice("C", 5, status="closed"), tags=tags,
        suspended_since="2026-02-23", deletion_on="2026-03-24",
    )  # fmt: skip
    assert in_short(verdict_of(given, policy=policy)) == ("chasing", "one" if holds else None)


def test_what_is_not_known_of_a_suspension_holds_nothing() -> None:
    for when in ("suspended_days = 0", "days_to_deletion = 3650"):
        policy = f'[[stage]]\nname = "one"\nwhen = {{ {when} }}\n'
        assert in_short(verdict_of(customer(invoice("A", 5)), policy=policy))[1] is None


def test_selling_stops_from_the_stage_that_says_so() -> None:
    assert not verdict_of(customer(invoice("A", 13))).stops_selling()
    assert verdict_of(customer(invoice("A", 14))).stops_selling()
    assert verdict_of(AT_RISK).stops_selling()


@pytest.mark.parametrize(
    ("late", "notices", "letters"),
    [
        (-5, [], ["upcoming"]),
        (-4, [told("upcoming", 1)], []),
        (3, [], ["reminder"]),
        (4, [told("reminder", 1)], []),
        (4, [told("reminder", 5)], ["reminder"]),
        (10, [told("reminder", 5)], ["second"]),
        (40, [], ["reminder"]),
        (60, [told("reminder", 50), told("second", 30)], ["final"]),
        (35, [*TOLD[:1], told("second", 20), told("final", 6)], ["reminder"]),
    ],
    ids=[
        "announced",
        "announced already",
        "reminder",
        "told",
        "told before this episode",
        "the next",
        "nobody wrote for weeks",
        "final",
        "one was left out",
    ],
)
def test_letters_are_those_of_stages_that_hold_and_were_not_told(
    late: int, notices: list[Given], letters: list[str]
) -> None:
    verdict = verdict_of(customer(invoice("A", late), notices=notices))
    assert [stage.notice for stage in verdict.letters] == letters


@pytest.mark.parametrize(("ago", "again"), [(13, False), (14, True)])
def test_a_notice_is_repeated_while_its_stage_lasts(ago: int, again: bool) -> None:
    notices = [told("reminder", 50), told("second", 40), told("final", ago)]
    small = customer(invoice("A", 60, "499.99"), notices=notices)
    assert [one.notice for one in verdict_of(small).letters] == (["final"] if again else [])
    assert verdict_of(customer(invoice("A", 60), notices=notices)).letters == ()
