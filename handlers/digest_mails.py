"""Digests by mail: the job that mails one slot to those whom the settings name."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from core.ports.engine import Delivery
from core.ports.letters import DigestPost
from core.ports.office import Office
from core.ports.outside import Outcome
from core.usecases import digest_mailing, digests, exports
from handlers.channel_words import ChannelWords
from handlers.messages.digest_letter import digest_letter
from handlers.messages.spreadsheets import overdue_file

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DigestMails:
    """The handler of the job `digest_mail`. Slack has no part in it. `mailed` says whom a digest
    of this number is mailed to."""

    office: Office
    post: DigestPost | None
    mailed: Callable[[int], tuple[str, ...]]
    language: ChannelWords

    def send(self, delivery: Delivery) -> None:
        """Whatever may fail without anything having left comes before `begin`."""
        where = str(delivery.payload["schedule_id"]), str(delivery.payload["slot"])
        with self.office.store.reading() as work:
            number = work.schedules.get(where[0]).number
        to = self.mailed(number)
        if self.post is None or not to:
            return
        view = digests.view(*where, office=self.office)
        words = self.language.of(view.schedule.channel, view.schedule.zone)
        found = exports.with_paying(view.overview, office=self.office)
        sheet = overdue_file(found.rows, found.on, "csv", words)
        letter = digest_letter(view, sheet, words)
        if not digest_mailing.begin(view.posting, office=self.office):
            return
        name = f"digest-{where[0]}-{view.posting.at:%Y%m%d%H%M%S}"
        answer = self.post.mail(letter, to, name, self.office.clock())
        if answer.outcome is not Outcome.DONE:
            log.warning("a digest was not mailed digest=%s why=%s", number, answer.code)
        digest_mailing.settle(view.posting, answer, office=self.office)
