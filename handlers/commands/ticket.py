"""/ticket: service requests to Microsoft: ask, show, list, number, note, answer, close."""

from __future__ import annotations

from core.ports.records import Button
from core.usecases import ticket_asking, tickets
from handlers.messages.blocks import Message
from handlers.messages.ticket_card import (
    answered,
    closed,
    noted,
    numbered,
    ticket_card,
    ticket_list,
)
from handlers.request import Command, Services, Typed
from handlers.ticket_asking import form_for
from handlers.verbs import ByVerb, Verbs


def _open(rest: str, typed: Typed, services: Services) -> Message | None:
    draft = ticket_asking.draft(rest, typed.account, office=services.office)
    key = str(draft.customer.key)
    token = services.mint(Button("customer", key))
    services.open_view(typed.trigger_id, form_for(key, typed.account, token, services))
    return None


def _show(rest: str, typed: Typed, services: Services) -> Message:
    view = tickets.show(rest, typed.account, office=services.office)
    token = services.mint(Button("ticket", view.ticket.ticket_id))
    return ticket_card(view, token, services.words(typed.account))


def _list(rest: str, typed: Typed, services: Services) -> Message:
    found = tickets.listed(typed.account, office=services.office)
    return ticket_list(found, services.words(typed.account))


def _number(rest: str, typed: Typed, services: Services) -> Message:
    name, _, found = rest.partition(" ")
    office = services.once(typed.delivery)
    ticket = tickets.number(name, found, typed.account, office=office)
    return numbered(ticket, services.words(typed.account))


def _note(rest: str, typed: Typed, services: Services) -> Message:
    name, _, text = rest.partition(" ")
    ticket = tickets.note(name, text, typed.account, office=services.once(typed.delivery))
    return noted(ticket, services.words(typed.account))


def _answer(rest: str, typed: Typed, services: Services) -> Message:
    name, _, text = rest.partition(" ")
    ticket = tickets.answer(name, text, typed.account, office=services.once(typed.delivery))
    return answered(ticket, services.words(typed.account))


def _close(rest: str, typed: Typed, services: Services) -> Message:
    name, _, why = rest.partition(" ")
    ticket = tickets.close(name, why, typed.account, office=services.once(typed.delivery))
    return closed(ticket, services.words(typed.account))


# What each is answered by, and one correct example of it.
VERBS: Verbs = {
    "open": (_open, "open contoso"),
    "show": (_show, "show GS-7c1e04ab"),
    "list": (_list, "list"),
    "number": (_number, "number GS-7c1e04ab 119032012345678"),
    "note": (_note, "note 119032012345678 The tenant is back"),
    "answer": (_answer, "answer 119032012345678 They restored sign-in"),
    "close": (_close, "close 119032012345678 Solved"),
}

COMMAND = Command(
    "/ticket",
    "/ticket contoso",
    "Service requests to Microsoft: ask, show, list, number, note, answer, close",
    ByVerb("/ticket", VERBS, otherwise=_open),
    which="ticket_open",
)
