"""What the policy run is about to do, for the digest: from verdicts as they were found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.domain.collecting import Does, Found, Judged
from core.ports.office import Office
from core.ports.store import Work

AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Nearing:
    """A chased customer who was told that access may be impacted from a day on that is near."""

    name: str
    judged: Found
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
    today = office.today(office.clock())
    doing = work.verdicts.to_do()
    told = [(one, day) for one in work.verdicts.announced() if (day := _told_of(one)) is not None]
    near = [(one, day) for one, day in told if today <= day <= today + AHEAD]
    known = work.customers.names(sorted({one.customer for one in (*doing, *(n for n, _ in near))}))
    letters: dict[str, list[str]] = {}
    proposed = list[str]()
    for one in doing:
        name = known.get(one.customer, str(one.customer))
        for what in one.doing:
            if what.does is Does.LETTER:
                letters.setdefault(what.name, []).append(name)
            elif what.does is Does.SUSPEND:
                proposed.append(name)
    nearing = [Nearing(known.get(o.customer, str(o.customer)), o, day) for o, day in near]
    return CourseNews(
        letters={name: tuple(whose) for name, whose in letters.items()},
        nearing=tuple(sorted(nearing, key=lambda one: (one.access_from, one.name))),
        proposed=tuple(proposed),
        held=bool(work.runs.standing()),
        unread=tuple(sorted({one.notice for one in work.runs.unread()} & set(letters))),
    )


def _told_of(one: Judged) -> date | None:
    """The day that its notices name."""
    days = (notice.access_from for notice in one.facts.notices if notice.access_from is not None)
    return max(days, default=None)
