"""Credit as tests ask for it, look at it and hear of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from core.domain.credit import Credit, CreditState
from core.domain.event import Event
from core.domain.people import AccountKey
from core.usecases import credit
from tests.a_credit import a_proposal
from tests.builders import eur
from tests.office import AGENT, APPROVER, Desk, contoso


def a_wish(desk: Desk, limit: str = "20000", **changes: Any) -> credit.Wish:
    return credit.Wish(contoso(desk), a_proposal(limit=eur(limit), **changes))


def asked(desk: Desk, limit: str = "20000", account: AccountKey = AGENT, **changes: Any) -> Credit:
    return credit.ask(a_wish(desk, limit, **changes), account, office=desk.office)


def approved(desk: Desk, limit: str = "20000", **changes: Any) -> Credit:
    waiting = asked(desk, limit, **changes)
    if waiting.state is CreditState.APPROVED:
        return waiting
    return credit.approve(waiting.credit_id, APPROVER, office=desk.office)


def stored(desk: Desk, found: Credit) -> Credit:
    with desk.store.reading() as work:
        return work.credits.get(found.credit_id)


def events(desk: Desk, kind: type[Event]) -> list[Any]:
    with desk.store.reading() as work:
        return [r.event for r in work.events.since(kind, desk.now - timedelta(days=999))]
