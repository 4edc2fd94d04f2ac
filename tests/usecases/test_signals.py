"""A sign is a row of its own, opens or feeds one case, and is judged when that ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.domain.cases import Case, CaseState, Severity
from core.domain.events import (
    CaseOpened,
    Event,
    Route,
    SignalLabelled,
    SignalSeen,
    SignalsTogether,
)
from core.domain.paging import Why
from core.domain.plans import Reason
from core.domain.policy_file import read_policy
from core.domain.signals import KindPrecision, Label, Observed, Signal, SignalKind
from core.usecases import signals
from tests.a_policy import put_in_force
from tests.office import MONDAY, Desk, contoso

ALERT, BURST, BUDGET = SignalKind.SECURITY_ALERT, SignalKind.SEAT_BURST, SignalKind.OVER_BUDGET


def see(desk: Desk, kind: SignalKind, strength: int, **changes: Any) -> Signal:
    key = changes.pop("key", "k")
    found = Observed(contoso(desk), kind, key, strength, **changes)
    with desk.store() as work:
        signal = signals.observe(work, found, office=desk.office)
        work.commit()
    return signal


def cases(desk: Desk) -> list[Case]:
    with desk.store.reading() as work:
        found = work.cases.open_for(contoso(desk))
        return [one for one in found if one.kind is not Reason.NON_PAYMENT]


def told(desk: Desk, kind: type[Event]) -> list[Any]:
    with desk.store.reading() as work:
        return [one.event for one in work.events.since(kind, MONDAY)]


def label(desk: Desk, case: Case, labels: dict[str, Label]) -> None:
    with desk.store() as work:
        stamp = desk.office.stamp(desk.now, "", Route.SLACK)
        signals.label_case(work, case.case_id, labels, stamp)
        work.commit()


def test_a_score_below_the_threshold_is_only_listed(desk: Desk) -> None:
    signal = see(desk, BUDGET, 100)
    assert cases(desk) == []
    (seen,) = told(desk, SignalSeen)
    assert (seen.case_id, seen.score, signal.case_id) == ("", 40, "")


def test_a_score_that_reaches_the_threshold_opens_a_case_and_the_rest_follows(desk: Desk) -> None:
    small = see(desk, BUDGET, 100)
    large = see(desk, ALERT, 60, reason=Reason.MISUSE)
    (case,) = cases(desk)
    assert (case.kind, case.opened_by) == (Reason.MISUSE, "")
    with desk.store.reading() as work:
        found = {one.signal_id for one in work.signals.of_case(case.case_id)}
    assert found == {small.signal_id, large.signal_id}
    assert len(told(desk, CaseOpened)) == 1


DOMAIN, COUNTRY = SignalKind.DISPOSABLE_DOMAIN, SignalKind.COUNTRY_MISMATCH


def test_signs_that_are_too_weak_by_themselves_open_a_case_together(desk: Desk) -> None:
    began = MONDAY - timedelta(days=20)
    domain = see(desk, DOMAIN, 100, began_at=began)
    test = see(desk, BURST, 100, key="test", is_test=True)
    desk.now = MONDAY + timedelta(days=14)
    country = see(desk, COUNTRY, 100)
    (case,) = cases(desk)
    assert (case.severity, case.first_abuse) == (Severity.MEDIUM, None), "nobody saw any abuse"
    (said,) = told(desk, SignalsTogether)
    assert (said.case_id, said.kinds) == (case.case_id, (DOMAIN.value, COUNTRY.value))
    assert (said.scores, said.score) == ((50, 30), 65)
    with desk.store.reading() as work:
        found = {one.signal_id for one in work.signals.of_case(case.case_id)}
        assert work.pages.open_of(case.case_id) == []
    assert found == {domain.signal_id, country.signal_id} and test.signal_id not in found
    see(desk, BUDGET, 100)
    assert len(told(desk, SignalsTogether)) == 1, "a case is there already"


def test_what_was_seen_longer_ago_does_not_count_together(desk: Desk) -> None:
    see(desk, DOMAIN, 100)
    desk.now = MONDAY + timedelta(days=14, seconds=1)
    see(desk, COUNTRY, 100)
    assert cases(desk) == []
    see(desk, DOMAIN, 100)
    see(desk, SignalKind.NO_AGREEMENT, 60)
    assert len(cases(desk)) == 1, "it was seen again"


def test_what_was_judged_does_not_count_together(desk: Desk) -> None:
    domain = see(desk, DOMAIN, 100)
    see(desk, COUNTRY, 100)
    (case,) = cases(desk)
    label(desk, case, {domain.signal_id: Label.FALSE})
    with desk.store() as work:
        work.cases.update(replace(case, state=CaseState.CLOSED), CaseState.OPEN)
        work.commit()
    see(desk, DOMAIN, 100)
    see(desk, BUDGET, 100)
    see(desk, SignalKind.NO_AGREEMENT, 100)
    assert cases(desk) == []


def test_a_policy_may_have_each_sign_count_by_itself(desk: Desk) -> None:
    with desk.store.reading() as work:
        text = work.policies.current().text
    put_in_force(desk.store, read_policy(f"{text}\n[signals]\ntogether_days = 0\n"), MONDAY)
    see(desk, DOMAIN, 100)
    see(desk, COUNTRY, 100)
    assert cases(desk) == []


def test_a_small_sign_feeds_the_case_that_is_open(desk: Desk) -> None:
    see(desk, ALERT, 100, reason=Reason.MISUSE)
    small = see(desk, BUDGET, 10)
    (case,) = cases(desk)
    assert small.case_id == case.case_id
    assert see(desk, ALERT, 100, key="other").case_id == case.case_id
    assert len(cases(desk)) == 1


def test_the_same_sign_is_one_row_and_told_once(desk: Desk) -> None:
    first = see(desk, BURST, 40, facts=(("seats added", "40"),))
    desk.now = MONDAY + timedelta(hours=1)
    again = see(desk, BURST, 30, facts=(("seats added", "30"),))
    assert again.signal_id == first.signal_id
    assert (again.strength, again.facts) == (40, (("seats added", "40"),))
    assert (again.first_seen, again.last_seen) == (MONDAY, desk.now)
    assert len(told(desk, SignalSeen)) == 1


def test_one_that_becomes_stronger_opens_its_case_then(desk: Desk) -> None:
    see(desk, ALERT, 59)
    assert cases(desk) == []
    see(desk, ALERT, 60)
    (case,) = cases(desk)
    assert [one.score for one in told(desk, SignalSeen)] == [59, 60]
    assert see(desk, ALERT, 70).case_id == case.case_id


@pytest.mark.parametrize(("strength", "pages"), [(79, 0), (80, 1)])
def test_a_score_that_reaches_the_page_calls_somebody_once(
    desk: Desk, strength: int, pages: int
) -> None:
    see(desk, ALERT, strength, facts=(("spent", "900.00 EUR"),))
    see(desk, ALERT, strength)
    (case,) = cases(desk)
    with desk.store.reading() as work:
        found = work.pages.open_of(case.case_id)
    assert [(one.why, one.facts) for one in found] == [
        (Why.SIGNAL, (("spent", "900.00 EUR"),))
    ] * pages


def test_of_a_test_nothing_comes(desk: Desk) -> None:
    test = see(desk, ALERT, 100, is_test=True)
    see(desk, ALERT, 100, is_test=True)
    assert cases(desk) == []
    see(desk, ALERT, 100, key="real")
    with desk.store.reading() as work:
        assert work.signals.get(test.signal_id).case_id == ""


@pytest.mark.parametrize("days", [90, 91])
def test_what_is_long_past_does_not_belong_to_a_new_case(desk: Desk, days: int) -> None:
    small = see(desk, BUDGET, 100)
    desk.now = MONDAY + timedelta(days=days)
    see(desk, ALERT, 100)
    with desk.store.reading() as work:
        assert (work.signals.get(small.signal_id).case_id != "") is (days == 90)


def test_a_case_judges_its_signs_and_what_was_judged_stays_so(desk: Desk) -> None:
    alert, burst = see(desk, ALERT, 100), see(desk, BURST, 10)
    (case,) = cases(desk)
    label(desk, case, {alert.signal_id: Label.FALSE})
    label(desk, case, {alert.signal_id: Label.TRUE, burst.signal_id: Label.TRUE})
    with desk.store() as work:
        work.cases.update(replace(case, state=CaseState.CLOSED), CaseState.OPEN)
        work.commit()

    assert {one.signal_id: one.label for one in told(desk, SignalLabelled)} == {
        alert.signal_id: "false",
        burst.signal_id: "unknown",
    }
    assert see(desk, ALERT, 100).label is Label.FALSE
    assert cases(desk) == []
    with desk.store.reading() as work:
        assert signals.precision(work, MONDAY) == [
            KindPrecision(ALERT, 0, 1, 0),
            KindPrecision(BURST, 0, 0, 1),
        ]
        assert signals.precision(work, MONDAY + timedelta(days=1)) == []
