"""What the parts of a case are called."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from core.domain.cases import Evidence, Outcome, Severity
from core.domain.plans import Reason
from core.domain.playbook import item_of
from handlers.messages.text import N_, Safe, Words

SEVERITIES: Mapping[str, str] = {
    Severity.LOW: N_("low"),
    Severity.MEDIUM: N_("medium"),
    Severity.HIGH: N_("high"),
    Severity.CRITICAL: N_("critical"),
}
OUTCOMES: Mapping[str, str] = {
    Outcome.CONFIRMED_FRAUD: N_("Fraud, confirmed"),
    Outcome.MISUSE_CONFIRMED: N_("Misuse, confirmed"),
    Outcome.FALSE_ALARM: N_("False alarm"),
    Outcome.UNPROVEN: N_("Nobody can say"),
    Outcome.PAID: N_("Paid"),
    Outcome.AGREED: N_("Agreed on"),
    Outcome.UNCOLLECTABLE: N_("Cannot be collected"),
    Outcome.MERGED: N_("Merged into another case"),
}
EVIDENCE: Mapping[str, str] = {
    Evidence.NOTHING: N_("nothing more"),
    Evidence.NOTE: N_("a note: who, when, how"),
    Evidence.LINK: N_("a link to it"),
    Evidence.FILE: N_("a link to the file"),
    Evidence.PLAN: N_("the plan, by the start of its hash, or a link"),
    Evidence.TICKET: N_("the service request, by its number, or a link"),
    Evidence.LETTER: N_("the letter, by its date or reference"),
}


def item_words(kind: Reason, item_id: str, words: Words) -> Safe:
    """What an item of a checklist says; the id of one that is no more."""
    item = item_of(kind, item_id)
    return Safe(words(item.words) if item else words.value(item_id))


def span(time: timedelta, words: Words) -> Safe:
    """A length of time in its two largest units, for a glance: 2 d 4 h, 3 h 05 min, 12 min."""
    minutes = max(0, int(time.total_seconds())) // 60
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return Safe(words("{days} d {hours} h", days=days, hours=hours))
    if hours:
        return Safe(words("{hours} h {minutes} min", hours=hours, minutes=minutes))
    return Safe(words("{minutes} min", minutes=minutes))
