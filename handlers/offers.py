"""The buttons that some news bring: what they are about, and how they are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.domain.drift import DriftKind
from core.domain.events import (
    AlertFound,
    ContactNeeded,
    DigestFailed,
    DigestUnsure,
    Event,
    LetterBounced,
    LetterUnaddressed,
    LetterUnclear,
    ReplyCame,
    SubscriptionDrifted,
)
from core.domain.notices import Came
from core.ports.records import Button
from handlers.messages.adopt_form import with_adopt
from handlers.messages.alert_forms import with_answer
from handlers.messages.blocks import Message
from handlers.messages.letter_offers import (
    with_bounce,
    with_contact,
    with_meanings,
    with_unclear,
)
from handlers.messages.schedule_lines import with_again
from handlers.messages.text import Words


@dataclass(frozen=True, slots=True)
class Offer:
    """`button` is what a token stands for; `shown` puts buttons with that token below a message."""

    button: Button
    shown: Callable[[Message, str, Words], Message]


def offer_for(event: Event) -> Offer | None:
    """A digest that did not arrive, or perhaps not, can be posted again, what others suspended can
    be taken over, Microsoft is told how far an alert is, and letters have theirs."""
    match event:
        case AlertFound(alert_id=alert_id, known=1, test=0):
            return Offer(Button("alert", alert_id), with_answer)
        case DigestFailed() | DigestUnsure():
            return Offer(Button("digest", f"{event.schedule_id}\n{event.slot}"), with_again)
        case SubscriptionDrifted(kind=DriftKind.SUSPENDED, customer=customer):
            return Offer(Button("customer", customer), with_adopt)
    return _of_letters(event)


def _of_letters(event: Event) -> Offer | None:
    """A reply is read, a letter that did not arrive is made up for, and where there is nobody to
    write to somebody can be named. Where it has no case, the question for a contact stands right
    below its bounce."""
    match event:
        case ReplyCame(came=Came.REPLY, reply_id=reply_id, customer=customer) if customer:
            return Offer(Button("reply", reply_id), with_meanings)
        case LetterUnaddressed(customer=customer):
            return Offer(Button("customer", customer), with_contact)
        case LetterUnclear(letter_id=letter_id):
            return Offer(Button("letter", letter_id), with_unclear)
        case LetterBounced(case_id=case_id) if not case_id:
            return None
        case LetterBounced(letter_id=letter_id) | ContactNeeded(letter_id=letter_id):
            return Offer(Button("letter", letter_id), with_bounce)
    return None
