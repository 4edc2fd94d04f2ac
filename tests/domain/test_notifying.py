"""When somebody is asked for a vote in private, and reminded: in office hours, less and less."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.domain.alone import Alone
from core.domain.calendar import Place, into_office_hours
from core.domain.notifying import Preference, VoteAsk, ask_from, is_asked_about, remind_at
from core.domain.plans import Action, Content, Reason
from tests.core.a_gate import a_plan

BERLIN = Place("DE", "Europe/Berlin")
SEOUL = BERLIN.seen_from("Asia/Seoul")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def about(reason: Reason = Reason.NON_PAYMENT, until: str = "2026-12-31T12:00") -> Content:
    return replace(a_plan().content, reason=reason, expires_at=at(until))


@pytest.mark.parametrize(
    ("place", "now", "first"),
    [
        pytest.param(BERLIN, "2026-10-12T09:30", "2026-10-12T09:30", id="in hours at once"),
        pytest.param(BERLIN, "2026-10-12T05:00", "2026-10-12T07:00", id="before nine at nine"),
        pytest.param(BERLIN, "2026-10-12T15:00", "2026-10-13T07:00", id="at five the next day"),
        pytest.param(BERLIN, "2026-10-16T20:00", "2026-10-19T07:00", id="over the weekend"),
        pytest.param(BERLIN, "2026-12-24T20:00", "2026-12-28T08:00", id="over Christmas"),
        pytest.param(SEOUL, "2026-10-12T09:30", "2026-10-13T00:00", id="by the reader's clock"),
    ],
)
def test_office_hours_are_those_of_the_reader(place: Place, now: str, first: str) -> None:
    assert into_office_hours(at(now), place) == at(first)
    assert ask_from(Preference("braun"), about(), at(now), place) == at(first)


@pytest.mark.parametrize("reason", [Reason.FRAUD, Reason.MISUSE])
def test_abuse_does_not_wait_for_the_morning(reason: Reason) -> None:
    night = at("2026-10-17T01:00")
    assert ask_from(Preference("braun"), about(reason), night, BERLIN) == night


def test_whoever_is_away_is_asked_when_they_are_back() -> None:
    away, now = Preference("braun", back_on=date(2026, 10, 21)), at("2026-10-12T09:30")
    assert ask_from(away, about(), now, BERLIN) == at("2026-10-21T07:00")
    assert ask_from(away, about(Reason.FRAUD), now, BERLIN) == at("2026-10-20T22:00")
    assert ask_from(away, about(), at("2026-10-22T10:00"), BERLIN) == at("2026-10-22T10:00")


def asked(times: int) -> VoteAsk:
    now = at("2026-10-12T09:00")
    return VoteAsk("plan", "braun", "U0BRAUN", "D0BRAUN", "17", times, now, 3)


@pytest.mark.parametrize(
    ("times", "due"),
    [(1, "2026-10-12T13:00"), (2, "2026-10-13T09:00"), (3, "2026-10-14T09:00"), (4, "")],
)
def test_reminders_come_less_and_less_often_and_end(times: int, due: str) -> None:
    found = remind_at(asked(times), about(), BERLIN)
    assert found == (at(due) if due else None)


@pytest.mark.parametrize(("times", "minutes"), [(1, 15), (2, 60), (3, 240)])
def test_reminders_about_abuse_know_no_office(times: int, minutes: int) -> None:
    one = replace(asked(times), asked_at=at("2026-10-17T01:00"))
    found = remind_at(one, about(Reason.FRAUD), BERLIN)
    assert found == at("2026-10-17T01:00") + timedelta(minutes=minutes)


def test_nobody_is_reminded_of_what_has_lapsed_by_then() -> None:
    assert remind_at(asked(1), about(until="2026-10-12T13:00"), BERLIN) is None
    assert remind_at(asked(1), about(until="2026-10-12T13:01"), BERLIN) == at("2026-10-12T13:00")


def test_what_calls_people_itself_or_takes_no_votes_asks_nobody() -> None:
    alone = Alone("alert", "", "proof", *[at("2026-10-17T01:00")] * 2)
    assert is_asked_about(about()) and is_asked_about(about(Reason.FRAUD))
    for one in ({"action": Action.LIFT_FREEZE}, {"action": Action.RATIFY}, {"alone": alone}):
        assert not is_asked_about(replace(about(), **one))


def test_a_zone_that_nobody_knows_is_ours() -> None:
    assert BERLIN.seen_from("Mars/Olympus").zone == BERLIN.seen_from("").zone == "Europe/Berlin"
