"""What channels choose for their digests, and what is said of a row, once each."""

from __future__ import annotations

from core.domain import events

HAPPENED = (
    events.DigestMailed(number=1, slot="2026-10-12T09:00"),
    events.DigestNotMailed(number=1, slot="2026-10-12T09:00", why="550"),
    events.DigestNotMailed(number=1, slot="2026-10-12T09:00", why="unreached"),
    events.DigestNotMailed(number=1, slot="2026-10-12T09:00", why="unsure"),
    events.DigestChanged(number=1, cron="0 8 * * *", zone="Asia/Seoul", channel="C1"),
    events.ChannelLanguageChosen(channel="C1", language="ko"),
    events.ChannelLanguageChosen(channel="C1"),
    events.RowOwned(row="books/7", owner="p1"),
    events.RowOwned(row="books/7"),
    events.RowSnoozed(row="books/7", until="2026-10-20"),
    events.RowSnoozed(row="books/7"),
)
