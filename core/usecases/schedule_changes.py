"""Another time, another channel or another choice for a digest that is scheduled already."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from core.domain.digest_choices import words_of
from core.domain.digest_options import LANGUAGE, Options
from core.domain.digests import Schedule
from core.domain.events import DigestChanged, Route
from core.domain.people import AccountKey
from core.domain.schedules import read_cron, read_zone
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record
from core.usecases.choosing import Chosen, chosen_in, speak
from core.usecases.finding import person_with
from core.usecases.schedules import MAY_SCHEDULE, Listed, Wish, by_number, next_slots, shown


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be different; what is empty stays."""

    cron: str = ""
    zone: str = ""
    channel: str = ""
    options: Options = field(default_factory=dict)


def look(number: str, account: AccountKey, *, office: Office) -> Listed:
    """As it stands, for whoever may change it. Raises NoRole, BadInput, UnknownSchedule."""
    with office.store.reading() as work:
        person_with(work, account, MAY_SCHEDULE)
        return shown(work, by_number(work, number))


def change(number: str, change: Change, account: AccountKey, *, office: Office) -> Listed:
    """Its next slot is found anew. Raises BadInput, NoRole, UnknownSchedule."""
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, MAY_SCHEDULE)
        before = by_number(work, number)
        wish = _wish(before, change)
        chosen = chosen_in(
            work, change.options, before.choices, wish.channel, account, office=office
        )
        after = _changed(work, before, wish, chosen, now)
        work.schedules.update(after)
        event = DigestChanged(
            schedule_id=after.schedule_id, number=after.number, cron=after.cron, zone=after.zone,
            channel=after.channel, choices=tuple(words_of(after.choices)),
        )  # fmt: skip
        stamp = office.stamp(now, person.person_id, Route.SLACK)
        record(work, event, stamp)
        if LANGUAGE in change.options:
            speak(work, after.channel, chosen.language, stamp)
        work.commit()
    return Listed(after, chosen)


def _wish(before: Schedule, change: Change) -> Wish:
    return Wish(
        cron=read_cron(change.cron).text if change.cron else before.cron,
        zone=read_zone(change.zone) if change.zone else before.zone,
        channel=change.channel or before.channel,
    )


def _changed(work: Work, before: Schedule, wish: Wish, chosen: Chosen, now: datetime) -> Schedule:
    first = next_slots(work, wish, chosen, now)[0]
    return replace(
        before,
        cron=wish.cron,
        zone=wish.zone,
        channel=wish.channel,
        choices=chosen.choices,
        next_slot=first.name,
        next_at=first.at,
    )
