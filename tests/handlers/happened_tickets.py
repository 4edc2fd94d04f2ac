"""One event of each kind, and each of its cases, of what becomes of a service request."""

from __future__ import annotations

from core.domain import events

TICKETS = (
    events.TicketPrepared(case_id="c", reference="GS-7c1e04ab", why="cloud"),
    events.TicketPrepared(case_id="c", reference="GS-7c1e04ab", why="refused", detail="No <topic>"),
    events.TicketQueued(case_id="c", reference="GS-7c1e04ab", topic="Billing & <credit>"),
    events.TicketOpened(case_id="c", reference="GS-7c1e04ab", number="1190", how="answered"),
    events.TicketOpened(case_id="c", reference="GS-7c1e04ab", number="1190", how="found"),
    events.TicketOpened(case_id="c", reference="GS-7c1e04ab", number="1190", how="typed"),
    events.TicketSent(case_id="c", reference="GS-7c1e04ab"),
    events.TicketUnsure(case_id="c", reference="GS-7c1e04ab"),
    events.TicketMoved(case_id="c", name="1190", before="open", after="attention_needed"),
    events.TicketMoved(case_id="c", name="1190", before="open", after="some<thing>"),
    events.TicketSaid(case_id="c", name="1190", said="note"),
    events.TicketSaid(case_id="c", name="1190", said="answer"),
    events.TicketSaid(case_id="c", name="1190", said="answer", by="Zhang <Wei>"),
    events.TicketNotSaid(case_id="c", name="1190", said="note", state="refused", why="<closed>"),
    events.TicketNotSaid(case_id="c", name="1190", said="note", state="unsure"),
    events.TicketNotSaid(case_id="c", name="1190", said="close", state="refused"),
    events.TicketNotSaid(case_id="c", name="1190", said="close", state="unsure"),
    events.TicketReminded(case_id="c", name="GS-7c1e04ab", what="submit", owner="park", count=1),
    events.TicketReminded(case_id="c", name="GS-7c1e04ab", what="look", owner="park", count=1),
    events.TicketReminded(case_id="c", name="1190", what="answer", owner="park", count=3),
    events.TicketClosed(case_id="c", name="1190", entry_id="e"),
    events.TicketClosed(case_id="c", name="1190"),
)  # fmt: skip
