"""Who is asked by direct message, typed: `/collections notify`."""

from __future__ import annotations

import re

from core.domain.calendar import day_of
from core.domain.errors import BadInput
from core.domain.people import AccountKey
from core.usecases import notifying
from core.usecases.notifying import Wish
from handlers.messages.blocks import Message
from handlers.messages.notify_lines import changed, hearing_card
from handlers.request import Services, Typed

# As Slack sends a person who was picked from the list while typing.
PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>", re.ASCII)
NOTIFY_USAGE = "notify away 2026-12-24"


def notify(rest: str, typed: Typed, services: Services) -> Message:
    """`on`, `off` or `away 2026-12-24`, of whoever is named behind it; nothing lists them all."""
    words = services.words(typed.account)
    named, said = PERSON.search(rest), PERSON.sub("", rest).lower().split()
    if not said and named is None:
        return hearing_card(notifying.hearing(typed.account, office=services.office), words)
    whose = AccountKey(typed.account.team_id, named[1]) if named else None
    office = services.once(typed.delivery)
    person, found = notifying.change(_wish(said), typed.account, office=office, whose=whose)
    return changed(person, found, words)


def _wish(said: list[str]) -> Wish:
    match said:
        case ["on"]:
            return Wish()
        case ["off"]:
            return Wish(asked=False)
        case ["away", day]:
            return Wish(back_on=day_of(day))
    raise BadInput(problem="one of {known} is needed", known=["on", "off", "away 2026-12-24"])
