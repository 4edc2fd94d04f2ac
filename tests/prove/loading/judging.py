"""What Partner Center accepted under load, held against what was allowed then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

Changes = Sequence[Mapping[str, Any]]
# A freeze stops the next send within so much.
STOPS_WITHIN = timedelta(seconds=1)
# Our clock is a copy of the sandbox's.
CLOCKS_APART = timedelta(seconds=2)


def late(changes: Changes, frozen: Iterable[tuple[datetime, datetime]]) -> int:
    """Changes while everything stood still, for longer than a freeze takes."""
    moments = [datetime.fromisoformat(change["at"]) for change in changes]
    return sum(began + STOPS_WITHIN < at < end for began, end in frozen for at in moments)


def unapproved(changes: Changes, allowed: Mapping[str, datetime]) -> int:
    """Changes of what nobody had approved then; `allowed` says since when, by subscription."""
    return sum(_is_early(change, allowed.get(change["subscription_id"])) for change in changes)


def _is_early(change: Mapping[str, Any], since: datetime | None) -> bool:
    return since is None or datetime.fromisoformat(change["at"]) < since - CLOCKS_APART


def lost_and_doubled(changes: Changes, wanted: Iterable[str]) -> tuple[int, int]:
    """Subscriptions that were to be changed once, and were not at all, or several times."""
    ids = [change["subscription_id"] for change in changes]
    counts = [ids.count(one) for one in wanted]
    return sum(count < 1 for count in counts), sum(count > 1 for count in counts)
