"""What a page shows: the case, why now, and who hears of it next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.domain.cases import Case
from core.domain.customers import Customer
from core.domain.paging import CHANNEL, Call, Page, calls_at, mentioned
from core.domain.people import Person
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.case_course import clocks_in
from core.usecases.paging import roster_of


@dataclass(frozen=True, slots=True)
class PageView:
    """A page as its step-th call shows it. `answer_due` is when a first answer is due, while one
    is; `asked` are named in the channel, `then` are called next, by person ids."""

    page: Page
    step: int
    case: Case
    customer: Customer | None
    answer_due: datetime | None
    asked: tuple[str, ...]
    then: tuple[str, ...]
    then_channel: bool
    people: Mapping[str, Person]
    now: datetime


@dataclass(frozen=True, slots=True)
class OpenPage:
    """For the terminal: a page that nobody has taken, and whether anybody was reached."""

    page: Page
    case: Case
    calls: tuple[Call, ...]

    def reached(self) -> bool:
        return any(call.sent_at for call in self.calls)


def page_view(work: Work, page_id: str, step: int, *, office: Office) -> PageView:
    now, one = office.clock(), work.pages.get(page_id)
    case, roster = work.cases.get(one.case_id), roster_of(work, now)
    later = calls_at(step + 1, roster)
    asked, then = mentioned(step, roster), tuple(each for each in later if each != CHANNEL)
    running = (clock.due for clock in clocks_in(work, case, now) if case.responded_at is None)
    named = {*asked, *then, one.taken_by, case.owner} - {""}
    return PageView(
        page=one,
        step=step,
        case=case,
        customer=work.customers.get(case.customer),
        answer_due=min(running, default=None),
        asked=asked,
        then=then,
        then_channel=CHANNEL in later,
        people=work.people.each(named),
        now=now,
    )


def open_pages(*, office: Office) -> list[OpenPage]:
    """Those that nobody has taken, oldest first."""
    with office.store.reading() as work:
        return [
            OpenPage(one, work.cases.get(one.case_id), tuple(work.pages.calls(one.page_id)))
            for one in work.pages.open()
        ]
