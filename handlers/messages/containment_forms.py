"""The forms by which something is contained: from a case by two people, or alone by one."""

from __future__ import annotations

from collections.abc import Sequence

from core.domain.plans import Reason
from core.usecases import break_glass
from core.usecases.containment_answers import Offer
from handlers.messages.alert_words import alert_at
from handlers.messages.blocks import Block, Option, modal, section
from handlers.messages.containment_lines import deadlines_line, left_lines, without_line
from handlers.messages.customer_forms import choice, listed_option, which_subscriptions
from handlers.messages.escaping import one_line
from handlers.messages.factor_lines import customer_code
from handlers.messages.inputs import Question, radio_buttons, static_select, text_input
from handlers.messages.reasons import KINDS, named
from handlers.messages.text import Safe, Words

LONGEST_NOTE, LONGEST_LABEL, MOST_OPTIONS = 1000, 75, 100
# Instead of an alert that the desk knows.
TYPED = "typed"


def contain_form(offer: Offer, token: str, words: Words) -> Block:
    """What can be suspended, how long that is for, and what a person does besides."""
    found = offer.suspension
    head = words(
        "*{customer}*, case {number}: {kind}",
        customer=found.customer.name,
        number=Safe(offer.case.number),
        kind=named(offer.case.kind, KINDS, words),
    )
    if not found.choices and not found.kept:
        nothing = section(words("Nothing of this customer can be suspended."))
        return modal(words("Contain"), [section(head), nothing], close=words("Close"), token=token)
    note = Question("note", words("Why"), hint=words("What is being abused, and how you know."))
    return modal(
        words("Contain"),
        [
            section(head),
            *which_subscriptions(found, words),
            text_input(note, multiline=True, most=LONGEST_NOTE),
            section("\n".join(_then(offer, words))),
            section("\n".join(left_lines(offer.left, words))),
        ],
        callback_id="case_contain_form",
        submit=words.many("Ask for {count} Vote", "Ask for {count} Votes", found.quorum),
        close=words("Cancel"),
        token=token,
    )


def _then(offer: Offer, words: Words) -> list[str]:
    decide = words.many(
        "{count} approver decides; it waits for no hour and no letter.",
        "{count} approvers decide; it waits for no hour and no letter.",
        offer.suspension.quorum,
    )
    box = words.many(
        "After {count} hour the case's owner is asked whether it goes on.",
        "After {count} hours the case's owner is asked whether it goes on.",
        offer.hours,
    )
    return [decide, box]


def alone_form(
    offer: break_glass.Offer, token: str, words: Words, *, codes: Sequence[str]
) -> Block:
    """All that one person has to say, and all that will follow from it; one of `codes` is the
    customer's."""
    head = words("*Break-glass:* {customer}", customer=offer.customer.name)
    if not offer.choices:
        nothing = section(words("Nothing of this customer can be suspended."))
        return modal(
            words("Break Glass"), [section(head), nothing], close=words("Close"), token=token
        )
    return modal(
        words("Break Glass"),
        [section("\n".join([head, *_rules(offer, words)])), *_questions(offer, codes, words)],
        callback_id="break_glass_form",
        submit=words("Suspend Alone"),
        close=words("Cancel"),
        token=token,
    )


def _rules(offer: break_glass.Offer, words: Words) -> list[str]:
    return [
        words("It is carried out at once, without votes, and everybody who decides is told."),
        deadlines_line(offer.ratify_by, offer.decide_by, words),
        without_line(None, words),
        words("Until it is ratified you cannot use it again."),
    ]


def _questions(offer: break_glass.Offer, codes: Sequence[str], words: Words) -> list[Block]:
    most = words.many(
        "Subscriptions to suspend: {count} at most",
        "Subscriptions to suspend: {count} at most",
        offer.terms.most,
    )
    options = [listed_option(one, words) for one in offer.choices[:MOST_OPTIONS]]
    code = Question("code", words("One-time code"), hint=words("Six digits, good once."))
    why = Question("note", words("Why, in your own words"))
    return [
        choice(Question("subscriptions", most), options, most=offer.terms.most),
        _reason(offer, words),
        text_input(why, multiline=True, most=LONGEST_NOTE),
        _alert(offer, words),
        text_input(
            Question("reference", words("Microsoft's reference, if it is not in the list"),
                     optional=True), most=200,
        ),
        text_input(
            Question("link", words("Link to it, or the number of a ticket"), optional=True),
            most=200,
        ),
        customer_code(codes, words("It stands in the case and on /standing."), words),
        text_input(code, most=10),
    ]  # fmt: skip


def _reason(offer: break_glass.Offer, words: Words) -> Block:
    options = [
        Option(Reason.FRAUD.value, words("Fraud")),
        Option(Reason.MISUSE.value, words("Misuse")),
    ]
    initial = offer.case.kind.value if offer.case else ""
    return radio_buttons(Question("reason", words("Reason")), options, initial=initial)


def _alert(offer: break_glass.Offer, words: Words) -> Block:
    names = {one.subscription_id: one.name for one in offer.choices}
    known = [
        Option(one.alert_id, one_line(alert_at(one, names, words), LONGEST_LABEL))
        for one in offer.alerts[: MOST_OPTIONS - 1]
    ]
    other = Option(TYPED, words("Not in this list: typed below"))
    initial = known[0].value if known else TYPED
    return static_select(Question("alert", words("Alert")), [*known, other], initial=initial)
