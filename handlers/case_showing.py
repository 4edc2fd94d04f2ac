"""One case whole, with what happened in it told as its thread told it."""

from __future__ import annotations

from core.domain.events import Recorded
from core.ports.store import Work
from core.usecases.case_view import View
from handlers.messages.blocks import Message
from handlers.messages.case_card import case_card, newest_events
from handlers.messages.text import Words
from handlers.messages.told import told
from handlers.request import Services
from handlers.scenes import scene_of


def whole(view: View, token: str, words: Words, services: Services) -> Message:
    with services.office.store.reading() as work:
        said = {one.seq: told_in(work, one, words) for one in newest_events(view)}
    return case_card(view, said, token, words)


def told_in(work: Work, recorded: Recorded, words: Words) -> str:
    """Empty where what it was about was erased: the event itself is there all the same."""
    try:
        return told(recorded.event, scene_of(work, recorded), words)
    except LookupError:
        return ""
