"""The forms of a case: open it, write down, tick off, wait, close."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.domain.cases import Case, Outcome, Severity
from core.domain.customers import Customer
from core.domain.plans import Reason
from core.domain.playbook import Item
from core.domain.signals import Label, Signal
from core.usecases.case_closing import Closable
from core.usecases.case_view import View
from handlers.messages.blocks import Block, Option, context, modal, section
from handlers.messages.case_words import EVIDENCE, OUTCOMES, SEVERITIES
from handlers.messages.finding import customer_input
from handlers.messages.inputs import (
    Question,
    date_picker,
    radio_buttons,
    static_select,
    text_input,
)
from handlers.messages.reasons import named
from handlers.messages.signal_words import KINDS as SIGNALS
from handlers.messages.text import Safe, Words

LONGEST_NOTE = 3000
# A form has room for so many signals; the others are what the outcome says.
MOST_SIGNALS = 10
AS_OUTCOME, SIGNAL = "as_outcome", "signal_"


def open_form(
    customer: Customer, token: str, words: Words, *, kind: str = "", note: str = ""
) -> Block:
    """Which kind of trouble, how bad, and what is known of it."""
    named_here = section(words("*{customer}*", customer=customer.name))
    blocks = [named_here, *_open_questions(kind, note, words)]
    return _form(words("Open Case"), "case_open_form", blocks, token, words)


def _open_questions(kind: str, note: str, words: Words) -> list[Block]:
    kinds = [
        Option(Reason.FRAUD.value, words("Fraud")),
        Option(Reason.MISUSE.value, words("Misuse")),
        Option(Reason.NON_PAYMENT.value, words("Non-payment")),
    ]
    known = Question("note", words("What is known"), optional=True)
    return [
        radio_buttons(Question("kind", words("What is it about?")), kinds, initial=kind),
        _severity(words),
        text_input(known, initial=note, multiline=True, most=LONGEST_NOTE),
        context(words("An open case of this kind is used again.")),
    ]


def _severity(words: Words) -> Block:
    question = Question(
        "severity", words("How bad is it?"), hint=words("Left empty, as its kind usually is."),
        optional=True,
    )  # fmt: skip
    worst_first = sorted(Severity, key=lambda one: -one.rank)
    options = [Option(one.value, named(one, SEVERITIES, words)) for one in worst_first]
    return static_select(question, options)


def from_message_form(text: str, token: str, words: Words) -> Block:
    """As open_form, with the customer still to be named."""
    customer = Question("customer", words("Customer"))
    blocks = [customer_input(customer, words), *_open_questions("", text, words)]
    return _form(words("Open Case"), "case_from_message_form", blocks, token, words)


def note_form(case: Case, token: str, words: Words) -> Block:
    question = Question("note", words("Note"))
    blocks = [_of(case, words), text_input(question, multiline=True, most=LONGEST_NOTE)]
    return _form(words("Add Note"), "case_note_form", blocks, token, words)


def tick_form(view: View, token: str, words: Words) -> Block:
    """What is not done yet, each with what shows that it is."""
    items = [item for item, tick in view.items if tick is None]
    if not items:
        said = section(words("Everything on the checklist is done."))
        return modal(words("Check Off"), [_of(view.case, words), said], close=words("Close"))
    hint = words("Whatever was done elsewhere is shown by a link to it.")
    shown = Question("evidence", words("What shows it?"), hint=hint, optional=True)
    options = [_item_option(item, words) for item in items]
    blocks = [
        _of(view.case, words),
        radio_buttons(Question("item", words("What is done?")), options),
        text_input(shown, multiline=True, most=LONGEST_NOTE),
    ]
    return _form(words("Check Off"), "case_tick_form", blocks, token, words)


def _item_option(item: Item, words: Words) -> Option:
    return Option(item.item_id, words(item.words), hint=named(item.evidence, EVIDENCE, words))


def wait_form(case: Case, until: date, token: str, words: Words) -> Block:
    hint = words("The first answer and the refund wait for nobody; only the daily word stands.")
    blocks = [
        _of(case, words),
        date_picker(Question("until", words("Until when?"), hint=hint), until),
        text_input(Question("why", words("For what?")), multiline=True, most=LONGEST_NOTE),
    ]
    return _form(words("Wait"), "case_wait_form", blocks, token, words)


def close_form(closable: Closable, token: str, words: Words, *, told: str = "") -> Block:
    """The outcome, the last word to the customer, and what the signals were."""
    hint = words("A case is closed with the last word to the customer: who was told what, and how.")
    question = Question("note", words("What was the customer told?"), hint=hint)
    outcome = Question("outcome", words("What was it?"))
    blocks = [
        _of(closable.case, words),
        radio_buttons(outcome, _outcomes(closable.outcomes, words)),
        text_input(question, initial=told, multiline=True, most=LONGEST_NOTE),
        *([context(words("What is off stays off."))] if closable.contained else []),
        *[_judged(signal, words) for signal in closable.signals[:MOST_SIGNALS]],
        context(words("A closed case stays closed: for what comes later a new one is opened.")),
    ]
    return _form(words("Close Case"), "case_close_form", blocks, token, words)


def _outcomes(outcomes: Sequence[Outcome], words: Words) -> list[Option]:
    return [Option(one.value, named(one, OUTCOMES, words)) for one in outcomes]


def _judged(signal: Signal, words: Words) -> Block:
    label = words(
        "Signal: {kind}, strength {strength}",
        kind=Safe(words(SIGNALS[signal.kind])),
        strength=signal.strength,
    )
    options = [
        Option(AS_OUTCOME, words("As the outcome says")),
        Option(Label.TRUE.value, words("It was right")),
        Option(Label.FALSE.value, words("It was a false alarm")),
        Option(Label.UNKNOWN.value, words("Nobody can say")),
    ]
    question = Question(f"{SIGNAL}{signal.signal_id}", label)
    return static_select(question, options, initial=AS_OUTCOME)


def _of(case: Case, words: Words) -> Block:
    return section(words("Case {number}", number=Safe(case.number)))


def _form(title: str, callback_id: str, blocks: Sequence[Block], token: str, words: Words) -> Block:
    return modal(
        title, blocks, callback_id=callback_id, submit=words("Save"), close=words("Cancel"),
        token=token,
    )  # fmt: skip
