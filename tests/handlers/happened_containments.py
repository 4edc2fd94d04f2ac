"""What can happen to a containment, once each."""

from __future__ import annotations

from datetime import UTC, datetime

from core.domain import events

AT = datetime(2026, 10, 12, 8, 5, tzinfo=UTC)
CALLED = ("kang", "park")

HAPPENED = (
    events.ContainmentBegun(containment_id="c", until=AT),
    events.ContainmentAsked(containment_id="c", until=AT, asked=1, called=("kang",)),
    events.ContainmentAsked(containment_id="c", until=AT, asked=3, called=CALLED),
    events.ContainmentKept(containment_id="c", until=AT),
    *(
        events.ContainmentOver(containment_id="c", why=why)
        for why in ("lifted", "rolled_back", "nothing_done", "unclear", "case_closed", "<odd>")
    ),
    events.GlassBroken(
        containment_id="c", alert="<!channel> 7", subscriptions=1, ratify_by=AT, decide_by=AT,
        called=CALLED,
    ),
    events.GlassBroken(
        containment_id="c", alert="a7", subscriptions=3, ratify_by=AT, decide_by=AT, called=CALLED
    ),
    events.RatificationDue(containment_id="c", decide_by=AT, called=CALLED),
    events.StaysUnratified(containment_id="c", alert=True, called=CALLED),
    events.StaysUnratified(containment_id="c", spending=True, called=CALLED),
    events.StaysUnratified(containment_id="c", called=CALLED),
    events.StaysUnratified(containment_id="c", waits="cap", called=CALLED),
    events.RolledBack(containment_id="c", by_plan="p", called=CALLED),
    events.Ratified(containment_id="c", until=AT),
)  # fmt: skip
