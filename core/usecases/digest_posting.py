"""The posting of one slot of a digest: it is sent at most once, unless a person says so."""

from __future__ import annotations

from dataclasses import replace

from core.domain.digests import Posting, Schedule, SlotState
from core.domain.errors import LostRace, ScheduleOver
from core.domain.events import DigestFailed, DigestPosted, DigestSkipped, DigestUnsure, Route
from core.domain.people import AccountKey
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.records import Posted
from core.ports.store import Work
from core.recording import record
from core.usecases.digests import View
from core.usecases.exports import bring_all, bring_charts
from core.usecases.finding import person_with
from core.usecases.hushing import look_soon, newest_in
from core.usecases.schedules import queue_posting

OUTSIDERS = "outsiders"
# A chart says little of what is next to nothing.
MOST_CURRENCIES = 3


def begin(seen: Schedule, slot: str, *, office: Office, asked: bool = False) -> bool:
    """Note that the post is about to leave for the channel of this schedule. False where it must
    not: it was posted; an earlier try was never answered, which is then said and left to a person;
    or nobody wants it any more."""
    with office.store() as work:
        posting = work.schedules.posting(seen.schedule_id, slot)
        if posting.state is SlotState.POSTING:
            _unsure(work, posting, office)
            work.commit()
            return False
        if posting.state is not SlotState.QUEUED:
            return False
        unwanted = _unwanted(work.schedules.get(seen.schedule_id), seen, posting, asked)
        if unwanted:
            _skip(work, posting, unwanted, office)
        else:
            work.schedules.move(posting, SlotState.POSTING)
        work.commit()
    return not unwanted


def _unwanted(now: Schedule, seen: Schedule, posting: Posting, asked: bool) -> str:
    """Why this slot is not posted after all; empty if it is. A mute is for what comes by itself."""
    if now.removed_at is not None:
        return "removed"
    if now.muted(posting.at) and not asked:
        return "muted"
    return "moved" if now.channel != seen.channel else ""


def _skip(work: Work, posting: Posting, why: str, office: Office) -> None:
    moved = work.schedules.move(posting, SlotState.SKIPPED)
    event = DigestSkipped(
        schedule_id=moved.schedule_id, number=_number(work, moved), slot=moved.slot, why=why
    )
    record(work, event, office.stamp(office.clock(), "", Route.AUTOMATION))


def unsure(schedule_id: str, slot: str, *, office: Office) -> None:
    """The post was sent and not answered."""
    with office.store() as work:
        _unsure(work, work.schedules.posting(schedule_id, slot), office)
        work.commit()


def _unsure(work: Work, posting: Posting, office: Office) -> None:
    moved = work.schedules.move(posting, SlotState.PERHAPS)
    event = DigestUnsure(
        schedule_id=moved.schedule_id, number=_number(work, moved), slot=moved.slot
    )
    record(work, event, office.stamp(office.clock(), "", Route.AUTOMATION))


def posted(view: View, ts: str, *, office: Office) -> None:
    """It arrived. The next one tells what happened after this one was drawn up, and is compared
    with what it said. Every row follows in its thread, and what it had no room for."""
    now = office.clock()
    with office.store() as work:
        posting = work.schedules.posting(view.posting.schedule_id, view.posting.slot)
        said = replace(posting, posted_at=view.now, late=view.posting.late, figures=view.figures())
        work.schedules.move(said, SlotState.POSTED)
        event = DigestPosted(
            schedule_id=posting.schedule_id, number=_number(work, posting), slot=posting.slot,
            late=said.late,
        )  # fmt: skip
        record(work, event, office.stamp(now, "", Route.AUTOMATION))
        channel = view.schedule.channel
        work.posts.put(Posted(newest_in(channel), channel, ts))
        if view.overview.rows:
            bring_all(work, posting.schedule_id, posting.slot, ts)
            further = len(view.currencies[1:MOST_CURRENCIES])
            bring_charts(work, posting.schedule_id, posting.slot, ts, further)
        work.commit()


def not_posted(schedule_id: str, slot: str, *, office: Office) -> None:
    """Slack said that it took nothing now: it may be tried again."""
    with office.store() as work:
        work.schedules.move(work.schedules.posting(schedule_id, slot), SlotState.QUEUED)
        work.commit()


def failed(schedule_id: str, slot: str, why: str, *, office: Office) -> None:
    """Slack will never take it, as with a channel that is gone; or OUTSIDERS would read it."""
    with office.store() as work:
        posting = work.schedules.move(work.schedules.posting(schedule_id, slot), SlotState.FAILED)
        event = DigestFailed(
            schedule_id=schedule_id, number=_number(work, posting), slot=slot, why=why
        )
        record(work, event, office.stamp(office.clock(), "", Route.AUTOMATION))
        if why == OUTSIDERS:
            channel = work.schedules.get(schedule_id).channel
            look_soon(work, channel, f"{schedule_id}:{slot}")
        work.commit()


def post_again(schedule_id: str, slot: str, account: AccountKey, *, office: Office) -> None:
    """A person saw that it did not arrive, or mended what kept it from arriving. Raises LostRace
    where neither is so, ScheduleOver, NoRole."""
    with office.store() as work:
        person_with(work, account, may_ask(work))
        posting = work.schedules.posting(schedule_id, slot)
        if posting.state not in (SlotState.PERHAPS, SlotState.FAILED):
            raise LostRace(state=posting.state)
        schedule = work.schedules.get(schedule_id)
        if schedule.removed_at is not None:
            raise ScheduleOver(number=schedule.number)
        again = work.schedules.move(posting, SlotState.QUEUED)
        occasion = f"again {office.clock().isoformat(timespec='seconds')}"
        queue_posting(work, again, occasion, asked=True)
        work.commit()


def _number(work: Work, posting: Posting) -> int:
    return work.schedules.get(posting.schedule_id).number
