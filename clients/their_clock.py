"""Whoever keeps books dates every answer: books from a time that is not ours are not believed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from clients.http import Heard
from core.ports.dates import date_of, said_apart
from core.ports.outside import Clock
from core.ports.receivables import ClocksApart


def in_step(clock: Clock, most: timedelta) -> Heard:
    """Listens to the head of each answer. Raises ClocksApart where it is dated further away from
    our clock than this; one without a date, or that was kept somewhere on its way, says nothing."""

    def heard(headers: Mapping[str, str]) -> None:
        if "age" in headers or (theirs := date_of(headers.get("date", ""))) is None:
            return
        ahead = clock() - theirs
        if abs(ahead) > most:
            raise ClocksApart(
                f"our clock is {said_apart(round(ahead.total_seconds()))} theirs; at most "
                f"{most.total_seconds():.0f} s are taken for the same time: set the one that is "
                "wrong"
            )

    return heard
