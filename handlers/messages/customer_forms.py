"""The forms that ask for a suspension or a reinstatement of one customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.domain.customers import Customer, Subscription
from core.domain.exposure import Exposure
from core.domain.plans import Reason
from core.gate import Ruling, Verdict, Why
from core.usecases.reinstatement import Release
from core.usecases.suspension import Offer
from handlers.messages.blocks import Block, Option, modal, section
from handlers.messages.escaping import one_line
from handlers.messages.exposure_lines import amounts
from handlers.messages.inputs import (
    Question,
    checkboxes,
    multi_select,
    radio_buttons,
    text_input,
)
from handlers.messages.seats import GENERATIONS, and_seats, seats_of
from handlers.messages.subscription_words import status_of
from handlers.messages.talk_lines import before_asking
from handlers.messages.text import Safe, Words

MOST_CHECKBOXES = 10
MOST_OPTIONS = 100
LONGEST_LABEL = 75
LONGEST_NOTE = 1000


def suspend_form(offer: Offer, token: str, words: Words) -> Block:
    """What can be suspended, why, and a note; what cannot be is named, so nobody looks for it."""
    blocks = [section(_facts(offer, words))]
    if not offer.choices and not offer.kept:
        blocks.append(section(words("Nothing of this customer can be suspended.")))
        return modal(words("Suspend"), blocks, close=words("Close"), token=token)
    blocks += [*which_subscriptions(offer, words), reason(offer.owes, words), note(words)]
    return modal(
        words("Suspend"),
        [*blocks, section("\n".join(_then(offer, words)))],
        callback_id="suspend_form",
        submit=_ask_for(offer.quorum, words),
        close=words("Cancel"),
        token=token,
    )


def reinstate_form(release: Release, token: str, words: Words) -> Block:
    """The suspensions of ours, all of them picked."""
    blocks = [section(words("*{customer}*", customer=release.customer.name))]
    if not release.suspended:
        blocks.append(section(words("The suspended subscriptions are not known any more.")))
        return modal(words("Reinstate"), blocks, close=words("Close"), token=token)
    question = Question("subscriptions", words("Subscriptions to reinstate"))
    options = [listed_option(found, words) for found in release.suspended[:MOST_OPTIONS]]
    picked = [option.value for option in options]
    blocks += [choice(question, options, picked=picked), note(words)]
    return modal(
        words("Reinstate"),
        blocks,
        callback_id="reinstate_form",
        submit=_ask_for(release.quorum, words),
        close=words("Cancel"),
        token=token,
    )


def _ask_for(quorum: int, words: Words) -> str:
    return words.many("Ask for {count} Vote", "Ask for {count} Votes", quorum)


def _facts(offer: Offer, words: Words) -> str:
    said = [owed_by(offer.customer, offer.exposure, words)]
    disputed = offer.exposure.disputed
    if any(disputed.values()):
        said.append(words("Not counted: {amounts} in dispute.", amounts=amounts(disputed, words)))
    if not offer.owes:
        said.append(words("That is below the floor: not enough for non-payment."))
    if offer.owes:
        said += before_asking(offer.talk, words)
    if offer.shut_out:
        names = words.strung(_shut_out(s, words) for s in offer.shut_out[:MOST_CHECKBOXES])
        said.append(words("Cannot be suspended: {names}.", names=names))
    return "\n".join(said)


def owed_by(customer: Customer, exposure: Exposure, words: Words) -> str:
    facts = {"customer": customer.name, "owed": amounts(exposure.overdue(), words)}
    days = exposure.days_overdue()
    if not days:
        return words("*{customer}*\nOverdue: {owed}.", **facts)
    return words.many(
        "*{customer}*\nOverdue: {owed} for {count} day.",
        "*{customer}*\nOverdue: {owed} for {count} days.",
        days,
        **facts,
    )


def _then(offer: Offer, words: Words) -> list[str]:
    """What the policy makes of it once it is asked for."""
    decide = words.many("{count} approver decides.", "{count} approvers decide.", offer.quorum)
    at_once = words(
        "Fraud and misuse wait for no hour. Administrators keep access: the card says what a "
        "person has to do besides."
    )
    return [decide, f"{hour_of(offer.hour, words)} {at_once}" if offer.owes else at_once]


def hour_of(hour: Ruling, words: Words) -> str:
    """When a cut for money would run."""
    if hour.verdict is Verdict.GO:
        return words("For non-payment it would run now.")
    if hour.until is None:
        return words("For non-payment it would wait: no calendar of the customer is known.")
    if hour.why is Why.PRINTED_DATE:
        return words(
            "For non-payment it would wait until {moment} {place}: a notice names that day.",
            moment=hour.until,
            place=words.place,
        )
    return words(
        "For non-payment it would wait until {moment} {place}.",
        moment=hour.until,
        place=words.place,
    )


def _shut_out(found: Subscription, words: Words) -> str:
    return words("{name} ({generation}, {status})",
                 name=found.name, generation=Safe(words(GENERATIONS[found.generation])),
                 status=status_of(found, words))  # fmt: skip


def which_subscriptions(offer: Offer, words: Words) -> list[Block]:
    """One question while Slack takes so few boxes, and a list; what the policy keeps comes last."""
    free = [listed_option(found, words) for found in offer.choices[:MOST_OPTIONS]]
    hint = words("kept by policy: needs a reason in the note")
    kept = [replace(listed_option(found, words), hint=hint) for found in offer.kept[:MOST_OPTIONS]]
    label = words("Subscriptions to suspend")
    if len(free) + len(kept) <= MOST_CHECKBOXES or not (free and kept):
        return [choice(Question("subscriptions", label), free + kept, most=offer.most)]
    label = words("Subscriptions to suspend: choose at least one, here or below")
    below = words("Kept by policy: each needs a reason in the note")
    return [
        choice(Question("subscriptions", label, optional=True), free, most=offer.most),
        choice(Question("kept", below, optional=True), kept, most=offer.most),
    ]


def choice(
    question: Question,
    options: Sequence[Option],
    *,
    picked: Sequence[str] = (),
    most: int = MOST_OPTIONS,
) -> Block:
    """Boxes while Slack takes so many, else a list."""
    if len(options) <= MOST_CHECKBOXES:
        return checkboxes(question, options, initial=picked)
    return multi_select(question, options, initial=picked, most=most)


def listed_option(found: Subscription, words: Words) -> Option:
    """Of what was chosen Slack shows the label alone, so the seats stand in it. It is plain text
    that Slack does not parse, so the name goes in as it is."""
    seats = and_seats(seats_of(found), words)
    name = one_line(found.name, LONGEST_LABEL - len(seats))
    return Option(found.subscription_id, name + seats, hint=words(GENERATIONS[found.generation]))


def reason(owes: bool, words: Words) -> Block:
    """Non-payment is picked where it would be true."""
    options = [
        Option(Reason.NON_PAYMENT.value, words("Non-payment")),
        Option(Reason.FRAUD.value, words("Fraud")),
        Option(Reason.MISUSE.value, words("Misuse")),
    ]
    initial = Reason.NON_PAYMENT.value if owes else ""
    return radio_buttons(Question("reason", words("Reason")), options, initial=initial)


def note(words: Words) -> Block:
    hint = words("Needed for fraud, for misuse, and for what the policy keeps.")
    question = Question("note", words("Note"), hint=hint, optional=True)
    return text_input(question, multiline=True, most=LONGEST_NOTE)
