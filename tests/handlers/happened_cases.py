"""What may happen to a case, for the sentences that tell it."""

from __future__ import annotations

from datetime import UTC, datetime

from core.domain import events

AT = datetime(2026, 10, 12, 7, tzinfo=UTC)

HAPPENED = (
    events.CaseOpened(case_id="c", customer="main/tenant", kind="fraud", severity="high"),
    events.CaseRated(case_id="c", severity="critical", before="high"),
    events.AbuseDated(case_id="c", began=AT),
    events.ItemTicked(case_id="c", kind="fraud", item="mfa_on"),
    events.ItemTicked(case_id="c", kind="fraud", item="something <old>"),
    events.CaseWaits(case_id="c", wait_id="w", until=AT),
    events.CaseGoesOn(case_id="c", wait_id="w"),
    events.DelegateNamed(
        case_id="c", owner="kang", delegate="park", first="2026-12-01", last="2026-12-05"
    ),
    events.DelegateNamed(owner="kang", delegate="park", first="2026-12-01", last="2026-12-05"),
    events.DelegateReleased(owner="kang", delegate="park"),
    events.CaseMerged(case_id="c", into="d", number=12),
    events.EvidenceExported(case_id="c", digest="ab" * 32, size=1207, head="cd" * 32),
    events.CardShown(card="plan", digest="ef" * 32),
    events.CaseTookIn(case_id="d", merged="c", number=14),
    *(
        events.CaseReminded(case_id="c", clock=clock, rung="owner", due=AT, called=called)
        for clock, called in (("response", ()), ("status", ("kang",)), ("refund", ("kang", "park")))
    ),
)
