"""Draws the first message of a case's thread from the store, with the token of its buttons."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.cases import Case
from core.ports.office import Office
from core.ports.records import Button, Posted
from core.ports.store import Work
from core.usecases.case_items import look
from core.usecases.case_view import view_in
from handlers.messages.blocks import Message
from handlers.messages.case_head import case_head
from handlers.messages.text import Words


@dataclass(frozen=True, slots=True)
class Head:
    """As it is to be shown; `newest` is the last event of its case that it shows."""

    case_id: str
    message: Message
    token: str
    newest: int

    def posted(self, channel: str, ts: str) -> Posted:
        return Posted(key_of(self.case_id), channel, ts, self.newest)


def key_of(case_id: str) -> str:
    return f"case_card:{case_id}"


def head_of(work: Work, case: Case, place: str, words: Words, *, office: Office) -> Head:
    """What is done already as far as the desk can see is ticked off before. `place` is the channel
    and the ts of the message, empty where it is posted only now."""
    look(work, case, office=office)
    view = view_in(work, work.cases.get(case.case_id), office=office)
    channel, _, ts = place.partition(":")
    button = Button("case", case.case_id, revision=str(case.number), channel=channel, ts=ts)
    token = work.buttons.mint(button, office.clock())
    newest = view.events[-1].seq if view.events else 0
    return Head(case.case_id, case_head(view, token, words), token, newest)
