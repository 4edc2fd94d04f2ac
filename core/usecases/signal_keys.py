"""Which row a sign belongs to: what goes on from day to day is one sign, and has one key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from core.domain.signals import Signal, SignalKind

# Without being seen for so long it is over; a weekend and a day that nobody counted lie between.
GOES_ON = timedelta(days=4)


def going_on(
    known: Sequence[Signal], kind: SignalKind, now: datetime, prefix: str = ""
) -> Signal | None:
    """The one of this kind that was seen lately and that nobody judged."""
    found = [
        one
        for one in known
        if one.kind is kind
        and one.key.startswith(prefix)
        and not one.is_judged()
        and now - one.last_seen <= GOES_ON
    ]
    return found[-1] if found else None


def key_of(
    known: Sequence[Signal], kind: SignalKind, now: datetime, new: str, prefix: str = ""
) -> str:
    """That of the one that goes on, else a new one, which begins with the prefix."""
    one = going_on(known, kind, now, prefix)
    return one.key if one is not None else prefix + new
