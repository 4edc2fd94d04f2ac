"""Who takes the evidence of a case: asked for, looked at again when it is made, written down."""

from __future__ import annotations

from core.domain.cases import Case
from core.domain.events import EvidenceExported, Route
from core.domain.people import AccountKey, Person
from core.domain.trail import Proof
from core.gathering import may_ask
from core.ports.engine import Job, Priority
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record
from core.usecases.cases import find
from core.usecases.finding import person_with

EVIDENCE = "evidence"


def ask(number: str, account: AccountKey, place: str, delivery: str, *, office: Office) -> Case:
    """Have the pack made and brought. Raises NoRole, UnknownCase, BadInput."""
    with office.store() as work:
        person_with(work, account, may_ask(work))
        case = find(work, number)
        payload = {
            "number": str(case.number),
            "team": account.team_id,
            "user": account.user_id,
            "place": place,
        }
        work.jobs.enqueue(Job(EVIDENCE, f"evidence:{delivery}", payload, priority=Priority.BULK))
        work.commit()
    return case


def seen_by(work: Work, number: str, account: AccountKey) -> tuple[Case, Person]:
    """The case, and who takes it: looked at again when the pack is made. Raises NoRole,
    NotEligible, UnknownCase."""
    return find(work, number), person_with(work, account, may_ask(work))


def took(
    case: Case, person_id: str, route: Route, pack: str, proof: Proof, *, office: Office
) -> None:
    """Written down, and told in the thread, before the pack leaves. `pack` is its digest."""
    event = EvidenceExported(
        case_id=case.case_id, digest=pack, size=proof.newest.size, head=proof.newest.hash
    )
    with office.store() as work:
        record(work, event, office.stamp(office.clock(), person_id, route))
        work.commit()
