"""What can happen to who is on call and to a page, once each."""

from __future__ import annotations

from core.domain import events

PAGING = (
    events.OnCallChanged(version="4f9c21aa77", people=1),
    events.OnCallChanged(version="5a0c77de12", before="4f9c21aa77", people=4),
    events.Paged(page_id="p", why="signal", called=("kang",)),
    events.Paged(page_id="p", why="signal", called=("kang",), skipped=("U0GONE", "<!here>")),
    events.Paged(page_id="p", why="signal", step=1, called=("park",), in_channel=True),
    events.Paged(page_id="p", why="signal", step=1, in_channel=True),
    events.Paged(page_id="p", why="unanswered", step=2, called=("kang", "park")),
    events.PageTaken(page_id="p", minutes=0),
    events.PageTaken(page_id="p", minutes=1),
    events.PageOver(page_id="p", why="answered"),
    events.NotifyingChanged(person="park", asked=False),
    events.NotifyingChanged(person="park"),
    events.NotifyingChanged(person="park", back_on="2026-10-21"),
)
