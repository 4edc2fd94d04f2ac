"""What was said to a customer who is to be cut off, and what the customer said: in one line."""

from __future__ import annotations

from core.domain.holds import Hold
from core.usecases.talks import Notice, Talk
from handlers.messages.agreement_words import HOLDS, MEANT
from handlers.messages.letter_words import MEANS, letter_name
from handlers.messages.reasons import named
from handlers.messages.text import Safe, Words


def told_line(talk: Talk, words: Words) -> str:
    """That a notice is lacking stops no person who asks, and is for those to weigh who vote."""
    return f"{_told(talk, words)} {answered(talk, words)}"


def _told(talk: Talk, words: Words) -> str:
    said = words.listed(_notice(one, words) for one in talk.notices)
    lacks = Safe(letter_name(talk.lacks, words)) if talk.lacks else None
    if lacks is not None and not said:
        return words("*Told:* no {lacks} was delivered, nor any other notice.", lacks=lacks)
    if not said:
        return words("*Told:* no notice was delivered.")
    day = talk.access_from
    printed = words(": “not before {day}”", day=day) if day is not None else ""
    told = words("*Told:* {said}{printed}.", said=said, printed=Safe(printed))
    return f"{told} {words('*No {lacks} was delivered.*', lacks=lacks)}" if lacks else told


def _notice(one: Notice, words: Words) -> str:
    facts: dict[str, object] = {"letter": Safe(letter_name(one.name, words)), "day": one.on}
    if one.means is not None:
        means = Safe(words(MEANS[one.means]))
        return words("{letter} {day} (recorded: {means})", means=means, **facts)
    return words.many(
        "{letter} delivered {day} to {count} address",
        "{letter} delivered {day} to {count} addresses",
        one.addresses,
        **facts,
    )


def answered(talk: Talk, words: Words) -> str:
    """What the customer said, and what was agreed on; that there is nothing is said as well."""
    parts = [_unread(talk, words), _promised(talk, words), _held(talk, words)]
    said = words.listed(parts)
    return words("{line}.", line=Safe(f"{said[:1].upper()}{said[1:]}"))


def before_asking(talk: Talk, words: Words) -> list[str]:
    """The same for the form that asks for a cut: what speaks against it has a line of its own."""
    said = warnings(talk, words)
    return [_told(talk, words), *said] if said else [told_line(talk, words)]


def warnings(talk: Talk, words: Words) -> list[str]:
    """What whoever asks for a cut for money should know before."""
    said = []
    if talk.unread:
        unread = Safe(_unread(talk, words))
        said.append(words(":warning: {unread}: no plan runs until somebody says what it means.",
                          unread=unread))  # fmt: skip
    if talk.promises:
        promised = Safe(_promised(talk, words))
        said.append(words(":warning: {promised}: nothing is cut for non-payment until then.",
                          promised=promised))  # fmt: skip
    for one in talk.holds:
        facts = {"hold": Safe(_hold(one, words)), "meant": Safe(words(MEANT[one.kind]))}
        said.append(words(":warning: *{hold}*: {meant}", **facts))
    return said


def _unread(talk: Talk, words: Words) -> str:
    if not talk.unread:
        return words("no reply unread")
    return words.many("*{count} reply unread*", "*{count} replies unread*", talk.unread)


def _promised(talk: Talk, words: Words) -> str:
    if not talk.promises:
        return words("no promise")
    said = (
        words("{left} promised by {day}", left=one.left, day=one.promise.by)
        for one in talk.promises
    )
    return f"*{words.listed(said)}*"


def _held(talk: Talk, words: Words) -> str:
    if not talk.holds:
        return words("no hold")
    return f"*{words.listed(_hold(one, words) for one in talk.holds)}*"


def _hold(one: Hold, words: Words) -> str:
    kind = Safe(named(one.kind, HOLDS, words))
    if one.until is None:
        return words("on hold ({kind})", kind=kind)
    return words("on hold until {day} ({kind})", kind=kind, day=one.until)
