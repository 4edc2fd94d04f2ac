"""Somebody has to look at a case now: whoever is on call is called, and others until one takes it.

All of it is rows and jobs: a page has one job for its next call, and one for each message. Slack
may be down; then messages wait, the next call comes all the same, and the page stays open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from core.domain.case_clocks import ClockName
from core.domain.cases import Case
from core.domain.containment import State
from core.domain.events import Paged, PageOver, PageTaken, Route, Stamp
from core.domain.on_call import called
from core.domain.paging import (
    CHANNEL,
    Call,
    Over,
    Page,
    Roster,
    Why,
    calls_at,
    pause_after,
    wakes,
)
from core.domain.people import AccountKey, Role, ineligibility
from core.gathering import may_ask
from core.ports.engine import Delivery, Job, Priority
from core.ports.office import Office
from core.ports.store import Work
from core.recording import note, record
from core.usecases import cases, on_call
from core.usecases.case_course import clocks_in
from core.usecases.finding import person_with

PAGE_STEP, PAGE_CALL, PAGE_CARD = "page_step", "page_call", "page_card"
# Where nobody said how long.
ESCALATE_AFTER = timedelta(minutes=5)
# The thread hears of these; the ones after them come round again and again.
TOLD_STEPS = 3


def page(
    work: Work,
    *,
    case_id: str,
    why: Why,
    facts: Mapping[str, str],
    occasion: str,
    now: datetime,
    office: Office,
) -> None:
    """Have somebody look at a case, inside the caller's transaction: once for each occasion. While
    one page of the case is open another joins it, unless that one may end before. What is not worth
    waking somebody waits until the quiet hours are over. The names of facts are texts to be
    translated."""
    case = work.cases.get(case_id)
    if not case.is_open():
        return
    waits = not wakes(case.kind, why)
    starts_at = on_call.morning_of(work, now, office=office) if waits else now
    opened = _fresh(case_id, why, facts, occasion, now, starts_at)
    under_way = [one for one in work.pages.open_of(case_id) if one.calls_for(opened)]
    if not work.pages.add(opened):
        return
    if under_way:
        _end(work, opened, Over.JOINED, office.stamp(now, "", Route.AUTOMATION))
    else:
        _queue_step(work, opened)


def _fresh(
    case_id: str,
    why: Why,
    facts: Mapping[str, str],
    occasion: str,
    now: datetime,
    starts_at: datetime,
) -> Page:
    return Page(
        page_id=str(uuid4()),
        case_id=case_id,
        occasion=occasion,
        why=why,
        facts=tuple(facts.items()),
        opened_at=now,
        starts_at=starts_at,
        next_at=starts_at,
    )


def step(delivery: Delivery, *, office: Office) -> None:
    """The job `page_step`: the next call of a page, if its time has come and nobody has taken it.
    Does nothing the second time."""
    page_id, number = str(delivery.payload["page_id"]), int(delivery.payload["step"])
    now = office.clock()
    with office.store() as work:
        one = work.pages.hold(page_id)
        due = one.is_open() and one.step == number and one.next_at and one.next_at <= now
        if due and not end_if_settled(work, one, now, office=office):
            _call(work, one, now, office=office)
        work.commit()


def end_if_settled(work: Work, one: Page, now: datetime, *, office: Office) -> bool:
    """Is nobody needed any more? Then it ends by itself."""
    case, stamp = work.cases.get(one.case_id), office.stamp(now, "", Route.AUTOMATION)
    if not case.is_open():
        _end(work, one, Over.CASE_CLOSED, stamp)
    elif _is_answered(work, one, case, now):
        _end(work, one, Over.ANSWERED, stamp)
    else:
        return False
    return True


def _is_answered(work: Work, one: Page, case: Case, now: datetime) -> bool:
    """Did somebody do what it asks for, without saying so?"""
    if _is_later(case.responded_at, one.opened_at):
        return True
    clocks = clocks_in(work, case, now)
    contained = work.containments.open_for(case.customer)
    match one.why:
        case Why.STATUS:
            return _is_later(case.status_at, one.opened_at) or any(each.stands for each in clocks)
        case Why.REFUND:
            return not any(each.name is ClockName.REFUND for each in clocks)
        case Why.UNRATIFIED:
            return not any(each.state is State.UNRATIFIED for each in contained)
        case Why.CONTAINED:
            return not any(each.asks(now) for each in contained)
    return False


def _is_later(at: datetime | None, than: datetime) -> bool:
    return at is not None and at > than


def _call(work: Work, one: Page, now: datetime, *, office: Office) -> None:
    roster = roster_of(work, now)
    targets = calls_at(one.step, roster)
    work.pages.add_calls([Call(one.page_id, one.step, target) for target in targets])
    moved = replace(one, step=one.step + 1, next_at=now + pause_after(one.step, roster))
    work.pages.update(moved)
    for target in targets:
        _queue_call(work, one.page_id, one.step, target)
    event = Paged(
        case_id=one.case_id,
        page_id=one.page_id,
        why=one.why.value,
        step=one.step,
        called=tuple(target for target in targets if target != CHANNEL),
        skipped=roster.skipped,
        in_channel=CHANNEL in targets,
    )
    write = record if one.step < TOLD_STEPS else note
    write(work, event, office.stamp(now, "", Route.AUTOMATION))
    _queue_step(work, moved)


def roster_of(work: Work, now: datetime) -> Roster:
    """Whom a page calls at this moment. Whoever is on the schedule and cannot act is skipped."""
    schedule, team = on_call.in_force(work), work.desk.get("home_team")
    administrators = tuple(
        person.person_id
        for person in work.people.with_role(Role.ADMINISTRATOR)
        if ineligibility(person.member, team) is None
    )
    if schedule is None:
        return Roster((), administrators, ESCALATE_AFTER)
    unfit = on_call.unfit(work, schedule)
    users = called(schedule, now, unfit.keys())
    people = (work.people.by_account(AccountKey(team, user)) for user in users)
    ids = tuple(dict.fromkeys(person.person_id for person in people if person))
    skipped = tuple(user for user in called(schedule, now) if user in unfit)
    return Roster(ids, administrators, schedule.escalate_after, skipped)


def take(page_id: str, account: AccountKey, *, office: Office) -> Page:
    """Somebody takes it: every open page of the case ends with that, and the case is theirs where
    it was nobody's. A page that is over stays as it is. Raises NoRole, NotEligible."""
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        one = work.pages.hold(page_id)
        case = work.cases.get(one.case_id)
        if one.is_open() and case.is_open():
            for each in work.pages.open_of(case.case_id):
                _taken(work, each, person.person_id, now, office=office)
            cases.take(work, case, person.person_id, now=now, office=office)
        elif one.is_open():
            end_if_settled(work, one, now, office=office)
        one = work.pages.get(page_id)
        work.commit()
    return one


