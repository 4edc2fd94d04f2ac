"""/case: one thread for each customer in trouble, from its opening to its outcome."""

from __future__ import annotations

import re

from core.domain.customers import Customer
from core.domain.errors import AmbiguousCustomer, BadInput, CustomerNotTold, Refusal
from core.domain.people import AccountKey
from core.domain.plans import Reason
from core.ports.records import Button
from core.usecases import case_closing, case_view, cases
from core.usecases.case_closing import Ending
from core.usecases.case_view import Filter
from handlers import case_verbs, evidence
from handlers.case_showing import whole
from handlers.case_verbs import PERSON
from handlers.containment_asking import open_contain
from handlers.messages.blocks import Message, plain
from handlers.messages.case_card import case_list
from handlers.messages.case_forms import close_form, open_form
from handlers.messages.choices import Choice, which_customer
from handlers.messages.text import Safe
from handlers.request import Command, Services, Typed
from handlers.verbs import ByVerb, Verbs

KIND = re.compile(rf"\s({'|'.join(kind.value for kind in Reason)})\b", re.IGNORECASE)


def _open(rest: str, typed: Typed, services: Services) -> Message | None:
    """`contoso` opens a form, `contoso fraud odd sign-ins` needs none."""
    kind = KIND.search(rest)
    name = rest[: kind.start()] if kind else rest
    known = (kind[1].lower(), rest[kind.end() :].strip()) if kind else ("", "")
    try:
        customer = cases.customer_for(name, typed.account, office=services.office)
    except AmbiguousCustomer as refusal:
        return _which(name, refusal, known, typed, services)
    words = services.words(typed.account)
    if kind is None:
        token = services.mint(Button("customer", str(customer.key)))
        services.open_view(typed.trigger_id, open_form(customer, token, words))
        return None
    office = services.once(typed.delivery)
    reason, note = Reason(known[0]), known[1]
    case = cases.open_by_hand(customer.key, reason, note, typed.account, office=office)
    said = words("Case {number} of {customer} is open.", number=Safe(case.number),
                 customer=customer.name)  # fmt: skip
    return plain(said)


def _which(
    name: str, refusal: Refusal, known: tuple[str, str], typed: Typed, services: Services
) -> Message:
    """The form that a choice opens has what was typed in it already."""
    found = refusal.facts["customers"]
    choices = [
        Choice(one, services.mint(Button("customer", str(one.key), revision="\n".join(known))))
        for one in (found if isinstance(found, list) else [])
        if isinstance(one, Customer)
    ]
    return which_customer(name.strip(), choices, "case_open", services.words(typed.account))


def _show(rest: str, typed: Typed, services: Services) -> Message:
    view = case_view.show(rest, typed.account, office=services.office)
    token = services.mint(Button("case", view.case.case_id, revision=str(view.case.number)))
    return whole(view, token, services.words(typed.account), services)


def _list(rest: str, typed: Typed, services: Services) -> Message:
    found = case_view.listed(typed.account, Filter.of(rest), office=services.office)
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
        raise BadInput(problem="a person is needed, picked from Slack's list, or me")
    to = AccountKey(typed.account.team_id, found[1]) if found else typed.account
    case = cases.assign(number, to, typed.account, office=services.once(typed.delivery))
    words, owner = services.words(typed.account), Safe(f"<@{to.user_id}>")
    return plain(words("Case {number} is {owner}'s now.", number=Safe(case.number), owner=owner))


def _close(rest: str, typed: Typed, services: Services) -> Message | None:
    """`12` opens a form, `12 false_alarm called them, all is well` needs none."""
    number, _, said = rest.partition(" ")
    words = services.words(typed.account)
    if not said:
        closable = case_closing.closable(number, typed.account, office=services.office)
        if not typed.trigger_id:
            raise CustomerNotTold(case=closable.case.number)
        case = closable.case
        token = services.mint(Button("case", case.case_id, revision=str(case.number)))
        services.open_view(typed.trigger_id, close_form(closable, token, words))
        return None
    outcome, _, told = said.strip().partition(" ")
    office = services.once(typed.delivery)
    case = case_closing.close(number, Ending(outcome, told), typed.account, office=office)
    return plain(words("Case {number} is closed.", number=Safe(case.number)))


def _contain(rest: str, typed: Typed, services: Services) -> None:
    """The form for what is abused."""
    open_contain(rest, typed.account, typed.trigger_id, services)


# What each is answered by, and one correct example of it.
VERBS: Verbs = {
    "open": (_open, "open contoso"),
    "show": (_show, "show 12"),
    "list": (_list, "list mine"),
    "note": (_note, "note 12 They called back"),
    "assign": (_assign, "assign 12 @anna"),
    "close": (_close, "close 12 false_alarm Told them by phone that all is well"),
    "check": (case_verbs.check, "check 12 mfa_on Seen with their administrator by phone"),
    "wait": (case_verbs.wait, "wait 12 until 2026-12-05 Their host looks for the log"),
    "go-on": (case_verbs.go_on, "go-on 12"),
    "severity": (case_verbs.severity, "severity 12 critical"),
    "since": (case_verbs.since, "since 12 2026-10-12 08:30"),
    "delegate": (case_verbs.delegate, "delegate 12 @anna 2026-12-01 2026-12-05"),
    "merge": (case_verbs.merge, "merge 14 into 12"),
    "contain": (_contain, "contain 12"),
    "report": (case_verbs.report, "report 2026-10-01 2026-10-31"),
    "evidence": (evidence.typed, "evidence 12"),
}

COMMAND = Command(
    "/case",
    "/case open contoso",
    "Cases: open, list, note, check, contain, wait, merge, close and more",
    ByVerb("/case", VERBS),
    which="case_open",
)
