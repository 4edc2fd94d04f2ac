"""The button that brings the evidence of a whole case, beside that of one plan."""

from __future__ import annotations

from core.domain.people import AccountKey
from core.ports.records import Button
from core.usecases.plan_view import PlanView
from handlers.messages.blocks import Message, actions
from handlers.messages.case_buttons import pack_button
from handlers.request import Services


def with_pack(message: Message, view: PlanView, account: AccountKey, services: Services) -> Message:
    """The message, with the button below it where the plan belongs to a case."""
    if view.case is None:
        return message
    case = view.case
    token = services.mint(Button("case", case.case_id, revision=str(case.number)))
    row = actions(pack_button(token, services.words(account)), block_id="case_pack")
    return Message(message.text, (*message.blocks, row))
