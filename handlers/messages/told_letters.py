"""What is told of letters to customers, and of what came back for them."""

from __future__ import annotations

from datetime import date

from core.domain import events
from core.domain.erasure import Kept
from core.domain.keeping import Kind as KeptFor
from core.domain.notices import Came, Meaning
from handlers.messages.erasure_words import GONE, erased_line
from handlers.messages.letter_words import MEANS, letter_name, withdrawn
from handlers.messages.scene import Scene, Tellers
from handlers.messages.text import N_, Safe, Words

# Where a text is not at hand, as in the list of what happened in a case.
UNQUOTED = Safe("…")

ACCEPTED = {
    "answered": N_(
        "The {letter} to {customer} left, and a mail server took it. It counts as delivered unless "
        "it bounces until {moment}."
    ),
    "said": N_(
        "{who} says that the {letter} to {customer} arrived. It counts as delivered unless it "
        "bounces until {moment}."
    ),
    "replied": N_("{customer} answered the {letter}, so it arrived after all."),
}
READ = {
    Meaning.SAYS_PAID: N_("{who} read the reply of {customer}: it says that it has paid."),
    Meaning.DISPUTE: N_("{who} read the reply of {customer}: it disputes what it owes."),
    Meaning.PROMISE: N_("{who} read the reply of {customer}: it promises to pay."),
    Meaning.AWAY: N_("{who} read the reply of {customer}: somebody is out of the office."),
    Meaning.OTHER: N_("{who} read the reply of {customer}: nothing follows from it."),
}


LetterNews = events.LetterEvent | events.LetterHeld | events.LetterForAPerson


def _letter(event: LetterNews, scene: Scene, words: Words) -> dict[str, object]:
    return {
        "letter": Safe(letter_name(event.name, words)),
        "customer": scene.customer,
        "who": scene.actor(words),
    }


def _accepted(event: events.LetterAccepted, scene: Scene, words: Words) -> str:
    said = ACCEPTED.get(event.how, ACCEPTED["answered"])
    moment = event.counts_at or words("unknown")
    return words(said, moment=moment, **_letter(event, scene, words))


def _recorded(event: events.LetterRecorded, scene: Scene, words: Words) -> str:
    return words(
        "{who} recorded that the {letter} reached {customer} on {day} ({means}): {evidence}",
        day=date.fromisoformat(event.delivered_on) if event.delivered_on else words("unknown"),
        means=Safe(words(MEANS[event.means])) if event.means in MEANS else event.means,
        evidence=scene.quoted() if scene.text else UNQUOTED,
        **_letter(event, scene, words),
    )


def _withdrawn(event: events.LetterWithdrawn, scene: Scene, words: Words) -> str:
    why = Safe(withdrawn(event.why, words))
    return words("The {letter} to {customer} is not sent: {why}.", why=why,
                 **_letter(event, scene, words))  # fmt: skip


def _unclear(event: events.LetterUnclear, scene: Scene, words: Words) -> str:
    return words(
        "Nobody knows whether the {letter} to {customer} left: it was sent, and the mail server "
        "did not answer. It is not sent again by itself. Please look into the server's log, or ask "
        "the customer.",
        **_letter(event, scene, words),
    )


def _again(event: events.LetterAgain, scene: Scene, words: Words) -> str:
    return words("{who} has the {letter} to {customer} sent again.",
                 **_letter(event, scene, words))  # fmt: skip


def _bounced(event: events.LetterBounced, scene: Scene, words: Words) -> str:
    return words(
        "The {letter} to {customer} bounced, so it does not count: “{why}”",
        why=scene.text or event.why or words("unknown"),
        **_letter(event, scene, words),
    )


def _contact_needed(event: events.ContactNeeded, scene: Scene, words: Words) -> str:
    facts = _letter(event, scene, words)
    if not event.administrators:
        return words(
            "{owner}: the {letter} to {customer} bounced. Please find a contact, or record how it "
            "was delivered.",
            owner=scene.named([event.owner] if event.owner else [], words),
            **facts,
        )
    return words(
        "{owners}: the {letter} to {customer} bounced five business days ago, and nobody found a "
        "contact. Please decide how the customer hears of it; until then nothing goes on.",
        owners=scene.named(event.administrators, words),
        **facts,
    )


def _cleared(event: events.OldDataCleared, scene: Scene, words: Words) -> str:
    kind = words(GONE[KeptFor(event.what)])
    return words(
        N_("Kept for {days} days and gone: {kind}, {count}."),
        days=event.days,
        kind=kind,
        count=event.count,
    )


