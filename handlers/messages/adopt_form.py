"""The form that asks to take over suspensions which others placed, and the button that opens it."""

from __future__ import annotations

from core.domain.customers import Subscription
from core.domain.plans import Reason
from core.usecases.adopting import Offer
from handlers.messages.blocks import (
    Block,
    Element,
    Message,
    Option,
    actions,
    button,
    modal,
    section,
)
from handlers.messages.escaping import one_line
from handlers.messages.inputs import Question, multi_select, radio_buttons, text_input
from handlers.messages.text import Words

MOST_OPTIONS, LONGEST_LABEL, LONGEST_NOTE = 100, 75, 1000


def adopt_form(offer: Offer, token: str, words: Words) -> Block:
    """What it means, which ones, and why."""
    named = words("*{customer}*", customer=offer.customer.name)
    if not offer.choices:
        none = words("No suspension of this customer was placed by others.")
        blocks = [section(named), section(none)]
        return modal(words("Adopt"), blocks, close=words("Close"), token=token)
    meaning = words(
        "Nothing is sent. The suspension becomes ours: the desk may lift it again. How the renewal "
        "stood before is not known, so it is not put back then."
    )
    options = [_option(one) for one in offer.choices[:MOST_OPTIONS]]
    which = Question("subscriptions", words("Suspensions to take over"))
    blocks = [
        section(f"{named}\n{meaning}"),
        multi_select(which, options, initial=[option.value for option in options]),
        radio_buttons(Question("reason", words("Why is it suspended?")), _reasons(words)),
        text_input(Question("note", words("Note")), multiline=True, most=LONGEST_NOTE),
    ]
    return modal(
        words("Adopt"),
        blocks,
        callback_id="adopt_form",
        submit=words.many("Ask for {count} Vote", "Ask for {count} Votes", offer.quorum),
        close=words("Cancel"),
        token=token,
    )


def _option(one: Subscription) -> Option:
    return Option(one.subscription_id, one_line(one.name, LONGEST_LABEL) or one.subscription_id)


def _reasons(words: Words) -> list[Option]:
    return [
        Option(Reason.NON_PAYMENT.value, words("Non-payment")),
        Option(Reason.FRAUD.value, words("Fraud")),
        Option(Reason.MISUSE.value, words("Misuse")),
    ]


def adopt_button(token: str, words: Words) -> Element:
    return button(words("Adopt…"), "customer_adopt", token)


def with_adopt(message: Message, token: str, words: Words) -> Message:
    """Under the news that others suspended something."""
    return Message(message.text, (*message.blocks, actions(adopt_button(token, words))))
