"""One event of each kind, and each of its cases, of what Microsoft sees."""

from __future__ import annotations

from datetime import UTC, datetime

from core.domain import events

FIRST = datetime(2026, 10, 12, 1, 2, tzinfo=UTC)
LAST = datetime(2026, 10, 12, 3, 4, tzinfo=UTC)
MINING = "network_connections_to_crypto_mining_pools"
ALERTS = (
    events.AlertFound(
        case_id="c", customer="main/t", subscription_id="sub-1", kind=MINING, severity="high",
        confidence="medium", resource="/subscriptions/<sub>/vm", resources=3, first_seen=FIRST,
        last_seen=LAST, count=14, sources=("fraud_events", "security_alerts"),
    ),
    events.AlertFound(
        customer="main/t", subscription_id="azure-9", kind="", severity="unknown",
        confidence="unknown", resource="vm-1", resources=1, first_seen=FIRST, last_seen=LAST,
        count=1, sources=("fraud_events",),
    ),
    events.AlertFound(
        customer="main/t", subscription_id="azure-9", kind="something_<new>", severity="dire<",
        confidence="low", sources=("security_alerts",), test=1,
    ),
    events.AlertFound(
        customer="main/x", known=0, subscription_id="azure-9", kind="usage_anomaly_detection",
        severity="low", confidence="high", sources=("security_alerts",),
    ),
    events.AlertConfirmed(subscription_id="sub-1", kind=MINING, source="security_alerts"),
    events.AlertWorse(subscription_id="sub-1", kind=MINING, before="low", after="high"),
    events.AlertMoved(subscription_id="sub-1", kind=MINING, before="active", after="resolved",
                      resolution="fraud"),
    events.AlertMoved(subscription_id="sub-1", kind=MINING, before="resolved", after="active"),
    events.AlertAnswered(subscription_id="sub-1", status="investigating"),
    events.AlertAnswered(subscription_id="sub-1", status="resolved", resolution="legitimate"),
    events.AlertAnswerSent(case_id="c", source="fraud_events"),
    *(
        events.AlertAnswerSettled(source="fraud_events", status="resolved", resolution="ignore",
                                  state=state, why=why)
        for state, why in (
            ("done", ""), ("refused", "<No.>"), ("refused", "elsewhere"), ("refused", ""),
            ("overtaken", ""), ("unsure", ""),
        )
    ),
    events.AlertAnswerWaits(source="fraud_events", status="resolved", resolution="fraud",
                            why="login"),
    *(
        events.AlertsLost(account="main", source="fraud_events", since=FIRST, why=why, blind=blind)
        for why, blind in (("login", 0), ("permission", 1), ("unreachable", 1), ("gone", 0))
    ),
    events.AlertsBack(account="main", source="security_alerts", since=FIRST),
)  # fmt: skip
