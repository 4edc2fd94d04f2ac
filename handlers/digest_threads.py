"""What follows a digest in its thread: every row as files, and the charts that it had no room for.
Only our own people read there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from core.ports.engine import Delivery, Later
from core.usecases import digests, exports
from core.usecases.digests import View
from handlers.channel_words import ChannelWords
from handlers.exports import NoScope, SlackFiles
from handlers.lacking import Lacking
from handlers.messages.blocks import Message, section
from handlers.messages.digest_charts import main_charts, other_charts
from handlers.messages.export_lines import chosen_list, not_allowed, whole_list
from handlers.messages.pictures import picture
from handlers.messages.spreadsheets import FORMATS, File, overdue_file
from handlers.messages.text import Words
from handlers.request import Room, Services
from handlers.say import Say

WAIT_A_MOMENT = 10.0


@dataclass(frozen=True, slots=True)
class DigestThreads:
    """The handlers of the jobs `digest_file` and `digest_charts`."""

    services: Services
    files: SlackFiles
    say: Say
    lacking: Lacking
    language: ChannelWords

    def bring_files(self, delivery: Delivery) -> None:
        """All rows; and every chart as a picture where Slack draws none."""
        view, thread = self._view(delivery), str(delivery.payload["thread"])
        if not self._ours(view):
            return
        channel, words = view.schedule.channel, self._words(view)
        files = [*self._sheets(view, words), *self._pictures(view, words)]
        try:
            said = chosen_list if view.schedule.choices.only else whole_list
            self.files.upload(channel, files, said(view.overview, words), thread)
        except NoScope:
            self.say.post(channel, not_allowed(words), thread)

    def bring_charts(self, delivery: Delivery) -> None:
        """A message for each further currency, unless they came as pictures."""
        view, number = self._view(delivery), int(str(delivery.payload["number"]))
        if self.lacking.known() or not self._ours(view):
            return
        groups = other_charts(view, self._words(view))
        for charts in groups[number : number + 1]:
            said = [chart.alt for chart in charts]
            blocks = chain.from_iterable((section(c.alt), c.block()) for c in charts)
            message = Message("\n".join(said), tuple(blocks))
            self.say.post(view.schedule.channel, message, str(delivery.payload["thread"]))

    def _view(self, delivery: Delivery) -> View:
        where = str(delivery.payload["schedule_id"]), str(delivery.payload["slot"])
        return digests.view(*where, office=self.services.office)

    def _ours(self, view: View) -> bool:
        """Raises Later where Slack does not say who reads there now."""
        rooms, channel = self.services.rooms, view.schedule.channel
        rooms.forget(channel)
        room = rooms.look(channel)
        if room is Room.UNSEEN:
            raise Later(WAIT_A_MOMENT, "Slack did not say who reads a channel")
        return room is Room.OURS

    def _words(self, view: View) -> Words:
        return self.language.of(view.schedule.channel, view.schedule.zone)

    def _sheets(self, view: View, words: Words) -> Iterator[File]:
        found = exports.with_paying(view.overview, office=self.services.office)
        for ending in FORMATS:
            yield overdue_file(found.rows, found.on, ending, words)

    def _pictures(self, view: View, words: Words) -> Iterator[File]:
        if not self.lacking.known():
            return
        charts = [*main_charts(view, words), *chain.from_iterable(other_charts(view, words))]
        for number, chart in enumerate(charts, start=1):
            yield picture(chart, f"chart-{view.overview.on.isoformat()}-{number}", words)
