"""What is told of what channels choose, and of the rows of their digests."""

from __future__ import annotations

from datetime import date

from core.domain import events
from core.domain.languages import Language
from handlers.messages.digest_shown import LANGUAGES
from handlers.messages.scene import Scene, Tellers
from handlers.messages.text import Safe, Words


def _digest_changed(event: events.DigestChanged, scene: Scene, words: Words) -> str:
    return words(
        "{who} changed digest {number}: {cron}, {zone}, in {channel}.",
        who=scene.actor(words),
        number=event.number,
        cron=event.cron,
        zone=event.zone,
        channel=Safe(f"<#{event.channel}>"),
    )


def _language_chosen(event: events.ChannelLanguageChosen, scene: Scene, words: Words) -> str:
    facts = {"who": scene.actor(words), "channel": Safe(f"<#{event.channel}>")}
    if not event.language:
        return words("{who} had {channel} spoken to in the language of the desk.", **facts)
    name = LANGUAGES[Language(event.language)]
    return words("{who} had {channel} spoken to in {language}.", language=Safe(name), **facts)


def _row_owned(event: events.RowOwned, scene: Scene, words: Words) -> str:
    facts = {"who": scene.actor(words), "customer": scene.customer or event.row}
    if not event.owner:
        return words("{who} gave {customer} back: nobody looks after what is overdue.", **facts)
    return words("{who} looks after what is overdue at {customer}.", **facts)


def _row_snoozed(event: events.RowSnoozed, scene: Scene, words: Words) -> str:
    facts = {"who": scene.actor(words), "customer": scene.customer or event.row}
    if not event.until:
        return words("{who} had {customer} put back on the lists.", **facts)
    until = date.fromisoformat(event.until)
    return words("{who} had {customer} left off the lists until {until}.", until=until, **facts)


TELLERS: Tellers = {
    events.DigestChanged: _digest_changed,
    events.ChannelLanguageChosen: _language_chosen,
    events.RowOwned: _row_owned,
    events.RowSnoozed: _row_snoozed,
}
