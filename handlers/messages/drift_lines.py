"""What others changed at Partner Center, one sentence for each change."""

from __future__ import annotations

from datetime import date

from core.domain.drift import DriftKind
from core.usecases.drift import Changed
from core.usecases.syncing import Stand
from handlers.messages.reasons import named
from handlers.messages.subscription_words import status_word
from handlers.messages.text import N_, Safe, Words

SENTENCES = {
    DriftKind.APPEARED: N_("{name} is new."),
    DriftKind.VANISHED: N_("{name} is on no list any more; it was {before}."),
    DriftKind.SUSPENDED: N_("{name} was suspended by somebody else."),
    DriftKind.LIFTED: N_("{name}, suspended by us, was made active by somebody else."),
    DriftKind.STATUS: N_("{name} is {after}, it was {before}."),
    DriftKind.SEATS: N_("{name} has {after} seats, it had {before}."),
    DriftKind.RENEWAL: N_("The renewal of {name} is {after}, it was {before}."),
    DriftKind.TERM: N_("The term of {name} ends {after}, it was {before}."),
}
RENEWALS = {"on": N_("on"), "off": N_("off")}


def drifted(kind: str, before: str, after: str, name: str, who: str, words: Words) -> str:
    """One change; `who` did it, where somebody said so."""
    facts = {"before": _value(kind, before, words), "after": _value(kind, after, words)}
    sentence = SENTENCES.get(DriftKind(kind), SENTENCES[DriftKind.STATUS])
    said = words(sentence, name=name, **facts)
    return f"{said} {words('In the portal: {who}.', who=who)}" if who else said


def _value(kind: str, value: str, words: Words) -> object:
    match kind:
        case DriftKind.TERM:
            return date.fromisoformat(value) if value else words("open")
        case DriftKind.SEATS:
            return int(value)
        case DriftKind.RENEWAL:
            return named(value, RENEWALS, words)
    return status_word(value, words)


def drift_line(changed: Changed, words: Words) -> str:
    """For the digest."""
    one = changed.drift
    said = drifted(one.kind, one.before, one.after, one.name, one.who, words)
    return words("{customer}: {said}", customer=changed.customer, said=Safe(said))


def lost_line(customer: str, words: Words) -> str:
    return words("{customer} is no customer of ours at Partner Center any more", customer=customer)


def stale_line(stand: Stand, words: Words) -> str:
    """An account that nobody could read for a day."""
    last = stand.round.finished_at if stand.round else None
    if last is None:
        return words("Partner Center ({account}) could not be read yet.", account=stand.account)
    return words(
        "Partner Center ({account}) was read last {moment}.", account=stand.account, moment=last
    )
