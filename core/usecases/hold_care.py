"""Holds whose day has come: those that ran out end, and of others the owner is asked again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from core.agreements import case_of, say_ended
from core.domain.events import HoldUnderReview, Route
from core.domain.holds import Ending, Hold
from core.ports.office import Office
from core.recording import record

ASK_AGAIN = timedelta(days=7)


def closed(hold: Hold, person_id: str, today: date) -> Hold:
    """The hold as it ended: on its last day, or today in favour of another."""
    if hold.until is not None and hold.until < today:
        day = hold.until + timedelta(days=1)
        return replace(hold, ended_on=day, ended_why=Ending.EXPIRED.value)
    return replace(hold, ended_on=today, ended_by=person_id, ended_why=Ending.REPLACED.value)


def look_after(*, office: Office) -> None:
    """End what ran out, and ask the owners of those that are to be looked at again."""
    today = office.today(office.clock())
    with office.store.reading() as work:
        standing = work.holds.standing()
    over = [one for one in standing if one.until is not None and one.until < today]
    asked = [one for one in standing if _to_ask(one, today)]
    for batch in dict.fromkeys(one.batch for one in over):
        _expire(batch, office=office)
    for batch in dict.fromkeys(one.batch for one in asked):
        _ask_owner(batch, office=office)


def _expire(batch: str, *, office: Office) -> None:
    now = office.clock()
    today = office.today(now)
    with office.store() as work:
        standing = [one for one in work.holds.batch(batch) if one.ended_on is None]
        over = [closed(one, "", today) for one in standing if one.until and one.until < today]
        for one in over:
            work.holds.update(one)
        if over:
            say_ended(work, over, Ending.EXPIRED, office.stamp(now, "", Route.AUTOMATION))
        work.commit()


def _ask_owner(batch: str, *, office: Office) -> None:
    """Once a week, until somebody releases it or places it anew."""
    now = office.clock()
    today = office.today(now)
    with office.store() as work:
        due = [one for one in work.holds.batch(batch) if _to_ask(one, today)]
        if not due:
            return
        for one in due:
            work.holds.update(replace(one, asked_on=today))
        first, alone = due[0], len(due) == 1
        event = HoldUnderReview(
            case_id=case_of(work, first.customer) if alone else "",
            customer=str(first.customer) if alone else "",
            batch=batch,
            kind=first.kind.value,
            scope=first.scope,
            customers=len(due),
            owner=first.owner,
            review_on=str(first.review_on),
        )
        record(work, event, office.stamp(now, "", Route.AUTOMATION))
        work.commit()


def _to_ask(hold: Hold, today: date) -> bool:
    return hold.due(today) and (hold.asked_on is None or hold.asked_on + ASK_AGAIN <= today)
