"""What a digest says, and the posting of one slot: sent at most once, unless a person says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.domain.digests import Figures, Owed, Posting, Schedule, SlotState
from core.domain.errors import LostRace, ScheduleOver
from core.domain.events import (
    BooksRefused,
    DigestFailed,
    DigestPosted,
    DigestSkipped,
    DigestUnsure,
    Event,
    FreezeLifted,
    Frozen,
    PlanEnded,
    RelationshipChanged,
    Route,
)
from core.domain.exposure import owes
from core.domain.money import Money, by_currency
from core.domain.people import AccountKey
from core.domain.plans import ON_CUSTOMERS, Plan, PlanState
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.records import Posted, Scope
from core.ports.store import Work
from core.recording import record
from core.usecases import agreement_view, drift
from core.usecases.clock_view import Ticking, to_decide
from core.usecases.containment_view import Contained, to_tell
from core.usecases.course_news import NO_COURSE, CourseNews, course_news
from core.usecases.credit_view import NO_NEWS, News, news
from core.usecases.deciding import Decision, open_decisions
from core.usecases.exports import bring_all
from core.usecases.finding import person_with
from core.usecases.hushing import look_soon, newest_in
from core.usecases.overdue import Overview, Row, read_overview
from core.usecases.renewals import Due, due
from core.usecases.schedules import LATE, queue_posting
from core.usecases.syncing import Stand, stale_accounts
from core.usecases.undelivered import NOTHING, Undelivered, undelivered

OUTSIDERS = "outsiders"
TOLD_SINCE = (PlanEnded, BooksRefused, Frozen, FreezeLifted, RelationshipChanged)
FIRST_LOOK_BACK = timedelta(days=1)
SOON = 7
AT_RISK_DAYS = 28


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
    """The facts of a digest. `before` is what the last one said, None for the first; `stale` are
    partner accounts that nobody could read for a day."""

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
            tuple(Owed(r.key, r.name, tuple(r.exposure.overdue().values())) for r in rows)
        )


def view(schedule_id: str, slot: str, *, office: Office) -> View:
    """Everything that this posting says, in one consistent read."""
    now = office.clock()
    with office.store.reading() as work:
        posting = work.schedules.posting(schedule_id, slot)
        late = posting.late or now - posting.at > LATE
        before = work.schedules.last_posted(schedule_id)
        overview = read_overview(work, office=office)
        return View(
            schedule=work.schedules.get(schedule_id),
            posting=replace(posting, late=late),
            now=now,
            overview=overview,
            decisions=tuple(open_decisions(work, office=office)),
            since=_since(work, overview, before, office),
            soon_at_risk=tuple(_soon_at_risk(overview, work.policies.current().floors)),
            before=before,
            stale=tuple(stale_accounts(work, office, now)),
            renewals=tuple(due(work, overview.rows, office=office)),
            clocks=to_decide(work, office=office),
            mail=undelivered(work),
            agreed=agreed_news(work, before, office),
            credit=news(work, office=office),
            course=course_news(work, office=office),
            contained=to_tell(work, office=office),
        )


def agreed_news(work: Work, before: Posting | None, office: Office) -> agreement_view.News:
    at = (before.posted_at if before else None) or office.clock() - FIRST_LOOK_BACK
    return agreement_view.news(work, at, office=office)


def _since(work: Work, overview: Overview, before: Posting | None, office: Office) -> Since:
    at = (before.posted_at if before else None) or office.clock() - FIRST_LOOK_BACK
    events = [r.event for kind in TOLD_SINCE for r in work.events.since(kind, at)]
    known = {one.key: one for one in before.figures.owed} if before else {}
    now_late = {row.key for row in overview.rows}
    return Since(
        at=at,
        ended=tuple(_ended(work, events)),
        cleared=tuple(one for key, one in known.items() if key not in now_late),
        newly=tuple(row for row in overview.rows if before and row.key not in known),
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
    return by_currency(money for one in figures.owed for money in one.overdue)


def begin(seen: Schedule, slot: str, *, office: Office, asked: bool = False) -> bool:
    """Note that the post is about to leave for the channel of this schedule. False where it must
    not: it was posted; an earlier try was never answered, which is then said and left to a person;
    or nobody wants it any more."""
    with office.store() as work:
        posting = work.schedules.posting(seen.schedule_id, slot)
        if posting.state is SlotState.POSTING:
            _unsure(work, posting, office)
            work.commit()
            return False
        if posting.state is not SlotState.QUEUED:
            return False
        unwanted = _unwanted(work.schedules.get(seen.schedule_id), seen, posting, asked)
        if unwanted:
            _skip(work, posting, unwanted, office)
        else:
            work.schedules.move(posting, SlotState.POSTING)
        work.commit()
    return not unwanted


def _unwanted(now: Schedule, seen: Schedule, posting: Posting, asked: bool) -> str:
    """Why this slot is not posted after all; empty if it is. A mute is for what comes by itself."""
    if now.removed_at is not None:
        return "removed"
    if now.muted(posting.at) and not asked:
        return "muted"
    return "moved" if now.channel != seen.channel else ""


def _skip(work: Work, posting: Posting, why: str, office: Office) -> None:
    moved = work.schedules.move(posting, SlotState.SKIPPED)
    event = DigestSkipped(
        schedule_id=moved.schedule_id, number=_number(work, moved), slot=moved.slot, why=why
    )
    record(work, event, office.stamp(office.clock(), "", Route.AUTOMATION))


def unsure(schedule_id: str, slot: str, *, office: Office) -> None:
    """The post was sent and not answered."""
    with office.store() as work:
        _unsure(work, work.schedules.posting(schedule_id, slot), office)
        work.commit()


def _unsure(work: Work, posting: Posting, office: Office) -> None:
    moved = work.schedules.move(posting, SlotState.PERHAPS)
    event = DigestUnsure(
        schedule_id=moved.schedule_id, number=_number(work, moved), slot=moved.slot
    )
    record(work, event, office.stamp(office.clock(), "", Route.AUTOMATION))


def posted(view: View, ts: str, *, office: Office, continued: bool = False) -> None:
    """It arrived. The next one tells what happened after this one was drawn up, and is compared
    with what it said. `continued`: rows were left out, which follow in its thread."""
    now = office.clock()
    with office.store() as work:
        posting = work.schedules.posting(view.posting.schedule_id, view.posting.slot)
        said = replace(posting, posted_at=view.now, late=view.posting.late, figures=view.figures())
        work.schedules.move(said, SlotState.POSTED)
        event = DigestPosted(
            schedule_id=posting.schedule_id, number=_number(work, posting), slot=posting.slot,
            late=said.late,
        )  # fmt: skip
        record(work, event, office.stamp(now, "", Route.AUTOMATION))
        channel = view.schedule.channel
        work.posts.put(Posted(newest_in(channel), channel, ts))
        if continued:
            bring_all(work, posting.schedule_id, posting.slot, ts)
        work.commit()


def not_posted(schedule_id: str, slot: str, *, office: Office) -> None:
    """Slack said that it took nothing now: it may be tried again."""
    with office.store() as work:
        work.schedules.move(work.schedules.posting(schedule_id, slot), SlotState.QUEUED)
        work.commit()


def failed(schedule_id: str, slot: str, why: str, *, office: Office) -> None:
    """Slack will never take it, as with a channel that is gone; or OUTSIDERS would read it."""
    with office.store() as work:
        posting = work.schedules.move(work.schedules.posting(schedule_id, slot), SlotState.FAILED)
        event = DigestFailed(
            schedule_id=schedule_id, number=_number(work, posting), slot=slot, why=why
        )
        record(work, event, office.stamp(office.clock(), "", Route.AUTOMATION))
        if why == OUTSIDERS:
            channel = work.schedules.get(schedule_id).channel
            look_soon(work, channel, f"{schedule_id}:{slot}")
        work.commit()


def post_again(schedule_id: str, slot: str, account: AccountKey, *, office: Office) -> None:
    """A person saw that it did not arrive, or mended what kept it from arriving. Raises LostRace
    where neither is so, ScheduleOver, NoRole."""
    with office.store() as work:
        person_with(work, account, may_ask(work))
        posting = work.schedules.posting(schedule_id, slot)
        if posting.state not in (SlotState.PERHAPS, SlotState.FAILED):
            raise LostRace(state=posting.state)
        schedule = work.schedules.get(schedule_id)
        if schedule.removed_at is not None:
            raise ScheduleOver(number=schedule.number)
        again = work.schedules.move(posting, SlotState.QUEUED)
        occasion = f"again {office.clock().isoformat(timespec='seconds')}"
        queue_posting(work, again, occasion, asked=True)
        work.commit()


def _number(work: Work, posting: Posting) -> int:
    return work.schedules.get(posting.schedule_id).number
