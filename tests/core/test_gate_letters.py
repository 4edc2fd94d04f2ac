"""What the gate makes of letters: a reply that nobody read, and the day that a notice named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.domain.calendar import Place
from core.domain.places import Printed
from core.domain.plans import AUTOMATIC, Action, Reason
from core.gate import Ruling, Verdict, Why, judge
from tests.core.a_gate import NOW, a_plan, facts_of


def test_a_proposal_of_the_run_ends_while_a_reply_is_unread() -> None:
    ruling = judge(facts_of(a_plan(filed_by=AUTOMATIC), unread=True))
    assert (ruling.verdict, ruling.why) == (Verdict.END, Why.UNREAD_REPLY)


def test_what_a_person_asked_for_waits_for_the_reply_to_be_read() -> None:
    ruling = judge(facts_of(a_plan(), unread=True))
    assert (ruling.verdict, ruling.why) == (Verdict.WAIT, Why.UNREAD_REPLY)


@pytest.mark.parametrize("reason", [Reason.FRAUD, Reason.MISUSE])
def test_a_containment_asks_nothing_of_letters(reason: Reason) -> None:
    plan = a_plan(reason=reason, basis=())
    told = facts_of(plan, unread=True, printed=(Printed(date(2026, 12, 1)),))
    assert judge(told).verdict is Verdict.GO


@pytest.mark.parametrize(
    ("told", "verdict"),
    [(date(2026, 10, 12), Verdict.GO), (date(2026, 10, 13), Verdict.WAIT)],
    ids=["on that day", "the day before"],
)
def test_no_cut_comes_before_the_day_that_a_notice_named(told: date, verdict: Verdict) -> None:
    ruling = judge(facts_of(a_plan(), printed=(Printed(told),)))
    assert ruling.verdict is verdict
    if verdict is Verdict.WAIT:
        assert ruling.why is Why.PRINTED_DATE
        assert ruling.until == datetime(2026, 10, 13, 7, tzinfo=UTC)  # 09:00 in Berlin


def test_of_several_named_days_the_last_one_holds() -> None:
    days = (date(2026, 10, 12), date(2026, 10, 14), date(2026, 10, 13))
    ruling = judge(facts_of(a_plan(), printed=tuple(map(Printed, days))))
    assert ruling == Ruling(
        Verdict.WAIT, Why.PRINTED_DATE, datetime(2026, 10, 14, 7, tzinfo=UTC)
    )


def test_the_named_day_is_one_of_the_customers() -> None:
    """At 16:30 in Berlin it is the next day in Seoul; the window is another matter."""
    late = datetime(2026, 10, 12, 15, 30, tzinfo=UTC)
    seoul = facts_of(a_plan(), now=late, printed=(Printed(date(2026, 10, 13)),))
    there = replace(seoul, there=Place("KR", "Asia/Seoul"))
    assert judge(there).why is Why.CUT_WINDOW


def test_stopping_a_renewal_is_no_cut() -> None:
    stop = a_plan(action=Action.STOP_RENEWAL)
    assert judge(facts_of(stop, printed=(Printed(date(2026, 12, 1)),))).why is not Why.PRINTED_DATE


def test_whoever_says_that_a_customer_is_elsewhere_brings_no_cut_nearer_for_a_day() -> None:
    moved = NOW - timedelta(hours=23)
    ruling = judge(facts_of(a_plan(), moved_at=moved))
    assert ruling == Ruling(Verdict.WAIT, Why.PLACE_CHANGED, moved + timedelta(days=1))
    assert judge(facts_of(a_plan(), moved_at=NOW - timedelta(days=1))).verdict is Verdict.GO


def test_containing_and_reinstating_ask_nothing_of_a_change_of_place() -> None:
    plan = a_plan(reason=Reason.FRAUD, basis=())
    assert judge(facts_of(plan, moved_at=NOW)).verdict is Verdict.GO
    assert judge(facts_of(a_plan(action=Action.REINSTATE), moved_at=NOW)).verdict is Verdict.GO
