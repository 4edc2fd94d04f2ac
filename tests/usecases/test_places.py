"""An administrator says where a customer is: what that moves, and what it never brings nearer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.domain.calendar import Place
from core.domain.errors import NoRole, ReasonMissing, Refusal
from core.domain.events import PlaceChanged, Route
from core.domain.notices import LetterState
from core.domain.place_errors import PlaceMissing, PlaceUnchanged, ZoneUnfit
from core.domain.plans import Plan, PlanState, digest
from core.gate import Ruling, Verdict, Why, judge
from core.gathering import gather
from core.places import place_of, places_of_all
from core.usecases.letters import queue
from core.usecases.places import Asked, place, take_back, unsaid
from tests.a_letter import a_draft
from tests.office import ADMIN, AGENT, Desk, contoso
from tests.world import ADMINISTRATOR, World
from tests.world import AGENT as AGENT_USER

WHY = "Their head office is there"
BAVARIA = Asked("contoso.example", "", "DE", "BY")
DENVER = Asked("contoso.example", "America/Denver")


def say(desk: Desk, asked: Asked = DENVER, why: str = WHY, by: str = ADMIN.user_id) -> None:
    place(asked, why, by=by, office=desk.office)


def where(desk: Desk) -> Place:
    with desk.store.reading() as work:
        return place_of(work, contoso(desk))


def changes(desk: Desk) -> list[PlaceChanged]:
    with desk.store.reading() as work:
        found = work.events.since(PlaceChanged, datetime(2026, 1, 1, tzinfo=UTC))
    return [one.event for one in found if isinstance(one.event, PlaceChanged)]


def test_what_an_administrator_says_counts_and_is_on_record(desk: Desk) -> None:
    say(desk)
    assert where(desk) == Place("DE", "America/Denver")
    say(desk, BAVARIA)
    assert where(desk) == Place("DE", "Europe/Berlin", region="BY")
    take_back("contoso.example", "A slip", by=ADMIN.user_id, office=desk.office)
    assert where(desk) == Place("DE", "Europe/Berlin")
    told = [(one.how, one.before, one.after) for one in changes(desk)]
    assert told == [
        ("set", "DE, Europe/Berlin", "DE, America/Denver"),
        ("set", "DE, America/Denver", "DE-BY, Europe/Berlin"),
        ("cleared", "DE-BY, Europe/Berlin", "DE, Europe/Berlin"),
    ]
    wanted = changes(desk)[0].reason_digest
    with desk.store.reading() as work:
        assert wanted != digest(WHY) and work.text_keys.says(wanted, WHY)


@pytest.mark.parametrize(
    ("asked", "why", "by", "refusal"),
    [
        (DENVER, WHY, AGENT.user_id, NoRole),
        (DENVER, " ", ADMIN.user_id, ReasonMissing),
        (Asked("contoso.example"), WHY, ADMIN.user_id, PlaceMissing),
        (Asked("contoso.example", "Denver"), WHY, ADMIN.user_id, ZoneUnfit),
    ],
    ids=["no administrator", "no reason", "nothing said", "no zone"],
)
def test_what_is_refused_changes_nothing(
    desk: Desk, asked: Asked, why: str, by: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        say(desk, asked, why, by)
    assert where(desk) == Place("DE", "Europe/Berlin")
    assert changes(desk) == []


def test_the_same_twice_is_refused_so_that_no_day_begins_anew(desk: Desk) -> None:
    say(desk)
    with pytest.raises(PlaceUnchanged):
        say(desk)
    take_back("contoso.example", WHY, by=ADMIN.user_id, office=desk.office)
    with pytest.raises(PlaceUnchanged):
        take_back("contoso.example", WHY, by=ADMIN.user_id, office=desk.office)


def test_saying_what_counts_anyhow_is_said_all_the_same(desk: Desk) -> None:
    """It is no guess any more, and stays when the country changes."""
    say(desk, Asked("contoso.example", "Europe/Berlin"))
    assert len(changes(desk)) == 1


def test_countries_with_several_zones_are_counted_until_somebody_says(desk: Desk) -> None:
    with desk.store() as work:
        for customer in work.customers.all()[:3]:
            work.customers.save([replace(customer, country="US")])
        abroad = [one for one in work.customers.all() if one.country == "US"]
        before = unsaid(work)
        work.commit()
    assert before["America/New_York"] == len(abroad)
    say(desk, Asked(str(abroad[0].key), "America/Denver"))
    with desk.store.reading() as work:
        assert unsaid(work)["America/New_York"] == len(abroad) - 1
        assert places_of_all(work)[abroad[0].key].zone == "America/Denver"


# What it moves


def move(world: World, zone: str) -> None:
    place(Asked("contoso.example", zone), WHY, by=ADMINISTRATOR, office=world.office)


def warn(world: World, day: date) -> None:
    """A notice that names this day reached Contoso."""
    now = world.office.clock()
    with world.office.store() as work:
        key = world.customer("contoso").key
        draft = a_draft(name="final", customer=key, access_from=day)
        letter = queue(work, draft, world.office.stamp(now, "", Route.AUTOMATION))
        arrived = replace(letter, state=LetterState.DELIVERED, delivered_on=day - timedelta(days=7))
        work.letters.move(arrived, letter.state)
        work.commit()


def ruled(world: World, plan: Plan, at: str) -> Ruling:
    """What the gate would say of an approved plan at a moment."""
    now = datetime.fromisoformat(at)
    with world.office.store.reading() as work:
        return judge(gather(work, work.plans.get(plan.plan_id), now=now, office=world.office))


def test_for_a_day_after_a_change_nobody_there_is_cut_off_for_money(world: World) -> None:
    world.take_in()
    move(world, "Europe/Vienna")
    plan = world.approved("contoso", "Exchange")
    world.settled()
    waiting = world.again(plan)
    assert (waiting.state, waiting.waiting_for) == (PlanState.APPROVED, "place_changed")
    assert waiting.waiting_until is not None
    assert waiting.waiting_until >= datetime(2026, 10, 13, 8, tzinfo=UTC)
    assert "where the customer is" in world.card_text(plan)
    assert world.sends() == []
    assert ruled(world, plan, "2026-10-13T08:05:00Z").why is not Why.PLACE_CHANGED


def test_no_change_of_place_brings_a_cut_before_the_day_that_was_printed(world: World) -> None:
    """In Berlin the day begins twelve hours earlier than where the letter was written for."""
    move(world, "Pacific/Honolulu")
    warn(world, date(2026, 10, 15))
    move(world, "Europe/Berlin")
    world.move_clock("2026-10-14T08:00:00Z")
    world.take_in()
    plan = world.approved("contoso", "Exchange")
    world.settled()
    assert world.sends() == []
    begins = datetime(2026, 10, 15, 19, tzinfo=UTC)  # 09:00 in Honolulu
    assert ruled(world, plan, "2026-10-15T08:00:00Z") == Ruling(
        Verdict.WAIT, Why.PRINTED_DATE, begins
    )
    assert ruled(world, plan, "2026-10-15T19:00:00Z").why is Why.CUT_WINDOW


def test_the_window_is_in_the_hours_of_the_place(world: World) -> None:
    move(world, "America/New_York")
    world.move_clock("2026-10-14T08:00:00Z")
    world.take_in()
    plan = world.approved("contoso", "Exchange")
    world.settled()
    waiting = world.again(plan)
    assert waiting.waiting_for == "cut_window"
    assert waiting.waiting_until == datetime(2026, 10, 14, 13, tzinfo=UTC)  # 09:00 in New York


def test_the_standing_card_says_by_what_a_customer_counts(world: World) -> None:
    assert "Counts by DE, Europe/Berlin." in world.command(AGENT_USER, "/standing contoso")
    move(world, "America/New_York")
    said = world.command(AGENT_USER, "/standing contoso")
    assert "Counts by DE, America/New_York, as an administrator said." in said
