"""Renewals of late customers as decisions, and the ways there are besides suspending."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from core.domain.next_steps import NextStep, Way
from core.domain.renewals import Together
from core.usecases.renewals import Due
from handlers.messages.blocks import Block, Confirm, actions, button
from handlers.messages.exposure_lines import amounts
from handlers.messages.text import N_, Safe, Words

MOST_NAMES = 3
# What is done, and what is added about money or harm where that is the point of it.
WAYS = {
    Way.CANCEL: N_("*Cancel* {names} inside the window: {saved}; {seats}, with all data"),
    Way.STOP_RENEWAL: N_("*Stop the renewal* of {names}: {saved}; nobody loses service today"),
    Way.FEWER_SEATS: N_("*Fewer seats* of {names}, in Partner Center: saves what is taken off"),
    Way.SUSPEND: N_("*Suspend* {names}: {saved}; {seats}"),
    Way.WAIT: N_("*Wait*: saves nothing"),
}
DEADLINES = {
    "none": N_("{way}."),
    "day": N_("{way}. Before {until}."),
    "moment": N_("{way}. Until {until}."),
    "gone": N_("{way}. The first of these ways is gone on {until}."),
}


def renewal_line(one: Due, words: Words) -> str:
    """Who renews what, when, at which price, how late they are, and the cheapest thing to do."""
    said = words.many(
        "{customer} renews {seats} on {day}, {cost}, while {owed} is {count} day late",
        "{customer} renews {seats} on {day}, {cost}, while {owed} is {count} days late",
        one.days,
        customer=one.name,
        seats=Safe(_seats(one.together.seats, words)),
        day=one.together.day,
        cost=Safe(_cost(one.together, words)),
        owed=amounts(one.overdue, words),
    )
    if one.cheapest is None:
        return said
    way = Safe(_way(one.cheapest, words))
    return words("{said}. Cheapest: {way}", said=Safe(said), way=way)


def _seats(seats: int, words: Words) -> str:
    return words.many("{count} seat", "{count} seats", seats)


def _cost(together: Together, words: Words) -> str:
    if together.months is None:
        return words("price and length of its next term unknown")
    if together.cost is None:
        return words.many(
            "{count} month at an unknown price",
            "{count} months at an unknown price",
            together.months,
        )
    return words.many(
        "{cost} for {count} month",
        "{cost} for {count} months",
        together.months,
        cost=together.cost,
    )


def names_of(together: Together, words: Words) -> str:
    """The largest first; the rest as a number."""
    return _names([one.subscription.name for one in together.renewals], words)


def _names(names: list[str], words: Words) -> str:
    left = len(names) - MOST_NAMES
    said = words.value(names[:MOST_NAMES])
    return words("{names} and {count} more", names=Safe(said), count=left) if left > 0 else said


def renewal_buttons(one: Due, token: str, words: Words) -> Block:
    """Letting it renew commits us, so it is asked once more."""
    text = words(
        "{names} of {customer}: {cost}, from {day}. Your name is written down, and it is not asked "
        "again for this term.",
        names=Safe(names_of(one.together, words)),
        customer=one.name,
        cost=Safe(_cost(one.together, words)),
        day=one.together.day,
    )
    of = {"day": one.together.day, "customer": Safe(one.name)}
    sure = Confirm(words("Let it renew?"), text, words("Let It Renew"), words("Cancel"))
    return actions(
        button(
            words("Stop Renewal…"), "renewal_stop", token,
            spoken=words("Stop renewal {day}: {customer}", **of),
        ),
        button(
            words("Let It Renew"), "renewal_let", token, confirm=sure,
            spoken=words("Let renew {day}: {customer}", **of),
        ),
    )


def ways_section(steps: Iterable[NextStep], words: Words) -> str:
    """Under one title."""
    return "\n".join([words("*What can be done, the cheapest first*"), *way_lines(steps, words)])


def way_lines(steps: Iterable[NextStep], words: Words) -> list[str]:
    """Numbered, the first one first."""
    return [f"{number}. {_way(step, words)}" for number, step in enumerate(steps, start=1)]


def _way(step: NextStep, words: Words) -> str:
    names = _names([one.name for one in step.subscriptions], words)
    lost = words.many("{count} seat loses service", "{count} seats lose service", step.seats)
    said = words(
        WAYS[step.way], names=Safe(names), saved=Safe(_saved(step, words)), seats=Safe(lost)
    )
    return words(DEADLINES[_deadline(step)], way=Safe(said), until=step.until or "")


def _deadline(step: NextStep) -> str:
    """A renewal is stopped before its day; a window closes at a moment of its day."""
    if step.until is None:
        return "none"
    if step.way is Way.WAIT:
        return "gone"
    return "moment" if isinstance(step.until, datetime) else "day"


def _saved(step: NextStep, words: Words) -> str:
    each = {money.currency: money for money in step.saved}
    if not each:
        return words("saving unknown") if step.incomplete else words("saves nothing")
    monthly = step.way is Way.SUSPEND
    said = (
        words("saves {amounts} a month", amounts=amounts(each, words))
        if monthly
        else words("saves {amounts}", amounts=amounts(each, words))
    )
    return words("{said}, the rest unknown", said=Safe(said)) if step.incomplete else said
