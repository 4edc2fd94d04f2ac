"""/collections: when digests are posted, posting one now, and what the policy does."""

from __future__ import annotations

from core.domain.errors import AmbiguousCustomer, BadInput
from core.usecases import explanations, schedules
from handlers.following import OWN_USAGE, SNOOZE_USAGE, own, snooze
from handlers.holding import HOLD_USAGE, WRITE_OFF_USAGE, hold, write_off
from handlers.messages.blocks import Message, plain
from handlers.messages.explanation import explanation_card
from handlers.messages.schedule_lines import muted_now
from handlers.messages.text import Safe
from handlers.minting import ask_which
from handlers.notifying import NOTIFY_USAGE, notify
from handlers.policies import publish, show
from handlers.request import Command, Services, Typed
from handlers.scheduling import (
    CHANGE_USAGE,
    LANGUAGE_USAGE,
    USAGE,
    change,
    language,
    listing,
    schedule,
)
from handlers.simulating import simulate
from handlers.verbs import Act, ByVerb, Verbs

WEEK = 7


def _run(rest: str, typed: Typed, services: Services) -> Message:
    office = services.once(typed.delivery)
    found = schedules.run_now(rest, typed.account, office=office)
    words = services.words(typed.account)
    return plain(words("Digest #{number} is on its way.", number=Safe(found.number)))


def _mute(rest: str, typed: Typed, services: Services) -> Message:
    """`1`, or `1 3` for three days."""
    number, _, days = rest.partition(" ")
    if days and not (days.strip().isascii() and days.strip().isdecimal()):
        raise BadInput(problem="a number of days is needed")
    office = services.once(typed.delivery)
    length = int(days[:9]) if days else WEEK
    muted = schedules.mute(number, length, typed.account, office=office)
    return muted_now(muted, services.words(typed.account))


def _unmute(rest: str, typed: Typed, services: Services) -> Message:
    found = schedules.mute(rest, 0, typed.account, office=services.once(typed.delivery))
    words = services.words(typed.account)
    return plain(words("Digest #{number} speaks again.", number=Safe(found.number)))


def _remove(rest: str, typed: Typed, services: Services) -> Message:
    found = schedules.remove(rest, typed.account, office=services.once(typed.delivery))
    words = services.words(typed.account)
    return plain(words("Digest #{number} is removed.", number=Safe(found.number)))


def _explain(rest: str, typed: Typed, services: Services) -> Message:
    found = explanations.explain(rest, typed.account, office=services.office)
    return explanation_card(found, services.words(typed.account))


def _of_one(act: Act, which: str) -> Act:
    """A name that fits several customers is answered with a choice; `which` is the button that
    goes on with one of them."""

    def choose(rest: str, typed: Typed, services: Services) -> Message | None:
        try:
            return act(rest, typed, services)
        except AmbiguousCustomer as refusal:
            return ask_which(refusal, which, services.words(typed.account), services.office)

    return choose


# What each is answered by, and one correct example of it.
VERBS: Verbs = {
    "schedule": (schedule, USAGE),
    "list": (listing, "list"),
    "run": (_run, "run 1"),
    "mute": (_mute, "mute 1 7"),
    "unmute": (_unmute, "unmute 1"),
    "remove": (_remove, "remove 1"),
    "own": (_of_one(own, "customer_row"), OWN_USAGE),
    "snooze": (_of_one(snooze, "customer_row"), SNOOZE_USAGE),
    "change": (change, CHANGE_USAGE),
    "language": (language, LANGUAGE_USAGE),
    "show": (show, "show"),
    "publish": (publish, "publish"),
    "explain": (_of_one(_explain, "customer_explain"), "explain contoso"),
    "simulate": (simulate, "simulate"),
    "hold": (_of_one(hold, "customer_hold"), HOLD_USAGE),
    "write-off": (_of_one(write_off, "customer_write_off"), WRITE_OFF_USAGE),
    "notify": (notify, NOTIFY_USAGE),
}

COMMAND = Command(
    "/collections",
    "/collections schedule 0 9 * * mon-fri Europe/Berlin #finance",
    "The policy: show, publish, explain, simulate; holds, write-offs, digests, who is asked",
    ByVerb("/collections", VERBS),
)
