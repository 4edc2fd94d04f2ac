"""Whether every digest went out: administrators are called where one did not, and once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.domain.digests import Schedule
from core.domain.events import DigestOutstanding, Route
from core.domain.people import Role
from core.ports.engine import Delivery, Job, Later, Priority
from core.ports.letters import AdministratorPost, Note
from core.ports.office import Office
from core.ports.outside import Outcome
from core.ports.store import Work
from core.recording import record

PATIENCE = timedelta(minutes=15)
ALARM_MAIL = "digest_alarm_mail"
# So long Slack has to take the alarm before it is mailed.
SLACK_HAS = timedelta(minutes=5)
WAIT = 300.0
# Beside the schedule's id: the last slot of which somebody was told.
KNOWN = "digest_alarm:"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A slot that came, and of which nothing became yet."""

    schedule: Schedule
    slot: str
    at: datetime


def outstanding(work: Work, now: datetime) -> list[Waiting]:
    """Nobody claimed it, or who did has not posted it and did not give it up."""
    late = now - PATIENCE
    known = {found.schedule_id: found for found in work.schedules.all()}
    unclaimed = [Waiting(one, one.next_slot, one.next_at) for one in known.values()]
    claimed = [
        Waiting(known[one.schedule_id], one.slot, one.at)
        for one in work.schedules.unsettled()
        if one.schedule_id in known
    ]
    return [one for one in (*claimed, *unclaimed) if one.at <= late]


def trouble(office: Office) -> str:
    """The digests that did not go out, in words for the log and for whoever looks at health."""
    with office.store.reading() as work:
        found = outstanding(work, office.clock())
    return ", ".join(f"digest {one.schedule.number} of {one.slot} did not go out" for one in found)


class DigestAlarm:
    """Looks once a minute. What comes late after a downtime is about to go out, so only what two
    looks in a row find is told."""

    def __init__(self, office: Office, told: Callable[[Waiting], None]) -> None:
        self._office = office
        self._told = told
        self._seen: frozenset[Waiting] = frozenset()

    def look(self) -> None:
        with self._office.store.reading() as work:
            found = frozenset(outstanding(work, self._office.clock()))
        for one in sorted(found & self._seen, key=lambda one: one.at):
            if _call(one, self._office):
                self._told(one)
        self._seen = found


def _call(one: Waiting, office: Office) -> bool:
    """Once for each slot, whoever looks. False where it was told."""
    now, fact = office.clock(), f"{KNOWN}{one.schedule.schedule_id}"
    with office.store() as work:
        if work.desk.get(fact) == one.slot:
            return False
        work.desk.put(fact, one.slot)
        administrators = work.people.with_role(Role.ADMINISTRATOR)
        event = DigestOutstanding(
            schedule_id=one.schedule.schedule_id,
            number=one.schedule.number,
            slot=one.slot,
            minutes=int((now - one.at).total_seconds() // 60),
            called=tuple(person.person_id for person in administrators),
        )
        seq = record(work, event, office.stamp(now, "", Route.AUTOMATION))
        mail = Job(
            ALARM_MAIL, f"{ALARM_MAIL}:{seq}", {"seq": seq}, run_at=now + SLACK_HAS,
            priority=Priority.CARD,
        )  # fmt: skip
        work.jobs.enqueue(mail)
        work.commit()
    return True


@dataclass(frozen=True, slots=True)
class AlarmMail:
    """The handler of the job `digest_alarm_mail`: what Slack did not take is mailed."""

    office: Office
    post: AdministratorPost | None
    written: Callable[[DigestOutstanding], Note]

    def send(self, delivery: Delivery) -> None:
        """Raises Later where the server takes nothing now. What it may have taken is sent again:
        better twice than never."""
        seq = int(delivery.payload["seq"])
        with self.office.store.reading() as work:
            event = work.events.get(seq).event
            said = work.posts.get(f"event:{seq}") is not None
        if said or self.post is None or not isinstance(event, DigestOutstanding):
            return
        answer = self.post.write(self.written(event), self.office.clock())
        if answer.outcome in (Outcome.LATER, Outcome.UNKNOWN):
            raise Later(WAIT, f"administrators were not written to: {answer.detail}")
