"""When digests are posted: schedule, list, mute and remove, and the tick that claims due slots."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, takewhile
from uuid import uuid4
from zoneinfo import ZoneInfo

from core.domain.calendar import NOTHING_DECREED, Decreed
from core.domain.digest_choices import USUAL, Choices, kept, quiet_days, words_of
from core.domain.digest_options import LANGUAGE, Options
from core.domain.digests import Posting, Schedule, SlotState
from core.domain.errors import BadInput, UnknownSchedule
from core.domain.events import DigestMuted, DigestScheduled, DigestsMissed, Route
from core.domain.people import AccountKey, Role
from core.domain.schedules import Slot, read_cron, read_zone, slots
from core.gathering import may_ask
from core.ports.engine import Job, Priority
from core.ports.office import Office
from core.ports.store import Work
from core.recording import DIGEST, DIGEST_MAIL, record
from core.usecases.choosing import Chosen, chosen_in, chosen_of, speak
from core.usecases.finding import person_with

MAY_SCHEDULE = frozenset({Role.APPROVER, Role.ADMINISTRATOR})
PREVIEWED = 3
# After a long silence the newest slot is posted; of the others only so many are noted as missed.
MOST_MISSED = 1000
LATE = timedelta(minutes=5)
LONGEST_MUTE = 366


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to be posted: a cron line, an IANA zone, a channel's id, and what of it,
    as it was written down."""

    cron: str
    zone: str
    channel: str
    options: Options = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Preview:
    """A wish that can be kept, what it would show, and the next times it would post."""

    wish: Wish
    chosen: Chosen
    next: tuple[Slot, ...]


def check_may(account: AccountKey, *, office: Office) -> None:
    """Raises NoRole, NotEligible, before a form is filled in."""
    with office.store.reading() as work:
        person_with(work, account, MAY_SCHEDULE)


def preview(wish: Wish, account: AccountKey, *, office: Office) -> Preview:
    """Check a wish and show its next times; nothing is saved. Raises BadInput, NoRole."""
    cron, zone = read_cron(wish.cron), read_zone(wish.zone or office.own.zone)
    with office.store.reading() as work:
        person_with(work, account, MAY_SCHEDULE)
        if not wish.channel:
            raise BadInput(problem="a channel is needed", usage="#collections")
        chosen = chosen_in(work, wish.options, USUAL, wish.channel, account, office=office)
        draft = replace(wish, cron=cron.text, zone=zone)
        return Preview(draft, chosen, next_slots(work, draft, chosen, office.clock()))


def next_slots(work: Work, wish: Wish, chosen: Chosen, now: datetime) -> tuple[Slot, ...]:
    """Raises BadInput where there are none."""
    choices, coming = chosen.choices, slots(read_cron(wish.cron), wish.zone, now)
    found = tuple(islice(kept(coming, choices, decreed_for(work, choices)), PREVIEWED))
    if not found:
        raise BadInput(
            problem="{text} never comes on a business day", text=wish.cron, usage="holidays=off"
        )
    return found


def decreed_for(work: Work, choices: Choices) -> Decreed:
    """What the policy in force decrees, for whoever asks a calendar at all."""
    return work.policies.current().rules.timing.decreed if choices.calendar else NOTHING_DECREED


def silent_days(work: Work, one: Schedule, after: datetime, until: datetime) -> tuple[date, ...]:
    """The holidays between these moments on which it would have been posted."""
    coming = slots(read_cron(one.cron), one.zone, after)
    found = takewhile(lambda slot: slot.at < until, islice(coming, MOST_MISSED))
    return quiet_days(found, one.choices, decreed_for(work, one.choices))


def schedule(wish: Wish, account: AccountKey, *, office: Office) -> Schedule:
    """Save a schedule. Raises BadInput, NoRole."""
    checked = preview(wish, account, office=office)
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, MAY_SCHEDULE)
        first = checked.next[0]
        made = Schedule(
            schedule_id=str(uuid4()),
            number=work.schedules.next_number(),
            cron=checked.wish.cron,
            zone=checked.wish.zone,
            channel=wish.channel,
            created_by=person.person_id,
            created_at=now,
            next_slot=first.name,
            next_at=first.at,
            choices=checked.chosen.choices,
        )
        work.schedules.add(made)
        event = DigestScheduled(
            schedule_id=made.schedule_id, number=made.number, cron=made.cron, zone=made.zone,
            channel=made.channel, choices=tuple(words_of(made.choices)),
        )  # fmt: skip
        stamp = office.stamp(now, person.person_id, Route.SLACK)
        record(work, event, stamp)
        if LANGUAGE in wish.options:
            speak(work, wish.channel, checked.chosen.language, stamp)
        work.commit()
    return made


@dataclass(frozen=True, slots=True)
class Listed:
    """A schedule as people see it."""

    schedule: Schedule
    chosen: Chosen


