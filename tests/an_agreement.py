"""A promise, a dispute and a hold as they usually are; a test names only what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from core.domain.disputes import Dispute
from core.domain.holds import Hold, HoldKind
from core.domain.plans import Basis
from core.domain.promises import Promise, PromiseState
from tests.builders import BOOKS, CONTOSO, eur

TODAY = date(2026, 10, 12)


def a_promise(**changes: Any) -> Promise:
    promise = Promise(
        promise_id="p1",
        series="s1",
        number=1,
        customer=CONTOSO,
        amount=eur("500.00"),
        by=TODAY + timedelta(days=7),
        state=PromiseState.OPEN,
        made_by="kang",
        made_on=TODAY,
        basis=(Basis(BOOKS, "1", "INV-1", date(2026, 9, 7), eur("900.00"), eur("0")),),
        credited=eur("0"),
        note="<said> on the phone",
    )
    return replace(promise, **changes)


def a_dispute(**changes: Any) -> Dispute:
    dispute = Dispute(
        dispute_id="d1",
        customer=CONTOSO,
        source=BOOKS,
        document_id="1",
        number="INV-1",
        amount=eur("200.00"),
        reason="too many seats",
        opened_by="kang",
        opened_on=TODAY,
        until=TODAY + timedelta(days=30),
    )
    return replace(dispute, **changes)


def a_hold(**changes: Any) -> Hold:
    hold = Hold(
        hold_id="h1",
        batch="b1",
        customer=CONTOSO,
        kind=HoldKind.HARDSHIP,
        owner="kang",
        reason="flood",
        placed_by="kang",
        since=TODAY,
        until=TODAY + timedelta(days=30),
    )
    return replace(hold, **changes)
