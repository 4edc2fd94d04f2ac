"""Letters are read in the approvals channel before the first one with their words is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from core.domain.collecting import Preview
from core.domain.errors import LostRace, OutdatedCard
from core.ports.engine import Delivery
from core.ports.records import Button
from core.ports.store import Work
from core.usecases.collecting_letters import release_preview
from handlers.buttons import button_of
from handlers.messages.blocks import Message, plain
from handlers.messages.preview_card import RELEASE, preview_card
from handlers.notifier import Notifier
from handlers.request import Click, Services

WORDS = "words"


@dataclass(frozen=True, slots=True)
class Previews:
    """The handler of the job `preview`: posted once, then edited in place."""

    notifier: Notifier

    def draw(self, delivery: Delivery) -> None:
        notice, language, version = (
            str(delivery.payload[name]) for name in ("notice", "language", "version")
        )
        office, key = self.notifier.office, f"preview:{notice}:{language}:{version}"
        with office.store() as work:
            preview = _preview(work, notice, language, version)
            posted = work.posts.get(key)
            button = Button(WORDS, f"{notice}\n{language}", revision=version)
            if posted is not None:
                button = replace(button, channel=posted.channel, ts=posted.ts)
            token = work.buttons.mint(button, office.clock())
            who = work.people.get(preview.released_by).name if preview.released_by else ""
            work.commit()
        message = preview_card(preview, who, token, self.notifier.words_at(posted))
        self.notifier.keep(key, posted, message, token)


def _preview(work: Work, notice: str, language: str, version: str) -> Preview:
    found = work.runs.preview(notice, language, version)
    assert found is not None
    return found


def _release(click: Click, services: Services) -> Message:
    button = button_of(click, services, WORDS)
    services.know(click.account)
    notice, _, language = button.subject.partition("\n")
    office = services.once(click.delivery)
    try:
        release_preview(notice, language, button.revision, click.account, office=office)
    except LostRace:
        raise OutdatedCard() from None
    return plain(services.words(click.account)("From now on letters with these words are sent."))


BUTTONS: Mapping[str, Callable[[Click, Services], Message | None]] = {RELEASE: _release}