def listed(account: AccountKey, *, office: Office) -> list[Listed]:
    """Every schedule in use. Raises NoRole."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        return [shown(work, one) for one in work.schedules.all()]


def shown(work: Work, one: Schedule) -> Listed:
    return Listed(one, chosen_of(work, one.choices, one.channel))


def by_number(work: Work, text: str) -> Schedule:
    """Raises BadInput where none is named or there is none, UnknownSchedule with those there
    are."""
    known = work.schedules.all()
    if not known:
        raise BadInput(problem="no digest is scheduled yet")
    if not text:
        raise BadInput(problem="no digest is named")
    found = next((s for s in known if text.lstrip("#") == str(s.number)), None)
    if found is None:
        raise UnknownSchedule(text=text, numbers=[s.number for s in known])
    return found


def mute(text: str, days: int, account: AccountKey, *, office: Office) -> Schedule:
    """Post nothing for so many days; 0 ends it. Raises UnknownSchedule, BadInput, NoRole."""
    if not 0 <= days <= LONGEST_MUTE:
        raise BadInput(problem="a number of days from 0 to {most}", most=LONGEST_MUTE)
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, MAY_SCHEDULE)
        found = by_number(work, text)
        until = _after(days, now, found.zone) if days else None
        muted = replace(found, muted_until=until)
        work.schedules.update(muted)
        event = DigestMuted(schedule_id=found.schedule_id, number=found.number, until=until)
        record(work, event, office.stamp(now, person.person_id, Route.SLACK))
        work.commit()
    return muted


def _after(days: int, now: datetime, zone: str) -> datetime:
    """The midnight that ends so many days there, today being the first."""
    place = ZoneInfo(zone)
    day = now.astimezone(place).date() + timedelta(days=days)
    return datetime.combine(day, time(), tzinfo=place).astimezone(UTC)


def remove(text: str, account: AccountKey, *, office: Office) -> Schedule:
    """Take a schedule out of use. Raises UnknownSchedule, NoRole."""
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, MAY_SCHEDULE)
        removed = replace(by_number(work, text), removed_at=now)
        work.schedules.update(removed)
        event = DigestMuted(schedule_id=removed.schedule_id, number=removed.number, removed=True)
        record(work, event, office.stamp(now, person.person_id, Route.SLACK))
        work.commit()
    return removed


def run_now(text: str, account: AccountKey, *, office: Office) -> Schedule:
    """Post this digest now, in its channel, beside its slots. Raises UnknownSchedule, NoRole."""
    now = office.clock()
    with office.store() as work:
        person_with(work, account, may_ask(work))
        found = by_number(work, text)
        posting = Posting(found.schedule_id, slot_asked_for(now), now, SlotState.QUEUED)
        _queue(work, posting, asked=True)
        work.commit()
    return found


def slot_asked_for(now: datetime) -> str:
    """What was asked for twice within a second is posted twice: something may have changed."""
    return f"now {now:%Y-%m-%dT%H:%M:%S.%fZ}"


def tick(*, office: Office) -> None:
    """Claim every slot that has come: the newest of each schedule is posted, older ones are noted
    as missed. Any number of processes may tick at once."""
    now = office.clock()
    # Who only looks locks nothing.
    with office.store.reading() as work:
        if not any(found.next_at <= now for found in work.schedules.all()):
            return
    with office.store() as work:
        for found in work.schedules.due(now):
            _claim(work, found, now, office)
        work.commit()


def _claim(work: Work, found: Schedule, now: datetime, office: Office) -> None:
    cron = read_cron(found.cron)
    before = found.next_at - timedelta(microseconds=1)
    due: deque[Slot] = deque(maxlen=MOST_MISSED)
    coming, decreed = slots(cron, found.zone, before), decreed_for(work, found.choices)
    for slot in kept(coming, found.choices, decreed):
        if slot.at > now:
            work.schedules.update(replace(found, next_slot=slot.name, next_at=slot.at))
            break
        due.append(slot)
    if not due:
        # What was a business day when it was planned became a holiday.
        return
    newest = due.pop()
    _note_missed(work, found, due, now, office)
    posting = Posting(found.schedule_id, newest.name, newest.at, SlotState.QUEUED)
    if found.muted(newest.at):
        work.schedules.take(replace(posting, state=SlotState.MUTED))
    else:
        _queue(work, replace(posting, late=now - newest.at > LATE))


def _note_missed(
    work: Work, found: Schedule, missed: Collection[Slot], now: datetime, office: Office
) -> None:
    for slot in missed:
        work.schedules.take(Posting(found.schedule_id, slot.name, slot.at, SlotState.MISSED))
    if missed:
        event = DigestsMissed(schedule_id=found.schedule_id, number=found.number, count=len(missed))
        record(work, event, office.stamp(now, "", Route.AUTOMATION))


def _queue(work: Work, posting: Posting, *, asked: bool = False) -> None:
    """Whoever writes the slot's row posts it."""
    if work.schedules.take(posting):
        queue_posting(work, posting, "1", asked=asked)
        if not asked:
            _queue_mail(work, posting)


def _queue_mail(work: Work, posting: Posting) -> None:
    """Whatever becomes of its post. What a person asks for is for the channel alone."""
    payload = {"schedule_id": posting.schedule_id, "slot": posting.slot}
    lane = f"{DIGEST_MAIL}:{posting.schedule_id}"
    key = f"{lane}:{posting.slot}"
    work.jobs.enqueue(Job(DIGEST_MAIL, key, payload, lane=lane, priority=Priority.CARD))


def queue_posting(work: Work, posting: Posting, occasion: str, *, asked: bool = False) -> None:
    """`asked`: a person wants this one now, be the schedule muted or not."""
    payload: dict[str, str | int] = {"schedule_id": posting.schedule_id, "slot": posting.slot}
    payload["asked"] = asked
    key = f"digest:{posting.schedule_id}:{posting.slot}:{occasion}"
    lane = f"digest:{posting.schedule_id}"
    work.jobs.enqueue(Job(DIGEST, key, payload, lane=lane, priority=Priority.CARD))
