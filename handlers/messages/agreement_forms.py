"""The forms by which promises, disputes, holds and write-offs are written down and ended."""

from __future__ import annotations

from datetime import timedelta

from core.domain.disputes import Dispute, DisputeState
from core.domain.exposure import Document
from core.domain.holds import Hold, HoldKind
from core.usecases import disputes, holds, promises, write_offs
from handlers.messages.agreement_lines import takes_two
from handlers.messages.agreement_words import HOLDS, MEANT
from handlers.messages.blocks import Block, Option, modal, section
from handlers.messages.customer_forms import LONGEST_NOTE, MOST_OPTIONS, choice, owed_by
from handlers.messages.escaping import one_line
from handlers.messages.inputs import (
    Question,
    date_picker,
    radio_buttons,
    static_select,
    text_input,
    users_select,
)
from handlers.messages.reasons import named
from handlers.messages.text import Words

A_WEEK, A_MONTH = timedelta(days=7), timedelta(days=30)
LONGEST_TERMS = 600


def promise_form(offer: promises.Offer, terms: str, token: str, words: Words) -> Block:
    """One line for each instalment, filled in with the whole sum in a week."""
    rule = words(
        "At least half of what is overdue, at most 14 days ahead, twice for each debt. Beyond "
        "that another person, an approver, has to take it."
    )
    said = [owed_by(offer.customer, offer.exposure, words), rule]
    if offer.earlier:
        said.append(
            words.many(
                "This debt has seen {count} promise already.",
                "This debt has seen {count} promises already.",
                offer.earlier,
            )
        )
    hint = words("A day, a currency and an amount on each line, as in 2026-12-01 EUR 500.00.")
    question = Question("terms", words("What is promised"), hint=hint)
    lines = terms or usual_terms(offer)
    return modal(
        words("Record Promise"),
        [
            section("\n".join(said)),
            text_input(question, initial=lines, multiline=True, most=LONGEST_TERMS),
            _note(words("Who said it, and how"), words),
        ],
        callback_id="promise_form",
        submit=words("Record"),
        close=words("Cancel"),
        token=token,
    )


def usual_terms(offer: promises.Offer) -> str:
    """All that is overdue in the currency of the oldest invoice, in a week."""
    late = offer.exposure.late()
    if not late:
        return ""
    money = offer.exposure.overdue()[late[0].left.currency]
    return f"{offer.today + A_WEEK} {money.currency} {money.plain()}"


def _note(label: str, words: Words, *, optional: bool = True) -> Block:
    question = Question("note", label, optional=optional)
    return text_input(question, multiline=True, most=LONGEST_NOTE)


def dispute_form(offer: disputes.Offer, amount: str, token: str, words: Words) -> Block:
    """The invoice that was named is picked; without an amount all of it is disputed."""
    shown = offer.documents[:MOST_OPTIONS]
    options = [_document(doc, words) for doc in shown]
    picked = disputes.handle_of(offer.picked) if offer.picked else ""
    hint = words("As in 120.50; empty for all that is open of it.")
    return modal(
        words("Record Dispute"),
        [
            section(_of(offer.customer.name, len(offer.documents) - len(shown), words)),
            static_select(Question("document", words("Invoice")), options, initial=picked),
            text_input(
                Question("amount", words("Disputed amount"), hint=hint, optional=True),
                initial=amount,
                most=30,
            ),
            date_picker(
                Question("until", words("Until"), hint=words("At most 90 days ahead.")),
                offer.until,
            ),
            _note(words("What is wrong with it"), words, optional=False),
        ],
        callback_id="dispute_form",
        submit=words("Record"),
        close=words("Cancel"),
        token=token,
    )


def _of(customer: str, left: int, words: Words) -> str:
    said = words("*{customer}*", customer=customer)
    more = words("{count} more invoices are not shown: name one by its number.", count=left)
    return f"{said}\n{more}" if left > 0 else said


def _document(doc: Document, words: Words) -> Option:
    money = words.value(doc.open)
    label = f"{one_line(doc.number, 70 - len(money))}, {money}"
    hint = words("due {day}", day=doc.due) if doc.due else ""
    return Option(disputes.handle_of(doc), label, hint=hint)


def settle_form(dispute: Dispute, token: str, words: Words) -> Block:
    facts = {"amount": dispute.amount, "number": dispute.number}
    against = words("It counts again, with its days from today.")
    for_them = words("It stays out until the books show the credit note.")
    options = [
        Option(DisputeState.SETTLED_FOR_CUSTOMER.value, words("For the customer"), hint=for_them),
        Option(DisputeState.SETTLED_AGAINST.value, words("Against the customer"), hint=against),
    ]
    return modal(
        words("Settle Dispute"),
        [
            section(words("{amount} of {number} is disputed.", **facts)),
            radio_buttons(Question("outcome", words("How it is settled")), options),
        ],
        callback_id="dispute_settle_form",
        submit=words("Settle"),
        close=words("Cancel"),
        token=token,
    )


def hold_form(offer: holds.Offer, token: str, words: Words) -> Block:
    options = [
        Option(kind.value, _label(words(HOLDS[kind])), hint=words(MEANT[kind])) for kind in HoldKind
    ]
    hint = words(
        "Its last day, 180 days ahead at most. For insolvency, legal, protected and a third vote, "
        "which end only when they are released, it is the day to look at them again. Says it is "
        "paid ends by itself."
    )
    return modal(
        words("Hold"),
        [
            section(words("*{customer}*", customer=offer.customer.name)),
            radio_buttons(Question("kind", words("Kind")), options),
            date_picker(Question("until", words("Until"), hint=hint), offer.today + A_MONTH),
            users_select(
                Question("voter", words("Whose vote is needed (a third vote only)"), optional=True)
            ),
            _note(words("Reason"), words, optional=False),
        ],
        callback_id="hold_form",
        submit=words("Place Hold"),
        close=words("Cancel"),
        token=token,
    )


def _label(word: str) -> str:
    return word[:1].upper() + word[1:]


def release_form(hold: Hold, token: str, words: Words) -> Block:
    said = words("{kind}, since {day}.", kind=named(hold.kind, HOLDS, words), day=hold.since)
    return modal(
        words("Release Hold"),
        [
            section(f"{said} {takes_two(hold.kind, words)}"),
            _note(words("Why it is over"), words, optional=False),
        ],
        callback_id="hold_release_form",
        submit=words("Release"),
        close=words("Cancel"),
        token=token,
    )


def write_off_form(offer: write_offs.Offer, token: str, words: Words) -> Block:
    shown = offer.documents[:MOST_OPTIONS]
    then = words("What is written off counts no more, and reinstates nothing.")
    said = _of(offer.customer.name, len(offer.documents) - len(shown), words)
    return modal(
        words("Write Off"),
        [
            section(f"{said}\n{then}"),
            choice(
                Question("documents", words("Invoices")), [_document(doc, words) for doc in shown]
            ),
            _note(words("Reason"), words, optional=False),
        ],
        callback_id="write_off_form",
        submit=words.many("Ask for {count} Vote", "Ask for {count} Votes", offer.quorum),
        close=words("Cancel"),
        token=token,
    )
