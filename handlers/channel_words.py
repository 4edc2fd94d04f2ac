"""Which language a channel is spoken to in: the one that was chosen for it, else the desk's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.languages import Language
from core.ports.office import Office
from handlers.messages.text import Words

# As Slack calls them.
LOCALES: Mapping[Language, str] = {
    Language.ENGLISH: "en-US",
    Language.KOREAN: "ko-KR",
    Language.CHINESE: "zh-CN",
}


@dataclass(frozen=True, slots=True)
class ChannelWords:
    """`usual` is the desk's language, `zone` its own."""

    office: Office
    usual: Language
    zone: str

    def of(self, channel: str, zone: str = "") -> Words:
        """As they are said there now, in the desk's zone or another. Reads the store."""
        with self.office.store.reading() as work:
            chosen = work.channel_languages.of(channel)
        today = self.office.today(self.office.clock())
        return Words(LOCALES[chosen or self.usual], zone or self.zone, today)
