"""The buttons below news of letters, and the forms that they open."""

from __future__ import annotations

from datetime import date

from core.domain.letters import LANGUAGES
from core.domain.notices import ContactKind, Meaning, Means, Outgoing
from handlers.messages.blocks import Block, Message, Option, actions, button, modal, section
from handlers.messages.inputs import Question, static_select, text_input
from handlers.messages.letter_words import MEANINGS, MEANS, letter_name
from handlers.messages.text import N_, Safe, Words

LONGEST_EVIDENCE, LONGEST_ADDRESS, LONGEST_NAME = 1000, 254, 120
TONGUES = {"en": "English", "ko": "한국어", "zh-Hans": "简体中文"}
KINDS = {
    ContactKind.BILLING: N_("Whoever pays invoices"),
    ContactKind.ESCALATION: N_("Whoever decides, for formal and final notices"),
}


def with_meanings(message: Message, token: str, words: Words) -> Message:
    """Below a reply: what it says, as a person reads it."""
    buttons = [
        button(words(label), f"reply_{meaning.value}", token) for meaning, label in MEANINGS.items()
    ]
    return _with(message, *buttons)


def with_unclear(message: Message, token: str, words: Words) -> Message:
    """Below a letter that perhaps left."""
    return _with(
        message,
        button(words("It Arrived"), "letter_arrived", token),
        button(words("Send Again"), "letter_again", token),
        button(words("Record Delivery"), "letter_record", token),
    )


def with_contact(message: Message, token: str, words: Words) -> Message:
    """Where there is nobody to write to."""
    return _with(message, button(words("Add Contact"), "customer_contact", token))


def with_bounce(message: Message, token: str, words: Words) -> Message:
    """Below a bounce."""
    return _with(
        message,
        button(words("Add Contact"), "letter_contact", token),
        button(words("Record Delivery"), "letter_record", token),
        button(words("Show Letter"), "letter_show", token),
    )


def _with(message: Message, *buttons: Block) -> Message:
    return Message(message.text, (*message.blocks, actions(*buttons)))


def record_form(letter: Outgoing, customer: str, today: date, token: str, words: Words) -> Block:
    """How it reached the customer, when, and what proves it."""
    name = Safe(letter_name(letter.name, words))
    said = words("The {letter} to *{customer}* reached the customer:", letter=name,
                 customer=customer)  # fmt: skip
    options = [Option(means.value, words(MEANS[means])) for means in Means]
    day = Question("day", words("On which day"), words("As in {day}.", day=Safe("2026-10-12")))
    proof = Question("evidence", words("What proves it"), words("Such as the receipt's number."))
    blocks = [
        section(said),
        static_select(Question("means", words("How")), options, initial=Means.COURIER.value),
        text_input(day, initial=today.isoformat(), most=10),
        text_input(proof, multiline=True, most=LONGEST_EVIDENCE),
    ]
    return modal(
        words("Record Delivery"),
        blocks,
        callback_id="letter_record_form",
        submit=words("Record"),
        close=words("Cancel"),
        token=token,
    )


def contact_form(
    customer: str, language: str, token: str, words: Words, *, instead: bool = False
) -> Block:
    """Whom letters go to from now on, or `instead` of those whom one did not reach."""
    kinds = [Option(kind.value, words(label)) for kind, label in KINDS.items()]
    tongues = [Option(tag, TONGUES[tag]) for tag in LANGUAGES]
    spoken = language if language in LANGUAGES else LANGUAGES[0]
    blocks = [
        section(words("Letters to *{customer}* go to:", customer=customer)),
        text_input(Question("address", words("E-mail address")), most=LONGEST_ADDRESS),
        static_select(Question("kind", words("Who it is")), kinds,
                      initial=ContactKind.BILLING.value),
        static_select(Question("language", words("Language")), tongues, initial=spoken),
        text_input(Question("name", words("Name"), optional=True), most=LONGEST_NAME),
    ]  # fmt: skip
    return modal(
        words("Add Contact"),
        blocks,
        callback_id="letter_contact_form" if instead else "customer_contact_form",
        submit=words("Add"),
        close=words("Cancel"),
        token=token,
    )


MEANING_OF = {f"reply_{meaning.value}": meaning for meaning in Meaning}
