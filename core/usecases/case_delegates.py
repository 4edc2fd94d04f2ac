"""Who acts for whom, and on which days: in one case, or in all that are somebody's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from core.domain.case_errors import DelegateUnfit, Fault
from core.domain.cases import Delegation
from core.domain.errors import NoRole
from core.domain.events import DelegateNamed, DelegateReleased, Route
from core.domain.people import AccountKey, Person
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record
from core.usecases.cases import open_case_of
from core.usecases.finding import person_with

LONGEST = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who shall act, from one day to another, both included; `case` is a number, or empty for all
    cases of whoever asks."""

    delegate: AccountKey
    first: date
    last: date
    case: str = ""


def delegate(wanted: Wanted, account: AccountKey, *, office: Office) -> Delegation:
    """Raises DelegateUnfit, NoRole also where the delegate has none, UnknownCase, CaseOver."""
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        acting = work.people.by_account(wanted.delegate)
        if acting is None or not acting.has(*may_ask(work)):
            raise NoRole(needed=sorted(may_ask(work)))
        case_id, owner = _whose(work, wanted, person)
        made = Delegation(
            str(uuid4()), owner, acting.person_id, wanted.first, wanted.last, now, case_id
        )
        fault = _fault(work, made, office.today(now))
        if fault is not None:
            raise DelegateUnfit(why=fault)
        work.cases.add_delegation(made)
        event = DelegateNamed(
            case_id=case_id, owner=owner, delegate=made.delegate_id,
            first=made.first.isoformat(), last=made.last.isoformat(),
        )  # fmt: skip
        record(work, event, office.stamp(now, person.person_id, Route.SLACK))
        work.commit()
    return made


def _whose(work: Work, wanted: Wanted, person: Person) -> tuple[str, str]:
    """The case, and the person whom it is taken off; all cases are those of whoever asks."""
    if not wanted.case:
        return "", person.person_id
    case = open_case_of(work, wanted.case)
    owner = case.owner or case.opened_by
    if not owner:
        raise DelegateUnfit(why=Fault.NOBODY)
    return case.case_id, owner


def _fault(work: Work, made: Delegation, today: date) -> Fault | None:
    if made.delegate_id == made.person_id:
        return Fault.ONESELF
    if made.last < made.first:
        return Fault.ORDER
    if made.last < today:
        return Fault.OVER
    if made.last - made.first >= LONGEST:
        return Fault.LONG
    others = work.cases.delegations_of(made.person_id, made.first)
    twice = any(one.case_id == made.case_id and one.first <= made.last for one in others)
    return Fault.TWICE if twice else None


def take_back(account: AccountKey, *, office: Office) -> list[Delegation]:
    """End whatever others do for this person from today on. Raises NoRole."""
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        ended = work.cases.delegations_of(person.person_id, office.today(now))
        for one in ended:
            work.cases.end_delegation(one.delegation_id, now)
            event = DelegateReleased(
                case_id=one.case_id, owner=one.person_id, delegate=one.delegate_id
            )
            record(work, event, office.stamp(now, person.person_id, Route.SLACK))
        work.commit()
    return ended
