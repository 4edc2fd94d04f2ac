"""The mailing of one slot of a digest: it leaves at most once. In doubt it is not sent again, and
that is said."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from core.domain.digests import Posting
from core.domain.events import DigestMailed, DigestNotMailed, Route
from core.ports.engine import Later
from core.ports.office import Office
from core.ports.outside import Answer, Outcome
from core.ports.store import Work
from core.recording import record

# Beside the schedule's id: the last slot that was to be mailed, and how far that is.
KNOWN = "digest_mail:"
LEAVING, WAITING, OVER = "leaving", "waiting", "over"
UNSURE, UNREACHED = "unsure", "unreached"
WAIT = 300.0
# An old digest is of no use to anybody.
PATIENCE = timedelta(hours=12)


class Mailing(NamedTuple):
    """When a slot came (UTC), what it is called, and how far its mail is."""

    at: str
    slot: str
    state: str


NONE = Mailing("", "", OVER)


def begin(posting: Posting, *, office: Office) -> bool:
    """Note that it is about to leave. False where it must not: it left; it may have left, which is
    then said; a newer one was mailed; or nobody wants it any more."""
    with office.store() as work:
        schedule, before = work.schedules.get(posting.schedule_id), _known(work, posting)
        at = _instant(posting.at)
        if before.state == LEAVING:
            _not_mailed(work, posting.schedule_id, before.slot, UNSURE, office)
            _put(work, posting.schedule_id, before._replace(state=OVER))
        gone = before.at > at or (before.at == at and before.state != WAITING)
        unwanted = schedule.removed_at is not None or schedule.muted(posting.at)
        goes = not (gone or unwanted)
        if goes:
            _put(work, posting.schedule_id, Mailing(at, posting.slot, LEAVING))
        work.commit()
    return goes


def settle(posting: Posting, answer: Answer, *, office: Office) -> None:
    """What the mail server answered. Raises Later where it took nothing and soon may."""
    now, waits = office.clock(), False
    with office.store() as work:
        known = _known(work, posting)
        if (known.at, known.state) != (_instant(posting.at), LEAVING):
            # Somebody gave it up meanwhile, and said so.
            return
        waits = answer.outcome is Outcome.LATER and now - posting.at < PATIENCE
        state = WAITING if waits else OVER
        _put(work, posting.schedule_id, known._replace(state=state))
        if answer.outcome is Outcome.DONE:
            number = work.schedules.get(posting.schedule_id).number
            event = DigestMailed(schedule_id=posting.schedule_id, number=number, slot=posting.slot)
            record(work, event, office.stamp(now, "", Route.AUTOMATION))
        elif not waits:
            unsure = answer.outcome is Outcome.UNKNOWN
            why = UNSURE if unsure else answer.code or UNREACHED
            _not_mailed(work, posting.schedule_id, posting.slot, why, office)
        work.commit()
    if waits:
        raise Later(WAIT, f"a digest was not mailed: {answer.detail}")


def _not_mailed(work: Work, schedule_id: str, slot: str, why: str, office: Office) -> None:
    number = work.schedules.get(schedule_id).number
    event = DigestNotMailed(schedule_id=schedule_id, number=number, slot=slot, why=why)
    record(work, event, office.stamp(office.clock(), "", Route.AUTOMATION))


def _known(work: Work, posting: Posting) -> Mailing:
    parts = work.desk.get(f"{KNOWN}{posting.schedule_id}").split()
    return Mailing(*parts) if parts else NONE


def _put(work: Work, schedule_id: str, mailing: Mailing) -> None:
    work.desk.put(f"{KNOWN}{schedule_id}", " ".join(mailing))


def _instant(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
