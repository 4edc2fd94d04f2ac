"""How well the desk itself is, for whoever looks at a Home tab: what is old, and what waits for a
person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from core.domain.events import JobDied
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.syncing import Stand, stale_accounts
from core.usecases.undelivered import NOTHING, Undelivered, undelivered

# What was given up before that is history.
LOOK_BACK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Health:
    """`judged_on` is the day of the last policy run, whose letters and proposals wait to be
    released while it is `held`; `given_up` counts work of the last week that a person has to look
    at; `stale` are partner accounts that nobody could read for a day."""

    today: date
    judged_on: date | None = None
    held: bool = False
    given_up: int = 0
    stale: tuple[Stand, ...] = ()
    mail: Undelivered = NOTHING


def health(work: Work, *, office: Office) -> Health:
    now = office.clock()
    return Health(
        today=office.today(now),
        judged_on=work.verdicts.last_day(),
        held=bool(work.runs.standing()),
        given_up=len(work.events.since(JobDied, now - LOOK_BACK)),
        stale=tuple(stale_accounts(work, office, now)),
        mail=undelivered(work),
    )
