"""The note on habits: what it is made of, once a week, to administrators alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.habits import BACK, Opening, Pair, pairs
from core.domain.people import AccountKey, Person, Role
from core.domain.plans import Plan
from core.ports.engine import Job, Priority
from core.ports.office import Office
from core.ports.store import Work

HABITS = "habits"
# The week of which the last note was made, among the facts of the desk.
NOTED = "habits_noted"


@dataclass(frozen=True, slots=True)
class Note:
    """Pairs, and votes in haste with their plans; everybody in it by person id."""

    pairs: tuple[Pair, ...]
    hasty: tuple[Opening, ...]
    plans: Mapping[str, Plan]
    people: Mapping[str, Person]
    readers: tuple[Person, ...]

    def says(self) -> bool:
        return bool(self.pairs or self.hasty)


def opened(plan_id: str, account: AccountKey, *, office: Office) -> None:
    """Somebody opens the form of an approval. Where the policy asks for no note, it is not kept."""
    with office.store.reading() as work:
        person = work.people.by_account(account)
        if person is None or not _wanted(work):
            return
    with office.store() as work:
        work.habits.opened(plan_id, person.person_id, office.clock())
        work.commit()


def _wanted(work: Work) -> bool:
    return work.policies.current().approvals.notice_habits


def tick(*, office: Office) -> None:
    """Once in a calendar week; where nobody wants the note, what was kept is forgotten."""
    now = office.clock()
    year, week, _ = office.today(now).isocalendar()
    this = f"{year}-W{week:02}"
    with office.store.reading() as work:
        wanted, noted = _wanted(work), work.desk.get(NOTED)
    if noted == (this if wanted else ""):
        return
    with office.store() as work:
        work.desk.put(NOTED, this if wanted else "")
        work.habits.forget(now - BACK if wanted else None)
        if wanted:
            work.jobs.enqueue(
                Job(HABITS, f"{HABITS}:{this}", {"week": this}, priority=Priority.BULK)
            )
        work.commit()


def note(*, office: Office) -> Note | None:
    """The last 90 days; None where nobody wants it any more."""
    since = office.clock() - BACK
    with office.store.reading() as work:
        if not _wanted(work):
            return None
        found = tuple(pairs(work.habits.decided(since)))
        hasty = tuple(one for one in work.habits.openings(since) if one.in_haste)
        named = {one for pair in found for one in (pair.first, pair.second)}
        named |= {one.person_id for one in hasty}
        return Note(
            pairs=found,
            hasty=hasty,
            plans={one.plan_id: work.plans.get(one.plan_id) for one in hasty},
            people=work.people.each(named),
            readers=tuple(work.people.with_role(Role.ADMINISTRATOR)),
        )
