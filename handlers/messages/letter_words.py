"""What letters, their ways and their troubles are called."""

from __future__ import annotations

from core.domain import notice_errors as errors
from core.domain.errors import Refusal
from core.domain.letters import Letter
from core.domain.notices import LetterState, Meaning, Means
from core.usecases.undelivered import Bounce, Undelivered
from handlers.messages.text import N_, Safe, Words

NAMES: dict[str, str] = {
    Letter.UPCOMING: N_("note of what falls due"),
    Letter.REMINDER: N_("reminder"),
    Letter.SECOND: N_("second reminder"),
    Letter.FORMAL: N_("formal notice"),
    Letter.FINAL: N_("final notice"),
    Letter.SUSPENDED: N_("letter about the suspension"),
    Letter.REINSTATED: N_("letter about the reinstatement"),
    Letter.PROMISE_RECORDED: N_("letter about the promise"),
    Letter.DISPUTE_ANSWERED: N_("letter about the dispute"),
    Letter.PAYMENT_RETURNED: N_("letter about a returned payment"),
    Letter.DATA_DELETION: N_("letter about the end of the data"),
}
MEANS: dict[str, str] = {
    Means.EMAIL: N_("e-mail"),
    Means.LETTER: N_("letter"),
    Means.COURIER: N_("courier"),
    Means.CALL: N_("call"),
    Means.PORTAL: N_("portal"),
}
MEANINGS: dict[Meaning, str] = {
    Meaning.SAYS_PAID: N_("Says Paid"),
    Meaning.DISPUTE: N_("Disputes"),
    Meaning.PROMISE: N_("Promises"),
    Meaning.AWAY: N_("Is Away"),
    Meaning.OTHER: N_("Says Other"),
}
STATES: dict[str, str] = {
    LetterState.QUEUED: N_("waits to be sent"),
    LetterState.SENDING: N_("is being sent"),
    LetterState.UNCLEAR: N_("perhaps sent"),
    LetterState.ACCEPTED: N_("sent"),
    LetterState.DELIVERED: N_("delivered"),
    LetterState.BOUNCED: N_("bounced"),
    LetterState.RECORDED: N_("delivered by hand"),
    LetterState.WITHDRAWN: N_("not sent"),
}
WITHDRAWN: dict[str, str] = {
    "paid": N_("nothing is owed any more"),
    "unread_reply": N_("a reply of the customer waits to be read"),
    "outdated": N_("it is of last week"),
    "hold": N_("the customer is left alone for a while"),
    "promise": N_("the customer promised to pay"),
    "dispute": N_("the customer disputes what it owes"),
    "policy": N_("the policy changed"),
    "stage": N_("the customer is not at that stage any more"),
    "by_hand": N_("somebody took it back"),
    "changed": N_("the sums in it are others now"),
    "books": N_("newer books are needed first"),
    "calendar": N_("the policy keeps this day free of it"),
    "unreleased": N_("two people have to release it first"),
}
LANGUAGES: dict[str, str] = {
    "en": N_("English"),
    "ko": N_("Korean"),
    "zh-Hans": N_("Simplified Chinese"),
}
REFUSALS: dict[type[Refusal], str] = {
    errors.NoContact: N_(
        "Nobody is named to whom letters to {customer} may go. Add a contact first, or have the "
        "books name a billing address."
    ),
    errors.BadAddress: N_("“{text}” is no address that mail goes to. Write one like a@b.example."),
    errors.UnknownLanguage: N_("There are no letters in {text}. There are: {known}."),
    errors.LetterElsewhere: N_("That cannot be said of this letter any more ({state})."),
    errors.EvidenceMissing: N_(
        "A delivery is recorded with what proves it, such as the number of a receipt."
    ),
    errors.NotADay: N_(
        "“{text}” is no day on which the letter can have arrived. Write it like 2026-10-12, from "
        "the day it was written until today."
    ),
    errors.ReplyRead: N_("Somebody read that reply already, so nothing was changed."),
}


BOUNCED = N_("Letter bounced: {customer}, {letter}: find a contact")
UNCLEAR = N_("Letter perhaps sent: {customer}, {letter}: say whether it arrived")


def language_name(tag: str, words: Words) -> Safe:
    """A tag that we have no word for stays as it is."""
    return Safe(words(LANGUAGES[tag])) if tag in LANGUAGES else Safe(words.value(tag))


def letter_name(name: str, words: Words) -> str:
    """Cleaned; a policy may have notices of its own."""
    known = NAMES.get(name)
    return words(known) if known else words("notice “{name}”", name=name)


def withdrawn(why: str, words: Words) -> str:
    """Cleaned; whoever checks may have reasons of its own."""
    known = WITHDRAWN.get(why)
    return words(known) if known else words.value(why)


def undelivered_lines(found: Undelivered, words: Words) -> list[str]:
    """For the digest: each asks somebody for something."""
    bounced = [_about(BOUNCED, one, words) for one in found.bounced]
    unclear = [_about(UNCLEAR, one, words) for one in found.unclear]
    unread = [
        words("Reply unread: {customer}: say what it means in its thread", customer=name)
        for name in found.unread
    ]
    return [*bounced, *unclear, *unread]


def _about(sentence: str, one: Bounce, words: Words) -> str:
    letter = Safe(letter_name(one.letter, words))
    return words(sentence, customer=one.customer, letter=letter)
