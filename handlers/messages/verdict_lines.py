"""Why a verdict is what it is, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from core.domain.explaining import Because, Says
from handlers.messages.text import N_, Words

HOLDS = {
    "hardship": N_("hardship"),
    "says_paid": N_("says it is paid"),
    "our_mistake": N_("our mistake"),
    "insolvency": N_("insolvency"),
    "legal": N_("a legal matter"),
    "enforcement_off": N_("enforcement is off"),
    "protected": N_("protected"),
    "vip": N_("a third vote is needed"),
}
DAYS = {
    "weekend": N_("a weekend"),
    "holiday": N_("a holiday"),
    "eve": N_("the eve of a day that is no business day"),
}
NOT_COUNTED = {
    "fee": N_("a fee or finance charge"),
    "other": N_("not about cloud services"),
    "written_off": N_("written off"),
    "draft": N_("a draft"),
    "closed": N_("closed"),
}
SENTENCES = {
    Says.BOOKS_STALE: N_("The books are of {as_of}, more than 36 hours before this day began."),
    Says.NO_BOOKS: N_("There are no books of this customer, so nothing is judged."),
    Says.HOLD: N_("A hold runs until {until}: {kind}."),
    Says.HOLD_OPEN_ENDED: N_("A hold runs until it is released: {kind}."),
    Says.REPLY_UNREAD: N_("The customer wrote, and nobody has read it yet."),
    Says.PROMISE: N_("A promise of {amount} is open and shields until {until}."),
    Says.DOCUMENT_UNKNOWN: N_(
        "{document} is missing from the newest books, and whether it is still open decides."
    ),
    Says.UNKNOWN_MATTERS_NOT: N_(
        "{document} is missing from the newest books; the verdict is the same with it."
    ),
    Says.NOT_COUNTED: N_("{document} is not counted ({why}): {open}."),
    Says.NOTHING_COUNTED: N_("Nothing that counts is open."),
    Says.NOT_OVERDUE: N_("Nothing is overdue in {currency}; {document} is due on {begins}."),
    Says.OVERDUE: N_("{net} is overdue; {document} is the oldest, counted from {begins}."),
    Says.DISPUTED: N_("{amount} is in dispute and not counted."),
    Says.CREDITED: N_("{amount} of credits is taken off the oldest documents."),
    Says.PROMISED: N_("{amount} is promised and not counted until then."),
    Says.BELOW_FLOOR: N_("{net} is below the floor of {floor}."),
    Says.SEGMENT: N_("The days of the segment “{segment}” hold."),
    Says.NO_STAGE: N_("No stage is reached yet."),
    Says.NOTICE_MISSING: N_("The notice “{name}” was not delivered for this debt yet."),
    Says.NOTICE_YOUNG: N_("The notice “{name}” is old enough on {until}."),
    Says.PRINTED_DATE: N_("A delivered notice says: not before {until}."),
    Says.QUIET_PERIOD: N_("This is a quiet period: nothing is sent or filed before {until}."),
    Says.ENOUGH: N_("Once more than {amount} is paid, the rest is below the floor."),
}


def sentences(reasons: Sequence[Because], words: Words) -> list[str]:
    """One sentence for each reason."""
    return [_sentence(one, words) for one in reasons]


def _sentence(reason: Because, words: Words) -> str:
    facts = dict(reason.facts)
    match reason.says:
        case Says.HOLD | Says.HOLD_OPEN_ENDED:
            facts["kind"] = words(HOLDS[str(facts["kind"])])
        case Says.NOT_COUNTED:
            facts["why"] = words(NOT_COUNTED[str(facts["why"])])
        case Says.STAGE:
            return _stage(facts, words)
        case Says.NOT_TODAY:
            return _not_today(facts, words)
    return words(SENTENCES[reason.says], **facts)


def _stage(facts: dict[str, object], words: Words) -> str:
    days = facts["from_day"]
    if not isinstance(days, int):
        return words("The stage is “{stage}”.", **facts)
    if days <= 0:
        return words("The stage is “{stage}”: due within {days} days.", days=-days, **facts)
    return words("The stage is “{stage}”, from day {from_day} on.", **facts)


def _not_today(facts: dict[str, object], words: Words) -> str:
    day = words(DAYS[str(facts["name"])])
    if facts["until"] is None:
        return words("Today is {day}, and the calendar knows no better day.", day=day)
    return words("Today is {day}: nothing is sent or filed before {until}.", day=day, **facts)
