"""A mail server that stays out of reach while letters wait: told once, and once when it is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.domain.events import MailServerBack, MailServerLost
from core.domain.notices import LONGEST_PAUSE, Outgoing
from core.ports.office import Office
from core.ports.outside import Answer, Outcome
from core.ports.store import Work
from core.recording import record
from core.usecases.letter_moves import automatic

TOLD_AFTER = timedelta(minutes=30)
# A letter is tried again at least so often; what failed before that was another outage.
APART = LONGEST_PAUSE + timedelta(hours=1)
# What the desk knows of it: since when, when it was last seen, and whether that was told.
SINCE, SEEN, TOLD = "mail_lost_since", "mail_lost_seen", "mail_lost_told"
WAITS = "server"


def note_answer(work: Work, answer: Answer, office: Office) -> None:
    """What an answer says of the server, whatever it says of the letter; in the caller's
    transaction."""
    if answer.outcome is Outcome.DONE or answer.code:
        _reached(work, office)
    elif answer.outcome is Outcome.LATER:
        _missed(work, office.clock())


def _missed(work: Work, now: datetime) -> None:
    since, seen = _moment(work, SINCE), _moment(work, SEEN)
    if since is None or (seen is not None and now - seen > APART and not work.desk.get(TOLD)):
        work.desk.put(SINCE, now.isoformat())
    work.desk.put(SEEN, now.isoformat())


def _reached(work: Work, office: Office) -> None:
    since = _moment(work, SINCE)
    if since is None:
        return
    if work.desk.get(TOLD):
        record(work, MailServerBack(since=since), automatic(office))
    for name in (SINCE, SEEN, TOLD):
        work.desk.put(name, "")


def waiting_for_server(work: Work) -> list[Outgoing]:
    """The letters to tell of: those that wait for a server that was tried in vain for so long, of
    which nobody heard yet."""
    since, seen = _moment(work, SINCE), _moment(work, SEEN)
    if since is None or seen is None or seen - since < TOLD_AFTER or work.desk.get(TOLD):
        return []
    return [one for one in work.letters.waiting() if one.waits == WAITS]


def tell(work: Work, office: Office) -> None:
    """Once for each outage."""
    if found := waiting_for_server(work):
        event = MailServerLost(since=_moment(work, SINCE), letters=len(found))
        record(work, event, automatic(office))
        work.desk.put(TOLD, "yes")


def _moment(work: Work, name: str) -> datetime | None:
    text = work.desk.get(name)
    return datetime.fromisoformat(text) if text else None
