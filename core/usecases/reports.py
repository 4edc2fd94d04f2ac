"""Reports: what the fraud desk did in a stretch of time, and what it was worth."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.domain.calendar import day_of
from core.domain.case_sums import (
    WEEKS,
    CaseFacts,
    Report,
    ages,
    contained,
    is_counted,
    losses,
    paged,
    to_contain,
    to_response,
)
from core.domain.cases import Case
from core.domain.errors import BadInput
from core.domain.events import CaseOpened
from core.domain.people import AccountKey
from core.domain.signals import LASTING, tally
from core.domain.spending import day_sums
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.case_closing import signals_in
from core.usecases.case_course import family
from core.usecases.case_items import plans_in
from core.usecases.finding import person_with

USUAL = timedelta(days=30)
HISTORY = timedelta(weeks=WEEKS + 1)
LONGEST = timedelta(days=3 * 366)


def ask(first: str, last: str, account: AccountKey, *, office: Office) -> Report:
    """For somebody in Slack. Raises BadInput for days that are none, NoRole, NotEligible."""
    begins, ends = stretch(first, last, office=office)
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        return read(work, begins, ends)


def stretch(first: str, last: str, *, office: Office) -> tuple[datetime, datetime]:
    """From the beginning of a day to the end of another, in our own zone; without days the last
    thirty. It ends now at the latest. Raises BadInput."""
    now = office.clock()
    until = day_of(last) if last else office.today(now)
    since = day_of(first) if first else until - USUAL
    zone = ZoneInfo(office.own.zone)
    begins = datetime.combine(since, time(), zone).astimezone(UTC)
    ends = datetime.combine(until + timedelta(days=1), time(), zone).astimezone(UTC)
    if begins >= min(ends, now) or ends - begins > LONGEST:
        raise BadInput(problem="the first day comes first, and lies at most three years back")
    return begins, min(ends, now)


def read(work: Work, begins: datetime, ends: datetime) -> Report:
    """Cases that were opened in between, as they stand; and what is open still."""
    opened = work.events.since(CaseOpened, begins)
    ids = dict.fromkeys(r.event.case_id for r in opened if r.stamp.at < ends)
    cases = [case for case in map(work.cases.get, ids) if is_counted(case)]
    found = [_facts(work, case, ends) for case in cases]
    judged = [
        s for s in work.signals.judged_since(begins) if s.labelled_at and s.labelled_at < ends
    ]
    outcomes, alone = contained(found)
    return Report(
        begins=begins,
        ends=ends,
        cases=len(found),
        open=ages(_open(work, ends), ends),
        to_response=to_response(found),
        to_contain=to_contain(found),
        loss=losses(found, ends),
        precision=tuple(tally(s for s in judged if s.labelled_at and s.labelled_at < ends)),
        containments=outcomes,
        alone=alone,
        pages=paged(work.pages.between(begins, ends)),
    )


def _open(work: Work, at: datetime) -> Iterable[Case]:
    return [one for one in work.cases.open() if is_counted(one) and one.opened_at < at]


def _facts(work: Work, case: Case, ends: datetime) -> CaseFacts:
    seen = [one.first_seen for one in signals_in(work, case) if one.kind not in LASTING]
    plans = {plan.plan_id for plan in plans_in(work, case)}
    cuts = [s.since for s in work.customers.suspensions(case.customer) if s.plan_id in plans]
    signal_at = min([*seen, case.opened_at])
    since = (min(case.first_abuse or signal_at, signal_at) - HISTORY).date()
    return CaseFacts(
        case=case,
        signal_at=signal_at,
        contained_at=min((at for at in cuts if at < ends), default=None),
        spend={
            code: day_sums(counted) for code, counted in work.spend.of(case.customer, since).items()
        },
        containments=tuple(
            one for part in family(work, case) for one in work.containments.of_case(part.case_id)
        ),
    )
