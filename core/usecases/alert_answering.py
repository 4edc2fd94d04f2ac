"""Answer Microsoft about an alert: by a person's choice, or by the course of its case."""

from __future__ import annotations

from uuid import uuid4

from core.domain.alert_answers import OF_A_CASE, AlertAnswer, Wanted, to_move, wanted_by
from core.domain.alert_errors import AlertIsTest, AlertOver, AlertUnreadable
from core.domain.alert_events import AlertAnswered
from core.domain.alerts import Alert
from core.domain.event import Route, Stamp
from core.domain.people import AccountKey
from core.domain.plans import digest
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record
from core.usecases.alert_jobs import carry_out, sources_of
from core.usecases.finding import person_with

LONGEST_OCCASION = 160


def answerable(alert_id: str, account: AccountKey, *, office: Office) -> Alert:
    """The alert, if there is something to tell Microsoft about it. Raises AlertOver, AlertIsTest,
    AlertUnreadable, NoRole, NotEligible."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        return _answerable(work.alerts.get(alert_id), office)


def answer(alert_id: str, wanted: Wanted, account: AccountKey, *, office: Office) -> Alert:
    """A person says how far it is. Raises as `answerable` does."""
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        alert = _answerable(work.alerts.get(alert_id), office)
        stamp = office.stamp(now, person.person_id, Route.SLACK)
        if not write(work, alert, wanted, f"person:{uuid4()}", stamp):
            raise AlertOver(status=alert.status)
        work.commit()
    return alert


def _answerable(alert: Alert, office: Office) -> Alert:
    if alert.is_test:
        raise AlertIsTest()
    if not alert.is_open():
        raise AlertOver(status=alert.status)
    if not sources_of(office.partner(alert.customer)):
        raise AlertUnreadable(account=alert.customer.account)
    return alert


def follow_case(work: Work, alert: Alert, *, office: Office) -> bool:
    """What its case has us tell Microsoft, once for each state of the case; false where there is
    nothing to tell."""
    if not alert.case_id or not alert.is_to_act_on():
        return False
    case = work.cases.get(alert.case_id)
    wanted = wanted_by(case)
    if wanted is None:
        return False
    occasion = f"{OF_A_CASE}:{case.case_id}:{wanted.status}"
    return write(work, alert, wanted, occasion, office.stamp(office.clock(), "", Route.AUTOMATION))


def write(work: Work, alert: Alert, wanted: Wanted, occasion: str, stamp: Stamp) -> bool:
    """A row for each call, before anything leaves, with the job that makes it; false where all was
    written before for this occasion, or Microsoft is as far already."""
    written = False
    for source, ids in to_move(alert, wanted):
        named = digest("\n".join(ids))[:12]
        new = AlertAnswer(
            answer_id=str(uuid4()),
            alert_id=alert.alert_id,
            source=source,
            ids=ids,
            wanted=wanted,
            occasion=f"{occasion}:{source}:{named}"[:LONGEST_OCCASION],
            person_id=stamp.person_id,
            asked_at=stamp.at,
        )
        if work.alerts.answer(new):
            carry_out(work, new)
            written = True
    if written:
        event = AlertAnswered(
            case_id=alert.case_id,
            alert_id=alert.alert_id,
            customer=str(alert.customer),
            subscription_id=alert.subscription_id,
            status=wanted.status.value,
            resolution=wanted.resolution.value if wanted.resolution else "",
        )
        record(work, event, stamp)
    return written
