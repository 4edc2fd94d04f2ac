"""The advice on credit in words: each reason with its fact. It never decides anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.domain.credit_advice import Advice, Because, Reason
from handlers.messages.credit_words import terms_words
from handlers.messages.text import Safe, Words


def advice_line(advice: Advice, words: Words) -> str:
    """Limit and terms in one sentence."""
    facts = {"terms": terms_words(advice.terms, words)}
    if advice.limit is None:
        return words("{terms}; no limit follows from what was billed", **facts)
    if not advice.limit:
        return words("{terms}, no credit", **facts)
    said = words("{terms}, a limit of {limit}", limit=advice.limit, **facts)
    if advice.without_commitment:
        said += words(" and what is still committed, which is not known")
    return said


def advice_lines(advice: Advice, words: Words) -> list[str]:
    """The sentence, then its reasons, the gravest first."""
    title = words(
        "*Advice in {currency}:* {line}. People decide.",
        currency=Safe(advice.currency),
        line=Safe(advice_line(advice, words)),
    )
    return [title, *(f"• {reason_line(reason, words)}" for reason in advice.reasons)]


def reason_line(reason: Reason, words: Words) -> str:
    return SENTENCES[reason.because](reason, words)


def _late_now(reason: Reason, words: Words) -> str:
    return words.many(
        "{count} invoice is late, the oldest by {days}",
        "{count} invoices are late, the oldest by {days}",
        reason.count,
        days=_days(reason.days, words),
    )


def _paid_late(reason: Reason, words: Words) -> str:
    return words.many(
        "{late} of {count} paid invoice came late, at worst by {days}",
        "{late} of {count} paid invoices came late, at worst by {days}",
        reason.among,
        late=reason.count,
        days=_days(reason.days, words),
    )


def _paid_in_time(reason: Reason, words: Words) -> str:
    return words.many(
        "{count} paid invoice, none of them late",
        "{count} paid invoices, none of them late",
        reason.count,
    )


def _broken_promises(reason: Reason, words: Words) -> str:
    return words.many(
        "{count} promise to pay was broken", "{count} promises to pay were broken", reason.count
    )


def _returned(reason: Reason, words: Words) -> str:
    return words.many(
        "{count} payment came back from the bank",
        "{count} payments came back from the bank",
        reason.count,
    )


def _suspended(reason: Reason, words: Words) -> str:
    return words.many(
        "suspended for non-payment {count} time",
        "suspended for non-payment {count} times",
        reason.count,
    )


def _disputes(reason: Reason, words: Words) -> str:
    return words.many(
        "{count} invoice is in dispute", "{count} invoices are in dispute", reason.count
    )


def _new(reason: Reason, words: Words) -> str:
    return words("a customer for {days} only", days=_days(reason.days, words))


def _known(reason: Reason, words: Words) -> str:
    return words("a customer for {days}", days=_days(reason.days, words))


def _growth(reason: Reason, words: Words) -> str:
    return words(
        "billed {percent}% more a month than in the three months before", percent=reason.growth
    )


def _no_history(reason: Reason, words: Words) -> str:
    return words("nothing was billed yet, so nothing is known of how it pays")


def _days(days: int, words: Words) -> Safe:
    return Safe(words.many("{count} day", "{count} days", days))


SENTENCES: Mapping[Because, Callable[[Reason, Words], str]] = {
    Because.LATE_NOW: _late_now,
    Because.PAID_LATE: _paid_late,
    Because.PAID_IN_TIME: _paid_in_time,
    Because.BROKEN_PROMISES: _broken_promises,
    Because.RETURNED: _returned,
    Because.SUSPENDED: _suspended,
    Because.DISPUTES: _disputes,
    Because.NEW: _new,
    Because.KNOWN: _known,
    Because.GROWTH: _growth,
    Because.NO_HISTORY: _no_history,
}
