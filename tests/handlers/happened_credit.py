"""What may happen to the credit of a customer, for the sentences that tell it."""

from __future__ import annotations

from core.domain import events

HAPPENED = (
    events.CreditChecked(check_id="f", customer="main/tenant", kind="agreement"),
    events.CreditDrafted(credit_id="c", limit="10000.00", currency="EUR"),
    events.CreditAsked(credit_id="c", limit="10000.00", currency="EUR"),
    events.CreditApproved(credit_id="c", limit="10000.00", currency="EUR", terms="net", days=30,
                          valid_until="2027-09-30", requester="kang"),
    events.CreditRejected(credit_id="c", limit="10000.00", currency="EUR", requester="kang"),
    *(
        events.CreditEnded(credit_id="c", limit="7000000", currency="KRW", before=before,
                           state=state, owner="kang")
        for before, state in (
            ("approved", "expired"),
            ("approved", "withdrawn"),
            ("approved", "superseded"),
            ("pending", "expired"),
            ("draft", "withdrawn"),
        )
    ),
    events.CreditReminded(credit_id="c", mark="review", owner="kang"),
    events.CreditReminded(credit_id="c", mark="lapsing", owner="kang"),
    events.LimitCrossed(credit_id="c", currency="EUR", limit="10000.00", used="10412.60"),
    events.LimitCrossed(credit_id="c", currency="EUR", limit="0.00", used="9.00",
                        incomplete="yes"),
    events.LimitKept(credit_id="c", currency="EUR", limit="10000.00", used="9000.00"),
)  # fmt: skip