def _taken(work: Work, one: Page, person_id: str, now: datetime, *, office: Office) -> None:
    minutes = max(now - one.starts_at, timedelta()) // timedelta(minutes=1)
    event = PageTaken(case_id=one.case_id, page_id=one.page_id, minutes=minutes)
    taken = replace(one, taken_by=person_id, ended_at=now, ended_why=Over.TAKEN, next_at=None)
    _settle(work, taken)
    record(work, event, office.stamp(now, person_id, Route.SLACK))


def end_all(work: Work, case_id: str, now: datetime, *, office: Office) -> None:
    """To be called in the transaction that closes a case."""
    stamp = office.stamp(now, "", Route.AUTOMATION)
    for one in work.pages.open_of(case_id):
        _end(work, one, Over.CASE_CLOSED, stamp)


def _end(work: Work, one: Page, why: Over, stamp: Stamp) -> None:
    _settle(work, replace(one, ended_at=stamp.at, ended_why=why, next_at=None))
    note(work, PageOver(case_id=one.case_id, page_id=one.page_id, why=why.value), stamp)


def _settle(work: Work, ended: Page) -> None:
    """Its messages say so from then on."""
    work.pages.update(ended)
    key = f"{PAGE_CARD}:{ended.page_id}"
    work.jobs.enqueue(Job(PAGE_CARD, key, {"page_id": ended.page_id}, priority=Priority.CARD))


def _queue_step(work: Work, one: Page, occasion: str = "") -> None:
    key = f"{PAGE_STEP}:{one.page_id}:{one.step}{occasion}"
    payload: dict[str, str | int] = {"page_id": one.page_id, "step": one.step}
    job = Job(PAGE_STEP, key, payload, run_at=one.next_at, priority=Priority.VOTE)
    work.jobs.enqueue(job)


def _queue_call(work: Work, page_id: str, number: int, target: str, occasion: str = "") -> None:
    key = f"{PAGE_CALL}:{page_id}:{number}:{target}{occasion}"
    payload: dict[str, str | int] = {"page_id": page_id, "step": number, "target": target}
    work.jobs.enqueue(Job(PAGE_CALL, key, payload, priority=Priority.VOTE))


def have_their_jobs(work: Work, now: datetime) -> None:
    """For the hourly look whether all is there that should be: each job looks before it does
    anything."""
    hour = f":{now:%Y-%m-%dT%H}"
    for one in work.pages.open():
        _queue_step(work, one)
        if one.next_at is not None and one.next_at <= now:
            _queue_step(work, one, hour)
        for call in newest(work.pages.calls(one.page_id)):
            if call.sent_at is None:
                _queue_call(work, one.page_id, call.step, call.target, hour)


def newest(calls: list[Call]) -> list[Call]:
    """The last one to each target: one that could not be sent is overtaken by the next."""
    return list({call.target: call for call in calls}.values())
