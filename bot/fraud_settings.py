"""What a desk is told of its own about fraud: throw-away domains besides those known to all."""

from __future__ import annotations

from pathlib import Path

from bot.reading import Reading
from core.domain.onboarding import domains_in

DISPOSABLE_DOMAINS = "DISPOSABLE_DOMAINS"
A_LIST = "a text file, one domain a line"


def read_throw_away(reading: Reading) -> frozenset[str]:
    path = reading.text(DISPOSABLE_DOMAINS)
    if not path:
        return frozenset()
    try:
        return domains_in(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        reading.wrong(DISPOSABLE_DOMAINS, A_LIST)
        return frozenset()
