"""/case: one thread for each customer in trouble; open, show, list, note, assign, close."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from core.domain.errors import BadInput, CustomerNotTold
from core.domain.people import AccountKey
from core.domain.plans import Reason
from core.ports.records import Button
from core.usecases import cases
from core.usecases.finding import find_customer
from handlers.messages.blocks import Message, plain
from handlers.messages.case_card import case_card, case_list, close_form, open_form
from handlers.messages.text import Safe
from handlers.request import Command, Services, Typed

# As Slack sends a person who was picked from the list while typing.
PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>", re.ASCII)
KIND = re.compile(rf"\s({'|'.join(kind.value for kind in Reason)})\b", re.IGNORECASE)


def answer(typed: Typed, services: Services) -> Message | None:
    verb, _, rest = typed.text.partition(" ")
    act = VERBS.get(verb.lower())
    if act is None:
        raise BadInput(problem="one of open, show, list, note, assign, close is needed")
    return act(rest.strip(), typed, services)


def _open(rest: str, typed: Typed, services: Services) -> Message | None:
    """`contoso` opens a form, `contoso fraud odd sign-ins` needs none."""
    kind = KIND.search(rest)
    name = rest[: kind.start()] if kind else rest
    with services.office.store.reading() as work:
        customer = find_customer(work, name)
    words = services.words(typed.account)
    if kind is None:
        token = services.mint(Button("customer", str(customer.key)))
        services.open_view(typed.trigger_id, open_form(customer, "", token, words))
        return None
    office = services.once(typed.delivery)
    reason, note = Reason(kind[1].lower()), rest[kind.end() :]
    case = cases.open_by_hand(customer.key, reason, note, typed.account, office=office)
    said = words("Case {number} of {customer} is open.", number=Safe(case.number),
                 customer=customer.name)  # fmt: skip
    return plain(said)


def _show(rest: str, typed: Typed, services: Services) -> Message:
    view = cases.show(rest, typed.account, office=services.office)
    token = services.mint(Button("case", view.case.case_id, revision=str(view.case.number)))
    return case_card(view, token, services.words(typed.account))


def _list(rest: str, typed: Typed, services: Services) -> Message:
    found = cases.listed(typed.account, office=services.office)
    return case_list(found, services.words(typed.account))


def _note(rest: str, typed: Typed, services: Services) -> Message:
    number, _, text = rest.partition(" ")
    case = cases.note(number, text, typed.account, office=services.once(typed.delivery))
    words = services.words(typed.account)
    return plain(words("Noted in case {number}.", number=Safe(case.number)))


def _assign(rest: str, typed: Typed, services: Services) -> Message:
    number, _, whom = rest.partition(" ")
    found = PERSON.search(whom)
    if found is None and whom.strip().lower() != "me":
        raise BadInput(problem="a person is needed", usage="/case assign 12 @anna")
    to = AccountKey(typed.account.team_id, found[1]) if found else typed.account
    case = cases.assign(number, to, typed.account, office=services.once(typed.delivery))
    words = services.words(typed.account)
    return plain(words("Case {number} has a new owner.", number=Safe(case.number)))


def _close(rest: str, typed: Typed, services: Services) -> Message | None:
    """`12` opens a form, `12 called them, all is well` needs none."""
    number, _, told = rest.partition(" ")
    words = services.words(typed.account)
    if not told and not typed.trigger_id:
        raise CustomerNotTold(case=number)
    if not told:
        view = cases.show(number, typed.account, office=services.office)
        token = services.mint(Button("case", view.case.case_id, revision=str(view.case.number)))
        services.open_view(typed.trigger_id, close_form(view.case, token, words))
        return None
    case = cases.close(number, told, typed.account, office=services.once(typed.delivery))
    return plain(words("Case {number} is closed.", number=Safe(case.number)))


VERBS: Mapping[str, Callable[[str, Typed, Services], Message | None]] = {
    "open": _open,
    "show": _show,
    "list": _list,
    "note": _note,
    "assign": _assign,
    "close": _close,
}

COMMAND = Command(
    "/case",
    "/case open contoso",
    "Cases: open, show, list, note, assign, close",
    answer,
    which="case_open",
)
