"""The buttons of an open case, on its card and on the first message of its thread."""

from __future__ import annotations

from core.domain.cases import OF_ABUSE
from core.usecases.case_view import View
from handlers.messages.blocks import Block, Element, actions, button
from handlers.messages.text import Words

BLOCK = "case_acts"


def case_buttons(view: View, token: str, words: Words, *, whole: bool = False) -> list[Block]:
    """Of a closed one the evidence. `whole`: beside it stands all that there is to show."""
    if not view.case.is_open():
        return [actions(pack_button(token, words), block_id=BLOCK)]
    elements: list[Element] = []
    if not view.case.owner or view.case.responded_at is None:
        elements.append(button(words("Take It"), "case_take", token, style="primary"))
    elements.append(button(words("Add Note…"), "case_note", token))
    elements.append(button(words("Check Off…"), "case_tick", token))
    if view.case.kind in OF_ABUSE:
        elements.append(button(words("Contain…"), "case_contain", token))
        elements.append(_waiting(view, token, words))
    if not whole:
        elements.append(button(words("Show All"), "case_show", token))
    elements.append(pack_button(token, words))
    elements.append(button(words("Close…"), "case_close", token))
    return [actions(*elements, block_id=BLOCK)]


def pack_button(token: str, words: Words) -> Element:
    return button(words("Make Evidence Pack"), "case_pack", token)


def _waiting(view: View, token: str, words: Words) -> Element:
    if view.wait is not None:
        return button(words("Go On"), "case_go_on", token)
    return button(words("Wait…"), "case_wait", token)
