"""A backup that was put back does not know what was sent after it was made: the desk starts frozen,
and two people lift that once they have looked. So does one whose audit trail does not hold, or does
not tell what the database holds."""

from __future__ import annotations

from core.domain.events import RecordDoubted, Route
from core.domain.plans import digest
from core.ports.marks import LIES_AT, Auditor, Held, Mark, Marks
from core.ports.office import Office
from core.ports.store import Work
from core.recording import freeze_now, record

# A fact of the desk: the first event that was found not to hold.
BROKEN_AT = "record_broken_at"
# The reason of the freeze.
RECORD = "record"


def look(marks: Marks, *, office: Office, is_pretended: bool = False) -> RecordDoubted | None:
    """Before anything else at a start, and once a second: is this the trail whose end was seen
    here? What is doubted is said once. The files of a pretended desk may be copied about."""
    with office.store.reading() as work:
        mark = marks.read()
        doubt = doubt_of(work, mark, marks, is_pretended=is_pretended)
        is_known = work.desk.get(LIES_AT) == work.desk.lies_at()
        now_seen = mark_of(work)
    if doubt is not None or not is_known:
        doubt, now_seen = _write_down(mark, marks, office, is_pretended=is_pretended)
    if now_seen is not None:
        marks.write(now_seen)
    return doubt


def doubt_of(
    work: Work, mark: Mark | None, marks: Marks, *, is_pretended: bool
) -> RecordDoubted | None:
    """What is wrong with this trail, by what was seen here."""
    head, lay_at = work.events.head(), work.desk.get(LIES_AT)
    if mark is not None and mark.first == work.events.at(1):
        if mark.head.size > head.size:
            return RecordDoubted(why="older", known=mark.head.size, found=head.size)
        if mark.head.hash != work.events.at(mark.head.size):
            return RecordDoubted(why="other", known=mark.head.size, found=head.size)
    elif lay_at and marks.are_kept and not is_pretended:
        return RecordDoubted(why="unmarked", found=head.size)
    is_at_home = lay_at in ("", work.desk.lies_at())
    if not is_at_home and not (is_pretended and marks.are_kept):
        return RecordDoubted(why="copied", found=head.size)
    return None


def mark_of(work: Work) -> Mark | None:
    """What is to be seen now; nothing before there is any event."""
    head = work.events.head()
    return Mark(work.events.at(1), head) if head.size else None


def _write_down(
    mark: Mark | None, marks: Marks, office: Office, *, is_pretended: bool
) -> tuple[RecordDoubted | None, Mark | None]:
    with office.store() as work:
        doubt = doubt_of(work, mark, marks, is_pretended=is_pretended)
        work.desk.put(LIES_AT, work.desk.lies_at())
        if doubt is not None:
            freeze_for(work, doubt, office=office)
        seen = mark_of(work)
        work.commit()
    return doubt, seen


def freeze_for(work: Work, doubt: RecordDoubted, *, office: Office) -> None:
    """Nothing is sent on a record that is not what it should be."""
    stamp = office.stamp(office.clock(), "", Route.AUTOMATION)
    record(work, doubt, stamp)
    if work.freezes.current() is None:
        freeze_now(work, RECORD, "", stamp)


def verify_on(auditor: Auditor, *, office: Office) -> None:
    """Once a minute: a trail that does not hold freezes everything, and so does a database that
    holds something else than its trail tells."""
    held = auditor.go_on()
    if not held.why and not held.what:
        return
    doubt, key = _doubt(held)
    with office.store() as work:
        # Once: it cannot be mended, and whoever lifted the freeze has looked.
        if work.desk.get(BROKEN_AT) != key:
            work.desk.put(BROKEN_AT, key)
            freeze_for(work, doubt, office=office)
            work.commit()


def _doubt(held: Held) -> tuple[RecordDoubted, str]:
    """And what tells it from another."""
    if held.why:
        broken = RecordDoubted(why="broken", known=held.events + 1, found=held.events)
        return broken, str(broken.known)
    differs = RecordDoubted(why="differs", known=held.says, found=held.events)
    return differs, digest(f"{held.says} {held.what}")
