"""Looks up what an event of letters, replies or books is about: the trail itself holds no names."""

from __future__ import annotations

from core.domain.customers import CustomerKey
from core.domain.events import (
    BooksUnread,
    ContactNeeded,
    ContactRemoved,
    ContactSaved,
    Event,
    LetterBounced,
    LetterEvent,
    LetterForAPerson,
    LetterHeld,
    LetterRecorded,
    PersonalDataErased,
    ReplyCame,
    ReplyRead,
)
from core.ports.store import Work
from core.usecases.reading_jobs import known
from handlers.clock_scenes import mention

OF_CUSTOMERS = LetterEvent | ReplyCame | ReplyRead | ContactSaved | ContactRemoved
OF_CUSTOMERS |= LetterHeld | LetterForAPerson | PersonalDataErased
LONGEST_SUBJECT = 200


def customer_in(event: Event) -> CustomerKey | None:
    """The customer that the event names."""
    if isinstance(event, OF_CUSTOMERS) and event.customer:
        return CustomerKey.parse(event.customer)
    return None


def sender_in(work: Work, event: Event) -> tuple[str, str]:
    """Who wrote, and about what."""
    if not isinstance(event, ReplyCame):
        return "", ""
    reply = work.letters.reply(event.reply_id)
    return reply.sender, reply.subject[:LONGEST_SUBJECT]


def text_in(work: Work, event: Event) -> str:
    """What was written, of which the trail has a digest, or the numbers."""
    match event:
        case ReplyCame(reply_id=reply_id):
            return work.letters.reply(reply_id).text
        case LetterRecorded(letter_id=letter_id):
            return work.letters.get(letter_id).evidence
        case LetterBounced(letter_id=letter_id):
            return work.letters.get(letter_id).why
        case BooksUnread(source=source):
            return known(work, source).why
    return ""


def asked_by(work: Work, event: Event) -> dict[str, str]:
    """Whoever has to find a contact, called by a mention."""
    if not isinstance(event, ContactNeeded):
        return {}
    asked = event.administrators or ((event.owner,) if event.owner else ())
    return {one: mention(work, one) for one in asked}
