"""A digest that did not go out soon after its slot: administrators are called, once."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.domain.digests import Schedule
from core.domain.events import DigestOutstanding
from core.ports.engine import Delivery
from core.ports.letters import Note
from core.ports.outside import Answer, Outcome
from core.ports.records import Posted
from core.usecases import digest_posting, digests, schedules
from core.usecases.digest_alarms import (
    ALARM_MAIL,
    PATIENCE,
    AlarmMail,
    DigestAlarm,
    Waiting,
    trouble,
)
from core.usecases.schedules import Wish
from tests.office import ADMIN, MONDAY, Desk

NINE = datetime.fromisoformat("2026-10-13T07:00:00+00:00")
SLOT = "2026-10-13T09:00"
A_MINUTE = timedelta(minutes=1)


class Watch:
    """An alarm, and what it told."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.told: list[str] = []
        self.alarm = DigestAlarm(desk.office, self._tell)

    def _tell(self, one: Waiting) -> None:
        self.told.append(one.slot)

    def look(self, after: timedelta) -> list[str]:
        """So long after nine o'clock."""
        self.desk.now = NINE + after
        self.alarm.look()
        return self.told


def scheduled(desk: Desk) -> Schedule:
    wish = Wish("0 9 * * mon-fri", "Europe/Berlin", "C0GENERAL")
    return schedules.schedule(wish, ADMIN, office=desk.office)


def claimed(desk: Desk) -> Schedule:
    """Its slot came, and the job that posts it waits."""
    made = scheduled(desk)
    desk.now = NINE
    schedules.tick(office=desk.office)
    return made


def called(desk: Desk) -> list[DigestOutstanding]:
    with desk.store.reading() as work:
        found = [r.event for r in work.events.since(DigestOutstanding, MONDAY)]
    return [event for event in found if isinstance(event, DigestOutstanding)]


def test_it_is_told_once_who_ever_looks(desk: Desk) -> None:
    claimed(desk)
    one, other = Watch(desk), Watch(desk)
    assert one.look(PATIENCE - A_MINUTE) == []
    assert (one.look(PATIENCE), other.look(PATIENCE)) == ([], [])
    assert trouble(desk.office) == f"digest 1 of {SLOT} did not go out"
    assert (one.look(PATIENCE + A_MINUTE), other.look(PATIENCE + A_MINUTE)) == ([SLOT], [])
    assert one.look(2 * PATIENCE) == [SLOT]
    (event,) = called(desk)
    assert (event.number, event.slot, event.minutes) == (1, SLOT, 16)
    with desk.store.reading() as work:
        assert [work.people.get(one).accounts[0] for one in event.called] == [ADMIN]


def test_one_that_nobody_claimed_is_told_as_well(desk: Desk) -> None:
    scheduled(desk)
    watch = Watch(desk)
    watch.look(PATIENCE)
    assert watch.look(PATIENCE + A_MINUTE) == [SLOT]


def test_what_comes_late_after_a_downtime_is_no_alarm(desk: Desk) -> None:
    """It is claimed at the first tick, and gone before the second look."""
    made = scheduled(desk)
    watch = Watch(desk)
    desk.now = NINE + timedelta(hours=5)
    schedules.tick(office=desk.office)
    watch.look(timedelta(hours=5))
    assert digest_posting.begin(made, SLOT, office=desk.office)
    seen = digests.view(made.schedule_id, SLOT, office=desk.office)
    digest_posting.posted(seen, "1.1", office=desk.office)
    assert watch.look(timedelta(hours=5, minutes=1)) == []
    assert (called(desk), trouble(desk.office)) == ([], "")


def test_one_that_was_given_up_is_told_elsewhere(desk: Desk) -> None:
    made = claimed(desk)
    assert digest_posting.begin(made, SLOT, office=desk.office)
    digest_posting.failed(made.schedule_id, SLOT, "is_archived", office=desk.office)
    watch = Watch(desk)
    watch.look(PATIENCE)
    assert watch.look(PATIENCE + A_MINUTE) == []


def test_nobody_waits_for_one_that_was_removed(desk: Desk) -> None:
    claimed(desk)
    schedules.remove("1", ADMIN, office=desk.office)
    watch = Watch(desk)
    watch.look(PATIENCE)
    assert watch.look(PATIENCE + A_MINUTE) == []


class Administrators:
    """Implements core.ports.letters.AdministratorPost."""

    def __init__(self) -> None:
        self.notes: list[Note] = []

    def write(self, note: Note, at: datetime) -> Answer:
        self.notes.append(note)
        return Answer(Outcome.DONE)


def test_an_alarm_that_slack_did_not_take_is_mailed(desk: Desk) -> None:
    claimed(desk)
    watch, post = Watch(desk), Administrators()
    watch.look(PATIENCE)
    watch.look(PATIENCE + A_MINUTE)
    with desk.store.reading() as work:
        (found,) = work.events.since(DigestOutstanding, MONDAY)
    delivery = Delivery(ALARM_MAIL, {"seq": found.seq}, 1)
    mail = AlarmMail(desk.office, post, lambda event: Note(event.slot, "…"))
    mail.send(delivery)
    assert [note.subject for note in post.notes] == [SLOT]
    with desk.store() as work:
        work.posts.put(Posted(f"event:{found.seq}", "C0ALERTS", "1.1"))
        work.commit()
    mail.send(delivery)
    assert len(post.notes) == 1
