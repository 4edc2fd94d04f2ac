"""The button in a row of overdue customers: how the customer stands, or whose an account is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.domain.customers import CustomerKey
from core.ports.records import Button
from core.usecases import mapping_view, standing
from handlers.buttons import button_of
from handlers.mapping_asking import rows_of
from handlers.messages.blocks import Message
from handlers.messages.cards import standing_card
from handlers.messages.mapping_forms import found_card
from handlers.messages.overdue_table import ACTION
from handlers.overdue_rows import PURPOSE, owner_of
from handlers.request import Click, Services


def _open(click: Click, services: Services) -> Message:
    owner = owner_of(button_of(click, services, PURPOSE).subject)
    words = services.words(click.account)
    if isinstance(owner, CustomerKey):
        view = standing.look_up(str(owner), click.account, office=services.office)
        return standing_card(view, services.mint(Button("customer", str(owner))), words)
    entry = mapping_view.look(owner, click.account, office=services.office)
    return found_card(rows_of([entry], services), words)


BUTTONS: Mapping[str, Callable[[Click, Services], Message | None]] = {ACTION: _open}
