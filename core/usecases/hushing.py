"""A channel with digests in it is shared with another organisation: the newest one there goes, no
new one comes, and whoever set them up is told."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.domain.digests import Schedule
from core.domain.events import DigestsHushed, Route
from core.domain.people import AccountKey
from core.ports.engine import Job, Priority
from core.ports.office import Office
from core.ports.records import Posted
from core.ports.store import Work
from core.recording import HUSH, record


@dataclass(frozen=True, slots=True)
class Hush:
    """What is to be done in one channel. `newest` is a digest that outsiders can read, `setters`
    are those who set up what does not come now; empty where they were told today."""

    channel: str
    schedules: tuple[Schedule, ...]
    setters: tuple[AccountKey, ...]
    newest: Posted | None


def newest_in(channel: str) -> str:
    """Under this key the newest digest of a channel is found; it shows 1 once it was hidden."""
    return f"digest:{channel}"


def look_soon(work: Work, channel: str, occasion: str) -> None:
    job = Job(HUSH, f"hush:{channel}:{occasion}", {"channel": channel}, priority=Priority.CARD)
    work.jobs.enqueue(job)


def to_do(channel: str, *, office: Office) -> Hush:
    with office.store.reading() as work:
        schedules = _there(work, channel)
        newest = work.posts.get(newest_in(channel))
        told = work.posts.get(_today(channel, office)) is not None
        setters = {one.created_by: work.people.get(one.created_by) for one in schedules}
        accounts = [person.accounts[0] for person in setters.values() if person.accounts]
        return Hush(
            channel=channel,
            schedules=schedules,
            setters=() if told else tuple(accounts),
            newest=None if newest is None or newest.shows else newest,
        )


def done(hush: Hush, *, office: Office) -> None:
    """Remember it, and say so in the alerts channel: once a day, and for each one hidden."""
    with office.store() as work:
        told = work.posts.get(_today(hush.channel, office)) is not None
        if hush.newest is not None:
            work.posts.put(replace(hush.newest, shows=1))
        if hush.newest is None and (told or not hush.schedules):
            return
        work.posts.put(Posted(_today(hush.channel, office), hush.channel, ""))
        numbers = tuple(one.number for one in hush.schedules)
        event = DigestsHushed(
            channel=hush.channel, numbers=numbers, hidden=hush.newest is not None
        )
        record(work, event, office.stamp(office.clock(), "", Route.AUTOMATION))
        work.commit()


def _there(work: Work, channel: str) -> tuple[Schedule, ...]:
    return tuple(one for one in work.schedules.all() if one.channel == channel)


def _today(channel: str, office: Office) -> str:
    return f"outsiders:{channel}:{office.today(office.clock())}"
