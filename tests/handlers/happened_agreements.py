"""One event of each kind, and each of its cases, of what is agreed on with customers, and of where
they are."""

from __future__ import annotations

from core.domain import events

AGREEMENTS = (
    *(
        events.PlaceChanged(customer="main/t", how=how, before="US, America/New_York",
                            after="US-CA, America/Los_Angeles")
        for how in ("set", "cleared")
    ),
    events.PromiseMade(customer="main/t", terms=("2026-10-20 EUR 500.00", "2027-01-04 EUR 1.50")),
    *(
        events.PromiseEnded(term="2026-10-20 EUR 500.00", state=state, why=why, left="EUR 120.00")
        for state, why in (
            ("kept", ""), ("broken", ""), ("broken", "returned"), ("broken", "plan"),
            ("cancelled", ""),
        )
    ),
    events.DisputeOpened(number="INV-<1>", amount="EUR 200.00", until="2026-11-11"),
    *(
        events.DisputeEnded(number="INV-1", amount="EUR 200.00", state=state)
        for state in ("settled_for_customer", "settled_against", "expired")
    ),
    events.HoldPlaced(customer="main/t", kind="hardship", customers=1, until="2026-11-11"),
    events.HoldPlaced(kind="enforcement_off", scope="country DE", customers=17,
                      until="2026-12-31"),
    events.HoldPlaced(customer="main/t", kind="legal", customers=1, review_on="2027-01-10"),
    events.HoldEnded(customer="main/t", kind="says_paid", customers=1, owner="kang",
                     why="expired"),
    events.HoldEnded(customer="main/t", kind="protected", customers=1, owner="kang",
                     why="released"),
    events.HoldUnderReview(customer="main/t", kind="insolvency", customers=1, owner="kang"),
    events.DebtWrittenOff(customer="main/t", numbers=("INV-1",), amounts=("EUR 40.00",)),
    events.PaymentReturned(customer="main/t", numbers=("INV-1", "INV-2"),
                           amounts=("EUR 40.00", "EUR 2.00")),
    events.PaymentReturned(numbers=("1", "2", "3", "4", "5", "6"), amounts=("EUR 1.00",) * 6),
)  # fmt: skip
