"""The form that asks for a subscription to end: with its term, or at once inside its window."""

from __future__ import annotations

from collections.abc import Sequence

from core.domain.plans import Action
from core.usecases.renewals import Choice, Offer
from handlers.messages.blocks import Block, Option, modal, section
from handlers.messages.customer_forms import (
    LONGEST_LABEL,
    MOST_OPTIONS,
    choice,
    hour_of,
    note,
    owed_by,
    reason,
)
from handlers.messages.escaping import one_line
from handlers.messages.inputs import Question, radio_buttons
from handlers.messages.seats import and_seats, seats_of
from handlers.messages.text import Words


def renewal_form(
    offer: Offer, token: str, words: Words, *, action: str = "", picked: Sequence[str] = ()
) -> Block:
    """What each way means stands beside it; `action` and `picked` are filled in already."""
    facts = section(_facts(offer, words))
    if not offer.choices:
        none = words("No renewal of this customer can be stopped, and no window is open.")
        return modal(words("Renewal"), [facts, section(none)], close=words("Close"), token=token)
    blocks = [
        facts,
        _what(offer, action, words),
        _subscriptions(offer, picked, words),
        reason(offer.owes, words),
        note(words),
        section(_then(offer, words)),
    ]
    return modal(
        words("Renewal"),
        blocks,
        callback_id="renewal_form",
        submit=words("Ask for Votes"),
        close=words("Cancel"),
        token=token,
    )


def _facts(offer: Offer, words: Words) -> str:
    said = [owed_by(offer.customer, offer.exposure, words)]
    if not offer.owes:
        said.append(words("That is below the floor: not enough for non-payment."))
    left = len(offer.choices) - MOST_OPTIONS
    if left > 0:
        said.append(words("{count} more are not shown: they end later.", count=left))
    return "\n".join(said)


def _what(offer: Offer, action: str, words: Words) -> Block:
    """Only what is possible for at least one of them."""
    options = []
    if offer.can(Action.STOP_RENEWAL):
        meant = words("Nobody loses service today. It ends with its term.")
        options.append(_way(Action.STOP_RENEWAL, words("Stop the renewal"), meant, offer, words))
    if offer.can(Action.CANCEL):
        meant = words("Ends at once, with all its data. No way back.")
        options.append(_way(Action.CANCEL, words("Cancel inside its window"), meant, offer, words))
    only = options[0].value if len(options) == 1 else ""
    return radio_buttons(Question("what", words("What")), options, initial=action or only)


def _way(action: Action, label: str, meant: str, offer: Offer, words: Words) -> Option:
    votes = words.many("{count} vote", "{count} votes", offer.votes[action])
    return Option(action.value, f"{label} ({votes})", hint=meant)


def _subscriptions(offer: Offer, picked: Sequence[str], words: Words) -> Block:
    shown = offer.choices[:MOST_OPTIONS]
    question = Question("subscriptions", words("Subscriptions"))
    options = [_option(one, words) for one in shown]
    return choice(question, options, picked=picked, most=offer.most)


def _option(one: Choice, words: Words) -> Option:
    """The day that comes first for whoever chooses stands in the label, all else below it."""
    seats = and_seats(seats_of(one.subscription), words)
    day, more = _days(one, words)
    hints = [*more, *([words("kept: needs a note")] if one.kept else [])]
    name = one_line(one.subscription.name, LONGEST_LABEL - len(seats) - len(day))
    return Option(one.subscription.subscription_id, name + seats + day, hint=words.strung(hints))


def _days(one: Choice, words: Words) -> tuple[str, list[str]]:
    window = one.cancel_until
    if one.renewal is None:
        assert window is not None
        return words(", can be cancelled until {day}", day=window.date()), []
    said = words(", renews {day}", day=one.renewal.day or words("on an unknown day"))
    return said, [words("cancellable until {moment}", moment=window)] if window else []


def _then(offer: Offer, words: Words) -> str:
    """When it would be done once it is agreed."""
    said = [words("Stopping a renewal waits for no hour.")]
    if offer.can(Action.CANCEL):
        said.append(words("Cancelling for fraud or misuse waits for none, either."))
        said += [hour_of(offer.hour, words)] if offer.owes else []
    return " ".join(said)
