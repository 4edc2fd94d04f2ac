"""One event of each kind, and each of its cases, of who is who in the books."""

from __future__ import annotations

from core.domain import events

MAPPING = (
    events.AccountsMatched(sure=2, likely=1, maybe=3, left=4),
    events.AccountsMatched(likely=1),
    events.MappingTurnedDown(source="erp", customer_ref="10001", customers=("main/a", "main/b")),
    events.MappingChanged(
        source="erp", customer_ref="10001", customer="main/a", after="main/b", change_id="c"
    ),
    events.MappingChanged(source="erp", customer_ref="10001", customer="main/a", change_id="c"),
)
