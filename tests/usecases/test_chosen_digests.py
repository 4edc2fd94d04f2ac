"""What a channel chose for its digest: sums still tie, holidays are skipped and told, and a change
is on record."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from core.domain.digest_choices import Column, Grouping
from core.domain.digests import Schedule, SlotState
from core.domain.errors import BadInput, NoRole
from core.domain.events import ChannelLanguageChosen, DigestChanged, DigestScheduled, Event, Route
from core.domain.languages import Language
from core.domain.money import by_currency
from core.usecases import choosing, digest_posting, digests, overdue, owning, schedules
from core.usecases.schedule_changes import Change, change
from core.usecases.schedules import Wish
from tests.office import ADMIN, AGENT, APPROVER, MONDAY, Desk, contoso

CRON, ZONE, HERE = "0 9 * * mon-fri", "Europe/Berlin", "C0GENERAL"


def scheduled(desk: Desk, cron: str = CRON, **options: str) -> Schedule:
    return schedules.schedule(Wish(cron, ZONE, HERE, options), ADMIN, office=desk.office)


def told(desk: Desk, kind: type[Event]) -> list[Event]:
    with desk.store.reading() as work:
        return [recorded.event for recorded in work.events.since(kind, MONDAY)]


def view(desk: Desk, made: Schedule) -> digests.View:
    """Of a digest that is posted now."""
    schedules.run_now(str(made.number), ADMIN, office=desk.office)
    slot = schedules.slot_asked_for(desk.now)
    return digests.view(made.schedule_id, slot, office=desk.office)


def post(desk: Desk, made: Schedule) -> digests.View:
    seen = view(desk, made)
    assert digest_posting.begin(seen.schedule, seen.posting.slot, office=desk.office)
    digest_posting.posted(seen, "1.1", office=desk.office)
    desk.now += timedelta(hours=1)
    return seen


# Whom it shows


@pytest.mark.parametrize(
    "options",
    [{}, {"standing": "at-risk"}, {"floors": "20"}, {"currency": "EUR"}, {"country": "CN"}],
    ids=["everybody", "at_risk", "floors", "currency", "country"],
)
def test_what_is_shown_and_what_is_left_out_are_all_of_it(
    desk: Desk, options: dict[str, str]
) -> None:
    seen, everybody = view(desk, scheduled(desk, **options)), overdue.overview(
        ADMIN, office=desk.office
    )  # fmt: skip
    assert seen.shown is not None
    left = seen.shown.left_out
    assert len(seen.overview.rows) + left.count == len(everybody.rows)
    sums = by_currency([*seen.overview.totals.values(), *left.overdue.values()])
    assert sums == everybody.totals
    assert bool(left.count) is bool(options), "the demo's books have both kinds"
    assert seen.overview.rows, "the demo's books have both kinds"


def test_an_owner_is_whoever_owns_the_account(desk: Desk) -> None:
    owning.name("contoso.example", "U0KANG", by="U0ADMIN", office=desk.office, route=Route.CLI)
    seen = view(desk, scheduled(desk, owner="U0KANG"))
    assert [row.customer for row in seen.listed] == [contoso(desk)]
    assert seen.owner == "Mina Kang" and list(seen.listed[0].people.values()) == ["Mina Kang"]


def test_groups_come_with_the_worst_first_and_are_all_of_the_list(desk: Desk) -> None:
    seen = view(desk, scheduled(desk, group="currency"))
    assert seen.shown is not None
    rows = [row for group in seen.shown.groups for row in group.rows]
    assert rows == list(seen.listed) and len(seen.shown.groups) > 1
    assert {row.key for row in rows} == {row.key for row in seen.overview.rows}


def test_another_choice_is_compared_with_nothing(desk: Desk) -> None:
    made = scheduled(desk)
    post(desk, made)
    assert post(desk, made).before is not None
    change("1", Change(options={"currency": "EUR"}), ADMIN, office=desk.office)
    narrower = post(desk, made)
    assert narrower.before is None
    assert (narrower.since.cleared, narrower.since.newly) == ((), ())
    assert post(desk, made).before is not None


# When it comes


def test_a_holiday_has_no_digest_and_the_next_one_says_so(desk: Desk) -> None:
    desk.now = datetime.fromisoformat("2027-03-25T07:00:00+00:00")
    made = scheduled(desk, holidays="DE")
    assert made.next_slot == "2027-03-25T09:00"
    desk.now = datetime.fromisoformat("2027-03-25T08:00:00+00:00")
    schedules.tick(office=desk.office)
    before = digests.view(made.schedule_id, "2027-03-25T09:00", office=desk.office)
    assert before.silent_next == (date(2027, 3, 26), date(2027, 3, 29))
    assert digest_posting.begin(before.schedule, "2027-03-25T09:00", office=desk.office)
    digest_posting.posted(before, "1.1", office=desk.office)
    for day in ("26", "29"):
        desk.now = datetime.fromisoformat(f"2027-03-{day}T08:00:00+00:00")
        schedules.tick(office=desk.office)
    desk.now = datetime.fromisoformat("2027-03-30T07:00:00+00:00")
    schedules.tick(office=desk.office)
    after = digests.view(made.schedule_id, "2027-03-30T09:00", office=desk.office)
    assert after.posting.state is SlotState.QUEUED and not after.posting.late
    assert (after.silent, after.silent_next) == (before.silent_next, ())
    with desk.store.reading() as work, pytest.raises(LookupError):
        work.schedules.posting(made.schedule_id, "2027-03-26T09:00")


def test_what_never_comes_on_a_business_day_is_refused(desk: Desk) -> None:
    with pytest.raises(BadInput):
        scheduled(desk, cron="0 9 * * sat", holidays="DE")


# What is on record


def test_a_change_is_on_record_and_finds_the_next_slot_anew(desk: Desk) -> None:
    made = scheduled(desk, floors="5")
    asked = Change(
        "0 7 * * *", "Asia/Seoul", "C0OTHER", {"columns": "owner,days", "group": "owner"}
    )
    done = change("1", asked, ADMIN, office=desk.office).schedule
    assert (done.next_slot, done.channel) == ("2026-10-13T07:00", "C0OTHER")
    assert done.choices.only == made.choices.only
    assert done.choices.columns == (Column.OWNER, Column.DAYS)
    assert done.choices.grouping is Grouping.OWNER
    (scheduled_first,), (changed,) = told(desk, DigestScheduled), told(desk, DigestChanged)
    assert isinstance(scheduled_first, DigestScheduled) and isinstance(changed, DigestChanged)
    assert scheduled_first.choices == ("floors=5",)
    assert changed.choices == ("floors=5", "columns=owner,days", "group=owner")
    assert (changed.cron, changed.zone) == ("0 7 * * *", "Asia/Seoul")
    with pytest.raises(NoRole):
        change("1", asked, AGENT, office=desk.office)


def test_an_owner_whom_nobody_knows_is_refused(desk: Desk) -> None:
    with pytest.raises(BadInput):
        scheduled(desk, owner="U0NOBODY")


def test_the_language_of_a_channel_is_on_record_once(desk: Desk) -> None:
    scheduled(desk, language="ko")
    choosing.choose_language(HERE, "ko-KR", APPROVER, office=desk.office)
    assert choosing.choose_language(HERE, "off", APPROVER, office=desk.office) is None
    events = told(desk, ChannelLanguageChosen)
    assert [e.language for e in events if isinstance(e, ChannelLanguageChosen)] == ["ko", ""]
    with pytest.raises(BadInput):
        choosing.choose_language(HERE, "fr", APPROVER, office=desk.office)
    with pytest.raises(NoRole):
        choosing.choose_language(HERE, "ko", AGENT, office=desk.office)
    with desk.store.reading() as work:
        assert work.channel_languages.of(HERE) is None
    assert Language.KOREAN is choosing.choose_language(HERE, "ko", ADMIN, office=desk.office)