def _erased(event: events.PersonalDataErased, scene: Scene, words: Words) -> str:
    sentence = N_("{who} had a person at {customer} forgotten. Erased: {what}.")
    if event.everybody:
        sentence = N_("{who} had everybody at {customer} forgotten. Erased: {what}.")
    erased = {kind: getattr(event, kind.value) for kind in Kept}
    return words(
        sentence,
        who=scene.actor(words),
        customer=scene.customer,
        what=Safe(erased_line(erased, words)),
    )


def _came(event: events.ReplyCame, scene: Scene, words: Words) -> str:
    facts: dict[str, object] = {
        "customer": scene.customer,
        "sender": scene.mail[0],
        "subject": scene.mail[1],
        "text": scene.quoted() if scene.text else UNQUOTED,
    }
    if event.came == Came.BOUNCE:
        return words("A letter could not be delivered, and none of ours is named: {text}", **facts)
    if event.came == Came.AUTOMATIC:
        return words("The mail program of {customer} answered by itself: {text}", **facts)
    if not event.customer:
        return words(
            "{sender} wrote to us, and no customer has that address. Whoever it is, nothing waits "
            "for it: “{subject}”\n{text}",
            **facts,
        )
    return words(
        "{customer} wrote back ({sender}). Nothing is sent or asked for until somebody says what "
        "it means.\n{text}",
        **facts,
    )


def _read(event: events.ReplyRead, scene: Scene, words: Words) -> str:
    said = READ[Meaning(event.meaning)] if event.meaning in set(Meaning) else READ[Meaning.OTHER]
    return words(said, who=scene.actor(words), customer=scene.customer)


def _contact_saved(event: events.ContactSaved, scene: Scene, words: Words) -> str:
    return words("{who} named whom letters to {customer} go to.",
                 who=scene.actor(words), customer=scene.customer)  # fmt: skip


def _contact_removed(event: events.ContactRemoved, scene: Scene, words: Words) -> str:
    return words("{who} took a contact of {customer} away.",
                 who=scene.actor(words), customer=scene.customer)  # fmt: skip


def _queued(event: events.LetterQueued, scene: Scene, words: Words) -> str:
    return words("The {letter} to {customer} waits to be sent.", **_letter(event, scene, words))


def _sending(event: events.LetterSending, scene: Scene, words: Words) -> str:
    return words("The {letter} to {customer} is being sent.", **_letter(event, scene, words))


def _deferred(event: events.LetterDeferred, scene: Scene, words: Words) -> str:
    return words(
        "The {letter} to {customer} was not taken yet and is tried again.",
        **_letter(event, scene, words),
    )


def _delivered(event: events.LetterDelivered, scene: Scene, words: Words) -> str:
    return words(
        "The {letter} counts as delivered to {customer} on {day}.",
        day=date.fromisoformat(event.delivered_on) if event.delivered_on else words("unknown"),
        **_letter(event, scene, words),
    )


def _held(event: events.LetterHeld, scene: Scene, words: Words) -> str:
    return words("The {letter} to {customer} waits for somebody.", **_letter(event, scene, words))


def _for_a_person(event: events.LetterForAPerson, scene: Scene, words: Words) -> str:
    return words(
        "No {letter} goes to {customer} by itself, since it might warn whoever is looked into. "
        "Please decide what the customer is told, and write it.",
        **_letter(event, scene, words),
    )


def _server_lost(event: events.MailServerLost, scene: Scene, words: Words) -> str:
    return words.many(
        "The mail server has been out of reach since {moment}: {count} letter waits for it. "
        "`python -m bot doctor` says why.",
        "The mail server has been out of reach since {moment}: {count} letters wait for it. "
        "`python -m bot doctor` says why.",
        event.letters,
        moment=event.since or words("unknown"),
    )


def _server_back(event: events.MailServerBack, scene: Scene, words: Words) -> str:
    moment = event.since or words("unknown")
    return words("Letters leave again. The mail server was out of reach from {moment} on.",
                 moment=moment)  # fmt: skip


TELLERS: Tellers = {
    events.MailServerLost: _server_lost,
    events.MailServerBack: _server_back,
    events.LetterHeld: _held,
    events.LetterForAPerson: _for_a_person,
    events.LetterQueued: _queued,
    events.LetterSending: _sending,
    events.LetterDeferred: _deferred,
    events.LetterAccepted: _accepted,
    events.LetterDelivered: _delivered,
    events.LetterRecorded: _recorded,
    events.LetterWithdrawn: _withdrawn,
    events.LetterUnclear: _unclear,
    events.LetterAgain: _again,
    events.LetterBounced: _bounced,
    events.ContactNeeded: _contact_needed,
    events.ContactSaved: _contact_saved,
    events.ContactRemoved: _contact_removed,
    events.PersonalDataErased: _erased,
    events.OldDataCleared: _cleared,
    events.ReplyCame: _came,
    events.ReplyRead: _read,
}
