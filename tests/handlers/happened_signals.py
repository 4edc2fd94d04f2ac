"""What happens to signs of fraud."""

from __future__ import annotations

from core.domain import events

FACTS = (("spent", "900.00 EUR"), ("times the usual", "22"), ("note", "<b> {x}"))
HAPPENED = (
    events.SignalSeen(case_id="c", signal_id="s", kind="spend_anomaly", strength=84, score=67),
    events.SignalsTogether(
        case_id="c", kinds=("disposable_domain", "country_mismatch", "no_agreement"),
        scores=(50, 30, 18), score=71,
    ),
    *(
        events.SignalLabelled(case_id="c", signal_id="s", kind="seat_burst", label=label)
        for label in ("true", "false", "unknown")
    ),
)
