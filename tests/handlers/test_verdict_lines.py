"""Sentences about a verdict: there is one for each reason, and each hole is filled."""

from __future__ import annotations

from datetime import date

import pytest

from core.domain.explaining import Says, because
from core.domain.exposure import COUNTED_STATUSES, Category, Status
from core.domain.facts import SILENCING, TAGGING
from core.domain.verdicts import judge
from handlers.messages.text import Words
from handlers.messages.verdict_lines import HOLDS, NOT_COUNTED, sentences
from tests.a_ladder import (
    AT_RISK,
    FLOORS,
    LADDER,
    ON,
    SEGMENTS,
    Given,
    customer,
    facts_of,
    invoice,
    rules_of,
    told,
)

QUIET = "[timing]\nquiet = [{ from = 2026-03-01, until = 2026-03-08 }]\n"
POLICY = FLOORS + QUIET + LADDER + SEGMENTS
UNKNOWN = invoice("U", 50, status="unknown")


def hold(kind: str, until: str | None) -> Given:
    return {"kind": kind, "from": "2026-03-01", "until": until}


def promise(amount: str) -> Given:
    return {"currency": "EUR", "amount": amount, "by": "2026-03-10", "state": "open"}


CASES: list[tuple[Says, Given, str, str]] = [
    (Says.BOOKS_STALE, customer(receivables_as_of="2026-02-01T08:00:00Z"), "2026-03-04",
     "more than 36 hours before this day began."),
    (Says.NO_BOOKS, customer(receivables_as_of=None), "2026-03-04",
     "There are no books of this customer, so nothing is judged."),
    (Says.HOLD, AT_RISK | {"holds": [hold("hardship", "2026-03-10")]}, "2026-03-04",
     "A hold runs until Tue 10 Mar 2026: hardship."),
    (Says.HOLD_OPEN_ENDED, AT_RISK | {"holds": [hold("legal", None)]}, "2026-03-04",
     "A hold runs until it is released: a legal matter."),
    (Says.REPLY_UNREAD, AT_RISK | {"unread_since": "2026-03-04"}, "2026-03-04",
     "The customer wrote, and nobody has read it yet."),
    (Says.PROMISE, AT_RISK | {"promises": [promise("200.00")]}, "2026-03-04",
     "A promise of EUR 200.00 is open and shields until Thu 12 Mar 2026."),
    (Says.DOCUMENT_UNKNOWN, customer(UNKNOWN), "2026-03-04",
     "U is missing from the newest books, and whether it is still open decides."),
    (Says.UNKNOWN_MATTERS_NOT, customer(invoice("A", 60), UNKNOWN), "2026-03-04",
     "U is missing from the newest books; the verdict is the same with it."),
    (Says.NOT_COUNTED, customer(invoice("F", 5, category="fee")), "2026-03-04",
     "F is not counted (a fee or finance charge): EUR 1,000.00."),
    (Says.NOTHING_COUNTED, customer(), "2026-03-04", "Nothing that counts is open."),
    (Says.NOT_OVERDUE, customer(invoice("A", -8)), "2026-03-04",
     "Nothing is overdue in EUR; A is due on Thu 12 Mar 2026."),
    (Says.OVERDUE, customer(invoice("A", 5)), "2026-03-04",
     "EUR 1,000.00 is overdue; A is the oldest, counted from Fri 27 Feb 2026."),
    (Says.DISPUTED, customer(invoice("A", 5, status="disputed")), "2026-03-04",
     "EUR 1,000.00 is in dispute and not counted."),
    (Says.CREDITED, AT_RISK | {"credits": [{"currency": "EUR", "amount": "9.00"}]}, "2026-03-04",
     "EUR 9.00 of credits is taken off the oldest documents."),
    (Says.PROMISED, AT_RISK | {"promises": [promise("200.00")]}, "2026-03-04",
     "EUR 200.00 is promised and not counted until then."),
    (Says.BELOW_FLOOR, customer(invoice("A", 5, "9.00")), "2026-03-04",
     "EUR 9.00 is below the floor of EUR 50.00."),
    (Says.SEGMENT, customer(invoice("A", 5), tags=("new",)), "2026-03-04",
     'The days of the segment “new” hold.'),
    (Says.STAGE, customer(invoice("A", 5)), "2026-03-05",
     'The stage is “reminder”, from day 3 on.'),
    (Says.STAGE, customer(invoice("A", -4)), "2026-03-04",
     'The stage is “upcoming”: due within 5 days.'),
    (Says.NO_STAGE, customer(invoice("A", 2)), "2026-03-04", "No stage is reached yet."),
    (Says.NOTICE_MISSING, customer(invoice("A", 12)), "2026-03-05",
     'The notice “reminder” was not delivered for this debt yet.'),
    (Says.NOTICE_YOUNG, customer(invoice("A", 12), notices=[told("reminder", 4)]), "2026-03-04",
     'The notice “reminder” is old enough on Thu 5 Mar 2026.'),
    (Says.PRINTED_DATE, customer(invoice("A", 60), notices=[
        told("second", 30), told("final", 9, access_from="2026-03-12")]), "2026-03-04",
     "A delivered notice says: not before Thu 12 Mar 2026."),
    (Says.QUIET_PERIOD, AT_RISK, "2026-03-04",
     "This is a quiet period: nothing is sent or filed before Mon 9 Mar 2026."),
    (Says.NOT_TODAY, AT_RISK, "2026-03-07",
     "Today is a weekend: nothing is sent or filed before Mon 9 Mar 2026."),
    (Says.NOT_TODAY, AT_RISK, "2026-03-06",
     "Today is the eve of a day that is no business day: nothing is sent or filed before"),
    (Says.ENOUGH, AT_RISK, "2026-03-04",
     "Once more than EUR 450.00 is paid, the rest is below the floor."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("says", "given", "on", "sentence"), CASES, ids=[f"{n}-{c[0]}" for n, c in enumerate(CASES)]
)
def test_a_reason_is_a_sentence(says: Says, given: Given, on: str, sentence: str) -> None:
    day = date.fromisoformat(on)
    facts, rules = facts_of(given, day), rules_of(POLICY)
    reasons = because(judge(facts, rules, day), facts, rules)
    lines = dict(zip([one.says for one in reasons], sentences(reasons, Words()), strict=True))
    assert sentence in lines[says]
    assert not [line for line in lines.values() if "{" in line or "None" in line]


def test_every_reason_is_among_these() -> None:
    assert {case[0] for case in CASES} == set(Says)


def test_every_hold_and_every_status_has_a_name() -> None:
    assert set(HOLDS) == SILENCING | TAGGING
    named = {*Status} - COUNTED_STATUSES | {*Category} - {Category.CLOUD}
    assert set(NOT_COUNTED) == {one.value for one in named}


def test_without_a_floor_nothing_is_said_of_it() -> None:
    facts, rules = facts_of(customer(invoice("A", 5))), rules_of(LADDER)
    reasons = because(judge(facts, rules, ON), facts, rules)
    assert Says.ENOUGH not in {one.says for one in reasons}


def test_a_country_without_a_calendar_knows_no_better_day() -> None:
    given = AT_RISK | {"customer": AT_RISK["customer"] | {"country": "XX"}}
    facts, rules = facts_of(given), rules_of(LADDER)
    reasons = because(judge(facts, rules, ON), facts, rules)
    lines = sentences(reasons, Words())
    assert "Today is a holiday, and the calendar knows no better day." in lines
