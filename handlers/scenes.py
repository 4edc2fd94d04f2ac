"""Looks up the names behind the ids of an event, so that a sentence can say them."""

from __future__ import annotations

from core.domain.customers import CustomerKey
from core.domain.events import (
    BooksRefused,
    BooksTaken,
    CaseAssigned,
    CaseClosed,
    CaseNoted,
    CaseOpened,
    Event,
    MappingConfirmed,
    PersonNeeded,
    PlanFiled,
    Recorded,
    RolesChanged,
    Route,
)
from core.domain.plans import digest
from core.ports.records import RowProblem
from core.ports.store import Work
from handlers.messages.scene import Scene


def scene_of(work: Work, recorded: Recorded) -> Scene:
    """What is automatic has a person who answers for it, but who did not do it."""
    event, stamp = recorded.event, recorded.stamp
    by_hand = stamp.person_id and stamp.route is not Route.AUTOMATION
    lines = work.plans.get(event.plan_id).content.lines if event.plan_id else ()
    return Scene(
        who=work.people.get(stamp.person_id).name if by_hand else "",
        customer=_customer(work, event),
        names={line.subscription_id: line.name for line in lines},
        people=_people(work, event),
        problems=_problems(work, event),
        text=_text(work, event),
    )


def _customer(work: Work, event: Event) -> str:
    match event:
        case MappingConfirmed(customer=key) | CaseOpened(customer=key) | PlanFiled(customer=key):
            return _name(work, CustomerKey.parse(key)) if key else ""
        case PersonNeeded():
            return work.plans.get(event.plan_id).content.customer_name
    return _name(work, work.cases.get(event.case_id).customer) if event.case_id else ""


def _name(work: Work, key: CustomerKey) -> str:
    found = work.customers.get(key)
    return found.name if found else str(key)


def _people(work: Work, event: Event) -> dict[str, str]:
    if isinstance(event, CaseAssigned):
        return {event.owner: work.people.get(event.owner).name}
    if not isinstance(event, RolesChanged):
        return {}
    return {one: work.people.get(one).name for one in (*event.before, *event.after)}


def _text(work: Work, event: Event) -> str:
    """The note or the closing words whose digest is in the trail."""
    match event:
        case PlanFiled(plan_id=plan_id, note_digest=wanted):
            texts = [work.plans.get(plan_id).note]
        case CaseNoted(case_id=case_id, text_digest=wanted):
            texts = [note.text for note in work.cases.notes(case_id)]
        case CaseClosed(case_id=case_id, told_digest=wanted):
            texts = [work.cases.get(case_id).told]
        case _:
            return ""
    return next((text for text in texts if digest(text) == wanted), "")


def _problems(work: Work, event: Event) -> tuple[RowProblem, ...]:
    if not isinstance(event, BooksTaken | BooksRefused):
        return ()
    return tuple(work.books.problems(event.snapshot_id))
