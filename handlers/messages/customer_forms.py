"""The forms that ask for a suspension or a reinstatement of one customer."""

from __future__ import annotations

from collections.abc import Sequence

from core.domain.customers import Subscription
from core.domain.plans import Reason
from core.usecases.reinstatement import Release
from core.usecases.suspension import Offer
from handlers.messages.blocks import Block, Option, modal, section
from handlers.messages.exposure_lines import amounts
from handlers.messages.inputs import (
    Question,
    checkboxes,
    multi_select,
    radio_buttons,
    text_input,
)
from handlers.messages.text import Safe, Words

MOST_CHECKBOXES = 10
MOST_OPTIONS = 100
LONGEST_NOTE = 1000


def suspend_form(offer: Offer, token: str, words: Words) -> Block:
    """What can be suspended, why, and a note; what cannot be is named, so nobody looks for it."""
    blocks = [section(_facts(offer, words))]
    if not offer.choices and not offer.kept:
        blocks.append(section(words("Nothing of this customer can be suspended.")))
        return modal(words("Suspend"), blocks, close=words("Close"), token=token)
    if offer.choices:
        question = Question("subscriptions", words("Subscriptions to suspend"), optional=True)
        blocks.append(_choice(question, offer.choices, words))
    if offer.kept:
        hint = words("The policy keeps these: each needs a reason in the note.")
        question = Question("kept", words("Kept by policy"), hint=hint, optional=True)
        blocks.append(_choice(question, offer.kept, words))
    blocks += [_reason(offer, words), _note(words)]
    return modal(
        words("Suspend"),
        blocks,
        callback_id="suspend_form",
        submit=words("Ask"),
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
    blocks += [_choice(question, release.suspended, words, picked=True), _note(words)]
    return modal(
        words("Reinstate"),
        blocks,
        callback_id="reinstate_form",
        submit=words("Ask"),
        close=words("Cancel"),
        token=token,
    )


def _facts(offer: Offer, words: Words) -> str:
    said = [
        words(
            "*{customer}*. Overdue: {amounts}.",
            customer=offer.customer.name,
            amounts=amounts(offer.exposure.overdue(), words),
        )
    ]
    if not offer.owes:
        said.append(words("That is below the floor: not enough for non-payment."))
    if offer.shut_out:
        names = Safe("; ".join(_shut_out(s, words) for s in offer.shut_out[:MOST_CHECKBOXES]))
        said.append(words("Cannot be suspended: {names}.", names=names))
    return "\n".join(said)


def _shut_out(found: Subscription, words: Words) -> str:
    held = found.suspension_reasons and found.status == "active"
    status = words("held by Microsoft") if held else found.status or words("unknown")
    return words("{name} ({generation}, {status})",
                 name=found.name, generation=found.generation.value, status=status)  # fmt: skip


def _choice(
    question: Question, found: Sequence[Subscription], words: Words, *, picked: bool = False
) -> Block:
    """Boxes while Slack takes so many, else a list; beyond that the first hundred."""
    options = [_option(s, words) for s in found[:MOST_OPTIONS]]
    initial = [option.value for option in options] if picked else []
    ask = checkboxes if len(options) <= MOST_CHECKBOXES else multi_select
    return ask(question, options, initial=initial)


def _option(found: Subscription, words: Words) -> Option:
    """A label is plain text that Slack does not parse, so the name goes in as it is."""
    seats = words.many("{count} seat", "{count} seats", found.quantity)
    return Option(found.subscription_id, found.name, hint=f"{seats}, {found.generation.value}")


def _reason(offer: Offer, words: Words) -> Block:
    options = [
        Option(Reason.NON_PAYMENT.value, words("Non-payment")),
        Option(Reason.FRAUD.value, words("Fraud")),
        Option(Reason.MISUSE.value, words("Misuse")),
    ]
    initial = Reason.NON_PAYMENT.value if offer.owes else ""
    return radio_buttons(Question("reason", words("Reason")), options, initial=initial)


def _note(words: Words) -> Block:
    hint = words("Needed for fraud, for misuse, and for what the policy keeps.")
    question = Question("note", words("Note"), hint=hint, optional=True)
    return text_input(question, multiline=True, most=LONGEST_NOTE)
