"""The address where a set of books says that something changed: judged, noted, and answered with a
word; what changed is read in the books."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from bot.book_settings import BookSource
from bot.webhooks import NO, TAKEN, TEXT
from clients.allowance import Allowance
from clients.partner_webhooks import LINES, LINES_IN
from clients.stripe_hints import NotTaken, hint
from core.ports.office import Office
from core.usecases.reading_jobs import want

log = logging.getLogger(__name__)

SIGNATURE = "stripe-signature"
LONGEST_ID = 100


class BookWebhooks:
    """Whoever is turned away is told nothing but that; the log says why."""

    def __init__(self, sources: Sequence[BookSource], office: Office) -> None:
        self._sources = {one.name: one for one in sources if one.webhook_secrets}
        self._office = office
        self._lines = Allowance(LINES, LINES_IN)

    def answer(
        self, name: str, method: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, Mapping[str, str], str]:
        """Answered once the wish to read is in the database."""
        source = self._sources.get(name)
        if method != "POST" or source is None:
            return 400, TEXT, NO
        signature = next((text for key, text in headers.items() if key.lower() == SIGNATURE), "")
        now = self._office.clock()
        try:
            found = hint(body, signature, secrets=source.webhook_secrets, now=now)
        except NotTaken as error:
            if self._lines.take():
                log.warning("a hint was turned away books=%s why=%s", name, error)
            return 400, TEXT, NO
        want(source.source, found.event_id[:LONGEST_ID], office=self._office)
        return 200, TEXT, TAKEN


def book_webhooks(sources: Sequence[BookSource], office: Office) -> BookWebhooks | None:
    """Where any set of books has webhooks."""
    has_any = any(one.webhook_secrets for one in sources)
    return BookWebhooks(sources, office) if has_any else None
