"""What whoever wrote an agreement down is told in private, and the question before one for many."""

from __future__ import annotations

from collections.abc import Sequence

from core.domain.disputes import Dispute, DisputeState
from core.domain.holds import Hold
from core.usecases.hold_scopes import Preview
from core.usecases.promises import Taken
from handlers.messages.agreement_words import HOLDS
from handlers.messages.blocks import Confirm, Message, actions, button, plain, section
from handlers.messages.reasons import named
from handlers.messages.text import Words

MOST_NAMES = 10


def taken(done: Taken, words: Words) -> Message:
    terms = [words("{amount} by {day}", amount=one.amount, day=one.by) for one in done.promises]
    return plain(
        words(
            "The promise is recorded: {terms}. Until then nothing is sent or cut.",
            terms=words.strung(terms),
        )
    )


def disputed(found: Dispute, words: Words) -> Message:
    return plain(
        words(
            "The dispute is recorded: {amount} of {number} does not count until {day}.",
            amount=found.amount,
            number=found.number,
            day=found.until,
        )
    )


def settled(found: Dispute, words: Words) -> Message:
    facts = {"number": found.number, "amount": found.amount}
    if found.state is DisputeState.SETTLED_FOR_CUSTOMER:
        said = words(
            "Settled for the customer: {amount} of {number} stays out until the books show the "
            "credit note.",
            **facts,
        )
    else:
        said = words(
            "Settled against the customer: {amount} of {number} counts again, with its days from "
            "today.",
            **facts,
        )
    return plain(said)


def held(hold: Hold, words: Words) -> Message:
    kind = named(hold.kind, HOLDS, words)
    if hold.until is not None:
        return plain(words("On hold until {day}: {kind}.", day=hold.until, kind=kind))
    return plain(
        words(
            "On hold until it is released: {kind}. You are asked again {day}.",
            kind=kind,
            day=hold.review_on or words("soon"),
        )
    )


def held_many(holds: Sequence[Hold], words: Words) -> Message:
    return plain(
        words.many(
            "{count} customer is on hold: {kind}.",
            "{count} customers are on hold: {kind}.",
            len(holds),
            kind=named(holds[0].kind, HOLDS, words),
        )
    )


def preview_card(found: Preview, token: str, words: Words) -> Message:
    """How many customers, and who some of them are, before anything is placed."""
    wish = found.wish
    names = [one.name for one in found.customers[:MOST_NAMES]]
    left = len(found.customers) - len(names)
    first = words.many(
        "Put {count} customer on hold ({scope})?",
        "Put {count} customers on hold ({scope})?",
        len(found.customers),
        scope=found.scope,
    )
    said = [
        words("{kind}, until {day}: {reason}",
              kind=named(wish.kind, HOLDS, words), day=wish.until or words("released"),
              reason=wish.reason),
        words("{names} and {count} more.", names=names, count=left) if left
        else words("{names}.", names=names),
        words("Nothing is placed yet."),
    ]  # fmt: skip
    dialog = Confirm(
        title=words("Place these holds?"),
        text=words.many("On {count} customer.", "On {count} customers.", len(found.customers)),
        confirm=words("Place Holds"),
        deny=words("Cancel"),
    )
    place = button(words("Place Holds"), "holds_place", token, style="primary", confirm=dialog)
    return Message(first, (section(f"*{first}*"), section("\n".join(said)), actions(place)))
