"""What the policy run is about to do, for the digest: from verdicts as they were found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.domain.collecting import Does, Judged
from core.domain.verdicts import State
from core.ports.office import Office
from core.ports.store import Work

AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Nearing:
    """A chased customer who was told that access may be impacted from a day on that is near."""

    name: str
    judged: Judged
    access_from: date


@dataclass(frozen=True, slots=True)
class CourseNews:
    """`letters` are due, by notice with the names of whom; `proposed` is to be filed; `held` says
    that nothing goes out before two people released it, `unread` of which of these letters nobody
    has released the words."""

    letters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    nearing: tuple[Nearing, ...] = ()
    proposed: tuple[str, ...] = ()
    held: bool = False
    unread: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.letters or self.nearing or self.proposed)


NO_COURSE = CourseNews()


def course_news(work: Work, *, office: Office) -> CourseNews:
    newest, today = work.verdicts.newest(), office.today(office.clock())
    known = {one.key: one.name for one in work.customers.all()}
    letters: dict[str, tuple[str, ...]] = {}
    proposed = list[str]()
    for one in newest:
        name = known.get(one.customer, str(one.customer))
        for doing in one.doing:
            if doing.does is Does.LETTER:
                letters[doing.name] = (*letters.get(doing.name, ()), name)
            elif doing.does is Does.SUSPEND:
                proposed.append(name)
    nearing = [
        Nearing(known.get(one.customer, str(one.customer)), one, day)
        for one in newest
        if (day := _told_of(one)) is not None and today <= day <= today + AHEAD
    ]
    return CourseNews(
        letters=letters,
        nearing=tuple(sorted(nearing, key=lambda one: (one.access_from, one.name))),
        proposed=tuple(proposed),
        held=bool(work.runs.standing()),
        unread=tuple(sorted({one.notice for one in work.runs.unread()} & set(letters))),
    )


def _told_of(one: Judged) -> date | None:
    """The day that its notices name, while it is chased."""
    if one.state is not State.CHASING:
        return None
    days = (notice.access_from for notice in one.facts.notices if notice.access_from is not None)
    return max(days, default=None)
