"""What a digest says: the facts of one posting, in one consistent read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from core.domain.digests import Figures, Level, Owed, Posting, Schedule
from core.domain.events import (
    BooksRefused,
    Event,
    FreezeLifted,
    Frozen,
    PlanEnded,
    RelationshipChanged,
)
from core.domain.exposure import owes
from core.domain.money import Money, by_currency
from core.domain.plans import ON_CUSTOMERS, Plan, PlanState
from core.ports.office import Office
from core.ports.records import Scope
from core.ports.store import Work
from core.usecases import agreement_view, drift
from core.usecases.choosing import chosen_of
from core.usecases.clock_view import Ticking, to_decide
from core.usecases.containment_view import Contained, to_tell
from core.usecases.course_news import NO_COURSE, CourseNews, course_news
from core.usecases.credit_view import NO_NEWS, News, news
from core.usecases.deciding import Decision, open_decisions
from core.usecases.narrowing import Shown, narrow_down
from core.usecases.overdue import Overview, Row, read_overview
from core.usecases.renewals import Due, due
from core.usecases.schedules import LATE, silent_days
from core.usecases.syncing import Stand, stale_accounts
from core.usecases.undelivered import NOTHING, Undelivered, undelivered

TOLD_SINCE = (PlanEnded, BooksRefused, Frozen, FreezeLifted, RelationshipChanged)
FIRST_LOOK_BACK = timedelta(days=1)
SOON = 7
AT_RISK_DAYS = 28
# Several a day count once in a trend.
MOST_LEVELS = 60


@dataclass(frozen=True, slots=True)
class Ended:
    """A plan that ended since the last digest."""

    plan: Plan
    why: str


@dataclass(frozen=True, slots=True)
class Since:
    """What happened after the last digest: plans that ended, customers that came and went, what
    others `changed` at Partner Center, and whom we `lost` there."""

    at: datetime
    ended: tuple[Ended, ...]
    cleared: tuple[Owed, ...]
    newly: tuple[Row, ...]
    refused_files: tuple[str, ...]
    frozen: bool
    lifted: bool
    changed: tuple[drift.Changed, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """The facts of a digest. `before` is what the last one said, None for the first, or where its
    channel chose otherwise since; `stale` are partner accounts that nobody could read for a day.
    On the days of `silent` nothing was posted for a holiday, nor will be on those of
    `silent_next`. `owner` is whose customers alone its channel wants to see, by name. `levels` is
    what earlier ones said was overdue, oldest first; `currencies` are those of today, what weighs
    most first."""

    schedule: Schedule
    posting: Posting
    now: datetime
    overview: Overview
    decisions: tuple[Decision, ...]
    since: Since
    soon_at_risk: tuple[Row, ...]
    before: Posting | None
    stale: tuple[Stand, ...] = ()
    renewals: tuple[Due, ...] = ()
    clocks: tuple[Ticking, ...] = ()
    mail: Undelivered = NOTHING
    agreed: agreement_view.News = agreement_view.NO_NEWS
    credit: News = NO_NEWS
    course: CourseNews = NO_COURSE
    contained: tuple[Contained, ...] = ()
    levels: tuple[Level, ...] = ()
    currencies: tuple[str, ...] = ()
    shown: Shown | None = None
    owner: str = ""
    silent: tuple[date, ...] = ()
    silent_next: tuple[date, ...] = ()

    @property
    def listed(self) -> tuple[Row, ...]:
        """The rows of its list: nobody who was put off."""
        return self.shown.listed if self.shown else self.overview.rows

    def is_quiet(self) -> bool:
        """Nothing owed, nothing to decide, nothing happened."""
        since = self.since
        money = (since.cleared, since.newly, since.refused_files)
        happened = (since.ended, since.lifted, since.changed, since.lost, self.mail, *money)
        asked = self.agreed or self.decisions or self.renewals or self.clocks or any(self.credit)
        stands = self.overview.stands() or self.contained
        return not (stands or asked or any(happened))

    def figures(self) -> Figures:
        rows = self.overview.rows
        return Figures(
            tuple(Owed(r.key, r.name, tuple(r.exposure.overdue().values())) for r in rows),
            self.schedule.choices.only,
        )


def view(schedule_id: str, slot: str, *, office: Office) -> View:
    """Everything that this posting says, in one consistent read."""
    with office.store.reading() as work:
        found = _facts(work, work.schedules.posting(schedule_id, slot), office)
        only, floors = found.schedule.choices.only, work.policies.current().floors
        return replace(
            found,
            levels=tuple(work.schedules.levels(schedule_id, only, MOST_LEVELS)),
            currencies=tuple(_heaviest(found.overview.totals, floors)),
        )


def _facts(work: Work, posting: Posting, office: Office) -> View:
    now = office.clock()
    schedule = work.schedules.get(posting.schedule_id)
    last = work.schedules.last_posted(posting.schedule_id, posting.slot)
    before = last if last and last.figures.only == schedule.choices.only else None
    everybody = read_overview(work, office=office)
    overview, shown = narrow_down(work, everybody, schedule.choices)
    return View(
        schedule=schedule,
        posting=replace(posting, late=posting.late or now - posting.at > LATE),
        now=now,
        overview=overview,
        decisions=tuple(open_decisions(work, office=office)),
        since=_since(work, overview.rows, everybody, before, _at(last, now)),
        soon_at_risk=tuple(_soon_at_risk(overview, work.policies.current().floors)),
        before=before,
        stale=tuple(stale_accounts(work, office, now)),
        renewals=tuple(due(work, overview.rows, office=office)),
        clocks=to_decide(work, office=office),
        mail=undelivered(work),
        agreed=agreement_view.news(work, _at(last, now), office=office),
        credit=news(work, office=office),
        course=course_news(work, office=office),
        contained=to_tell(work, office=office),
        shown=shown,
        owner=chosen_of(work, schedule.choices, schedule.channel).owner,
        silent=silent_days(work, schedule, last.at if last else posting.at, posting.at),
        silent_next=silent_days(work, schedule, posting.at, schedule.next_at),
    )


def _heaviest(totals: Mapping[str, Money], floors: Mapping[str, Money]) -> list[str]:
    """Measured in floors, since currencies cannot be compared; last those that have none."""
    floored = {code: totals[code].amount / floors[code].amount for code in totals if code in floors}
    owing = sorted(code for code, money in totals.items() if money)
    return sorted(owing, key=lambda code: -floored.get(code, Decimal(0)))


def _at(last: Posting | None, now: datetime) -> datetime:
    """Since when things are new."""
    return (last.posted_at if last else None) or now - FIRST_LOOK_BACK


def _since(
    work: Work, rows: Sequence[Row], everybody: Overview, before: Posting | None, at: datetime
) -> Since:
    events = [r.event for kind in TOLD_SINCE for r in work.events.since(kind, at)]
    known = {one.key: one for one in before.figures.owed} if before else {}
    late = {row.key for row in everybody.rows}
    return Since(
        at=at,
        ended=tuple(_ended(work, events)),
        cleared=tuple(one for key, one in known.items() if key not in late),
        newly=tuple(row for row in rows if before and row.key not in known),
        refused_files=tuple(e.file_name or e.source for e in events if isinstance(e, BooksRefused)),
        frozen=any(isinstance(e, Frozen) and e.scope == Scope.ALL for e in events),
        lifted=any(isinstance(e, FreezeLifted) and e.scope == Scope.ALL for e in events),
        changed=tuple(drift.changed_since(work, at)),
        lost=tuple(drift.lost_among(work, events)),
    )


def _ended(work: Work, events: Iterable[Event]) -> list[Ended]:
    ended = [Ended(work.plans.get(e.plan_id), e.why) for e in events if isinstance(e, PlanEnded)]
    of_customers = [e for e in ended if e.plan.content.action in ON_CUSTOMERS]
    return [e for e in of_customers if e.plan.state is not PlanState.SUPERSEDED]


def _soon_at_risk(overview: Overview, floors: Mapping[str, Money]) -> list[Row]:
    return [
        row
        for row in overview.rows
        if owes(row.exposure, floors)
        and AT_RISK_DAYS - SOON <= row.exposure.days_overdue() < AT_RISK_DAYS
    ]


def totals_of(figures: Figures) -> dict[str, Money]:
    """What the last digest said in total, per currency."""
    return by_currency(figures.sums().totals)
