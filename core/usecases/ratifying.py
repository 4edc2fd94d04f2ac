"""Asks a second person to agree to what one did alone, and has people called where nobody does."""

from __future__ import annotations

from datetime import datetime

from core import containments
from core.domain.containment import LONGEST, Containment
from core.domain.event import Route
from core.domain.paging import Why
from core.domain.plans import Action, Plan
from core.ports.office import Office
from core.ports.store import Work
from core.usecases import paging
from core.usecases.filing import Request, file_plan
from core.usecases.finding import customer_of


def ask(work: Work, one: Containment, *, office: Office) -> Plan:
    """The open plan of it, or a new one: it stays open as long as nobody agreed, however late."""
    return containments.ratifying(work, one) or _file(work, one, office.clock(), office)


def page(work: Work, one: Containment, why: Why, occasion: str, *, office: Office) -> None:
    """Have whoever is on call look at it, once for each occasion."""
    if one.case_id:
        paging.page(
            work,
            case_id=one.case_id,
            why=why,
            facts={},
            occasion=f"containment:{one.containment_id}:{occasion}",
            now=office.clock(),
            office=office,
        )


def _file(work: Work, one: Containment, now: datetime, office: Office) -> Plan:
    request = Request(
        action=Action.RATIFY,
        requester=one.requester,
        filed_by=one.requester,
        route=Route.AUTOMATION,
        note=work.plans.get(one.plan_id).note,
        subject=one.plan_id,
        about=customer_of(work, one.customer).name,
        case=work.cases.get(one.case_id),
        lapses_at=max(now, one.decide_by or now) + LONGEST,
    )
    return file_plan(work, request, now=now, office=office)
