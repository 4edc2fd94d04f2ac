"""The button in a row of overdue customers: how the customer stands, or whose an account is, and
who looks after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.arrears import Owner
from core.domain.customers import CustomerKey
from core.domain.follow_up_errors import NothingLate
from core.ports.records import Button
from core.usecases import follow_ups, mapping_view, standing
from handlers.buttons import button_of
from handlers.mapping_asking import rows_of
from handlers.messages.blocks import Message
from handlers.messages.cards import standing_card
from handlers.messages.follow_up_lines import with_follow_up
from handlers.messages.mapping_forms import found_card
from handlers.messages.overdue_table import ACTION
from handlers.overdue_rows import PURPOSE, owner_of
from handlers.request import Click, Services


def _open(click: Click, services: Services) -> Message:
    """With buttons to look after it and to put it off, while anything of it is overdue."""
    subject = button_of(click, services, PURPOSE).subject
    message = _card(owner_of(subject), click, services)
    try:
        found = follow_ups.look(owner_of(subject), click.account, office=services.office)
    except NothingLate:
        return message
    token = services.mint(Button(PURPOSE, subject))
    return with_follow_up(message, found, token, services.words(click.account))


def _card(owner: Owner, click: Click, services: Services) -> Message:
    words = services.words(click.account)
    if isinstance(owner, CustomerKey):
        view = standing.look_up(str(owner), click.account, office=services.office)
        return standing_card(view, services.mint(Button("customer", str(owner))), words)
    entry = mapping_view.look(owner, click.account, office=services.office)
    return found_card(rows_of([entry], services), words)


BUTTONS: Mapping[str, Callable[[Click, Services], Message | None]] = {ACTION: _open}
