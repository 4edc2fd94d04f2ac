"""The gate: everything that stands in the way has a name, and nothing else does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.domain.calendar import NOWHERE
from core.domain.collecting import Course
from core.domain.money import parse_money
from core.domain.people import Role
from core.domain.plans import Action, Line, PlanState, Reason, Verb
from core.domain.release import Debt
from core.gate import GateFacts, Ruling, Verdict, Why, judge
from core.load import Load
from core.ports.records import Freeze, Intent
from tests.core.a_gate import KEY, NOW, POLICY, a_ledger, a_person, a_plan, facts_of

FROZEN = Freeze("f", "person", "wrong invoices", "weber", NOW)
A_MOMENT = timedelta(microseconds=1)


def why(facts: GateFacts) -> tuple[Verdict, Why]:
    ruling = judge(facts)
    return ruling.verdict, ruling.why


def test_an_approved_plan_with_fresh_facts_may_be_sent() -> None:
    assert judge(facts_of(a_plan())) == Ruling(Verdict.GO)


@pytest.mark.parametrize(
    ("ledger", "expected"),
    [
        ({"debt": Debt.PAID}, (Verdict.END, Why.PAID)),
        ({"debt": Debt.WRITTEN_OFF}, (Verdict.END, Why.WRITTEN_OFF)),
        ({"debt": Debt.DISPUTED}, (Verdict.END, Why.DISPUTED)),
        ({"debt": Debt.VANISHED}, (Verdict.END, Why.VANISHED)),
        ({"debt": Debt.UNKNOWN}, (Verdict.WAIT, Why.DOCUMENT_UNKNOWN)),
        ({"confirmed": False}, (Verdict.WAIT, Why.UNMAPPED)),
        ({"refused": True}, (Verdict.WAIT, Why.BOOKS_REFUSED)),
        ({"unreadable": True}, (Verdict.WAIT, Why.ROWS_UNREADABLE)),
        ({"as_of": None}, (Verdict.WAIT, Why.BOOKS_STALE)),
        ({"as_of": NOW - timedelta(hours=26, seconds=1)}, (Verdict.WAIT, Why.BOOKS_STALE)),
        ({"as_of": NOW - timedelta(hours=26)}, (Verdict.GO, Why.NONE)),
    ],
)
def test_what_the_books_say(ledger: dict[str, object], expected: tuple[Verdict, Why]) -> None:
    assert why(facts_of(a_plan(), ledger=a_ledger(**ledger))) == expected


@pytest.mark.parametrize("reason", [Reason.FRAUD, Reason.MISUSE])
def test_fraud_and_misuse_ignore_payment_books_and_window(reason: Reason) -> None:
    friday_night = datetime(2026, 10, 16, 22, tzinfo=UTC)
    plan = a_plan(reason=reason, expires_at=friday_night + timedelta(days=1))
    stale = a_ledger(debt=Debt.PAID, as_of=None, refused=True, confirmed=False)
    assert judge(facts_of(plan, ledger=stale, now=friday_night)).verdict is Verdict.GO


def test_a_bank_check_older_than_four_hours_counts_no_more() -> None:
    plan = a_plan()
    old = replace(plan, bank_checked_at=NOW - timedelta(hours=4, seconds=1))
    assert why(facts_of(old)) == (Verdict.WAIT, Why.BANK_CHECK)
    assert why(facts_of(replace(plan, bank_checked_at=None))) == (Verdict.WAIT, Why.BANK_CHECK)
    just = replace(plan, bank_checked_at=NOW - timedelta(hours=4))
    assert judge(facts_of(just)).verdict is Verdict.GO


def test_outside_the_window_it_waits_until_the_window_opens() -> None:
    evening = datetime(2026, 10, 16, 17, tzinfo=UTC)
    plan = a_plan(expires_at=evening + timedelta(days=5))
    opens = datetime(2026, 10, 19, 7, tzinfo=UTC)
    assert judge(facts_of(plan, now=evening)) == Ruling(Verdict.WAIT, Why.CUT_WINDOW, opens)


def test_an_unknown_calendar_never_opens() -> None:
    facts = facts_of(a_plan())
    nowhere = replace(facts, there=NOWHERE)
    assert why(nowhere) == (Verdict.WAIT, Why.NO_CALENDAR)


@pytest.mark.parametrize(
    "flags",
    [
        {"deleted": True},
        {"is_bot": True},
        {"is_restricted": True},
        {"is_ultra_restricted": True},
        {"is_stranger": True},
        {"deleted": None},
    ],
)
def test_a_voter_who_is_no_longer_eligible_does_not_count(flags: dict[str, object]) -> None:
    gone = a_person("park", **flags)
    assert why(facts_of(a_plan(), a_person("braun"), gone)) == (Verdict.WAIT, Why.VOTES)


@pytest.mark.parametrize(
    ("state", "lapsed", "expected"),
    [
        (PlanState.EXECUTING, False, (Verdict.WAIT, Why.VOTES)),
        (PlanState.EXECUTING, True, (Verdict.END, Why.EXPIRED)),
        (PlanState.APPROVED, True, (Verdict.END, Why.EXPIRED)),
    ],
    ids=["in its time", "past its time", "not begun"],
)
def test_a_plan_under_way_whose_vote_fell_away_does_not_wait_for_ever(
    state: PlanState, lapsed: bool, expected: tuple[Verdict, Why]
) -> None:
    over = NOW if lapsed else NOW + timedelta(seconds=1)
    gone = a_person("park", deleted=True)
    assert why(facts_of(a_plan(state, expires_at=over), a_person("braun"), gone)) == expected


def test_a_plan_under_way_whose_votes_stand_is_carried_out_past_its_time() -> None:
    assert why(facts_of(a_plan(PlanState.EXECUTING, expires_at=NOW)))[0] is Verdict.GO


def test_the_requester_an_agent_and_a_double_never_complete_the_quorum() -> None:
    plan, braun = a_plan(), a_person("braun")
    for other in (a_person("kang"), a_person("lee", Role.AGENT), braun):
        assert why(facts_of(plan, braun, other)) == (Verdict.WAIT, Why.VOTES)


def test_two_accounts_of_one_person_are_one_vote() -> None:
    plan, braun = a_plan(), a_person("braun")
    facts = facts_of(plan, braun, braun)
    votes = [replace(one.vote, account=f"T1/U{n}") for n, one in enumerate(facts.voters)]
    voters = [replace(one, vote=vote) for one, vote in zip(facts.voters, votes, strict=True)]
    assert why(replace(facts, voters=tuple(voters))) == (Verdict.WAIT, Why.VOTES)


def test_a_vote_on_another_content_does_not_count() -> None:
    facts = facts_of(a_plan())
    other = facts.voters[1]
    forged = replace(other, vote=replace(other.vote, hash="0" * 64))
    assert why(replace(facts, voters=(facts.voters[0], forged))) == (Verdict.WAIT, Why.VOTES)


def test_a_vote_after_the_end_does_not_count() -> None:
    facts = facts_of(a_plan(PlanState.EXECUTING))
    ends, (first, other) = facts.plan.content.expires_at, facts.voters
    for at, counts in ((ends - A_MOMENT, True), (ends, False)):
        late = replace(other, vote=replace(other.vote, at=at))
        verdict = judge(replace(facts, voters=(first, late))).verdict
        assert (verdict is Verdict.GO) is counts


def test_a_plan_edited_in_the_database_goes_to_a_person() -> None:
    plan = a_plan()
    more = replace(plan.content, lines=(*plan.content.lines, Line("x", Verb.SUSPEND, "More", 1)))
    assert why(facts_of(replace(plan, content=more))) == (Verdict.STOP, Why.TAMPERED)


def test_freeze_stops_all_but_its_own_lifting() -> None:
    assert why(facts_of(a_plan(), freeze=FROZEN)) == (Verdict.WAIT, Why.FROZEN)
    lifting = a_plan(action=Action.LIFT_FREEZE, customer=None, reason=None, lines=(), basis=())
    assert judge(facts_of(lifting, freeze=FROZEN)).verdict is Verdict.GO


def test_an_expired_plan_ends_but_one_under_way_is_finished() -> None:
    late = NOW + timedelta(days=2)
    fresh = a_ledger(as_of=late)
    over = facts_of(a_plan(), now=late, ledger=fresh)
    assert why(over) == (Verdict.END, Why.EXPIRED)
    under_way = replace(a_plan(PlanState.EXECUTING), bank_checked_at=late)
    assert judge(facts_of(under_way, now=late, ledger=fresh)).verdict is Verdict.GO


def test_a_plan_that_a_containment_halted_ends() -> None:
    halted = replace(a_plan(PlanState.EXECUTING), halted=True)
    assert why(facts_of(halted)) == (Verdict.END, Why.CONTAINMENT)


def test_without_books_nobody_is_cut_off_for_money() -> None:
    assert why(facts_of(a_plan(), ledger=None)) == (Verdict.WAIT, Why.BOOKS_STALE)


@pytest.mark.parametrize(
    ("course", "expected"),
    [
        (Course.PROPOSED, (Verdict.GO, Why.NONE)),
        (Course.LEFT, (Verdict.END, Why.STAGE_LEFT)),
        (Course.UNKNOWN, (Verdict.WAIT, Why.DOCUMENT_UNKNOWN)),
    ],
)
def test_what_the_run_filed_goes_as_long_as_the_ladder_proposes_it(
    course: Course, expected: tuple[Verdict, Why]
) -> None:
    assert why(facts_of(a_plan(), course=course)) == expected


def test_a_currency_without_a_floor_is_never_cut() -> None:
    plan = a_plan(overdue=(parse_money("900", "CHF"),))
    assert why(facts_of(plan)) == (Verdict.WAIT, Why.NO_FLOOR)


def intents(count: int, age: timedelta, customers: int = 1) -> tuple[Intent, ...]:
    return tuple(
        Intent(NOW - age, replace(KEY, tenant_id=f"t{n % customers}"), f"s{n}", "suspend")
        for n in range(count)
    )


MINUTES, HOURS = timedelta(minutes=10), timedelta(hours=2)


@pytest.mark.parametrize(
    ("load", "verdict"),
    [
        (Load((), 25, 0, 0, 500), Verdict.GO),
        (Load((), 26, 0, 0, 500), Verdict.WAIT),  # 25 a day where 2 % are fewer
        (Load(intents(24, HOURS), 1, 0, 0, 500), Verdict.GO),
        (Load(intents(24, HOURS), 2, 0, 0, 500), Verdict.WAIT),
        (Load(intents(39, MINUTES), 1, 0, 0, 9000), Verdict.GO),
        (Load(intents(40, MINUTES), 1, 0, 0, 9000), Verdict.WAIT),  # 40 an hour
        (Load(intents(40, HOURS), 1, 0, 0, 9000), Verdict.GO),
        (Load(intents(99, HOURS), 1, 0, 0, 9000), Verdict.GO),
        (Load(intents(100, HOURS), 1, 0, 0, 9000), Verdict.WAIT),  # 100 a day
        (Load(intents(100, timedelta(days=1)), 1, 0, 0, 9000), Verdict.GO),  # slid out
        (Load(intents(4, MINUTES, customers=4), 1, 0, 0, 500), Verdict.GO),
        (Load(intents(5, MINUTES, customers=5), 1, 0, 0, 500), Verdict.WAIT),  # 5 an hour
        (Load(intents(10, HOURS, customers=10), 1, 0, 0, 500), Verdict.WAIT),  # 10 a day
        (Load((), 1, 25, 1, 500), Verdict.WAIT),  # what others have begun is counted
        (Load(intents(40, timedelta(hours=1)), 1, 0, 0, 9000), Verdict.GO),  # slid out of the hour
        (Load(intents(3, MINUTES, customers=3), 1, 0, 1, 500), Verdict.GO),
        (Load(intents(3, MINUTES, customers=3), 1, 0, 2, 500), Verdict.WAIT),
        (Load(intents(8, HOURS, customers=8), 1, 0, 1, 500), Verdict.GO),
        (Load(intents(8, HOURS, customers=8), 1, 0, 2, 500), Verdict.WAIT),
    ],
)
def test_caps_hold_for_the_whole_plan(load: Load, verdict: Verdict) -> None:
    assert judge(facts_of(a_plan(), load=load)).verdict is verdict


def test_what_the_caps_hold_up_is_looked_at_again_five_minutes_later() -> None:
    full = facts_of(a_plan(), load=Load((), 26, 0, 0, 500))
    assert judge(full) == Ruling(Verdict.WAIT, Why.CAP, NOW + timedelta(minutes=5))


def test_a_plan_larger_than_the_policy_takes_goes_to_a_person() -> None:
    most = POLICY.caps_of(Verb.SUSPEND).per_plan
    for count, expected in ((most, Verdict.GO), (most + 1, Verdict.STOP)):
        lines = tuple(Line(f"s{n}", Verb.SUSPEND, f"Exchange {n}", 1) for n in range(count))
        ruling = judge(facts_of(a_plan(lines=lines)))
        assert (ruling.verdict, ruling.why is Why.TOO_LARGE) == (expected, count > most)
