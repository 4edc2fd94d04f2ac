"""What is typed of a late customer behind /collections: look after it, give it back, put it off the
list, put it back."""

from __future__ import annotations

from core.arrears import Owner
from core.domain.calendar import day_of
from core.domain.digest_options import OFF
from core.domain.errors import BadInput
from core.usecases import follow_ups
from handlers.messages.blocks import Message
from handlers.messages.follow_up_lines import given_back, owned, snoozed, woken
from handlers.messages.refusals import NOBODY_NAMED
from handlers.request import Services, Typed

OWN_USAGE = "own contoso"
SNOOZE_USAGE = "snooze contoso 2026-12-05"


def own(rest: str, typed: Typed, services: Services) -> Message:
    """`contoso`, or `contoso off` to give it back."""
    name, last = _last(rest)
    if last.lower() != OFF:
        name = rest
    whose = _named(name, typed, services)
    office, words = services.once(typed.delivery), services.words(typed.account)
    if last.lower() == OFF:
        return given_back(follow_ups.give_back(whose, typed.account, office=office), words)
    return owned(follow_ups.own(whose, typed.account, office=office), words)


def snooze(rest: str, typed: Typed, services: Services) -> Message:
    """`contoso 2026-12-05`, or `contoso off`."""
    name, last = _last(rest)
    if not name:
        raise BadInput(problem="a customer and a day are needed")
    until = None if last.lower() == OFF else day_of(last)
    whose, office = _named(name, typed, services), services.once(typed.delivery)
    words = services.words(typed.account)
    if until is None:
        return woken(follow_ups.wake(whose, typed.account, office=office), words)
    return snoozed(follow_ups.snooze(whose, until, typed.account, office=office), words)


def _last(rest: str) -> tuple[str, str]:
    name, _, last = rest.strip().rpartition(" ")
    return name.strip().removesuffix(" until"), last


def _named(name: str, typed: Typed, services: Services) -> Owner:
    """Raises BadInput and those of follow_ups.named."""
    if not name:
        raise BadInput(problem=NOBODY_NAMED)
    return follow_ups.named(name, typed.account, office=services.office)
