"""How a customer pays, in words, with the formula by which it is counted."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_FLOOR, Decimal

from core.domain.payment_behaviour import LEAST, Behaviour, Pace, Paying, Promised, Trend
from handlers.messages.text import N_, Safe, Words

TRENDS: Mapping[Trend, str] = {
    Trend.FASTER: N_("Faster: {now} days in the last three months, {then} in the nine before."),
    Trend.STEADY: N_("Steady: {now} days in the last three months, {then} in the nine before."),
    Trend.SLOWER: N_("Slower: {now} days in the last three months, {then} in the nine before."),
}


def behaviour_lines(found: Behaviour, words: Words) -> list[str]:
    """A line for each currency, and one for what was promised and what came back."""
    said = [paying_line(one, words) for one in found.currencies]
    if not said:
        said = [words("*Pays:* nothing that was paid in the last twelve months is known.")]
    return [*said, *filter(None, [_kept(found, words)])]


def lines_in(found: Behaviour, currency: str, words: Words) -> list[str]:
    """The same of one currency, where there is anything to say of it."""
    one = found.of(currency)
    said = [paying_line(one, words)] if one else []
    return [*said, *filter(None, [_kept(found, words)])]


def paying_line(one: Paying, words: Words) -> str:
    code = Safe(one.currency)
    if one.pace is None:
        return words.many(
            "*Pays {currency}:* {count} invoice in twelve months is too little to say how.",
            "*Pays {currency}:* {count} invoices in twelve months are too few to say how.",
            one.documents,
            currency=code,
        )
    said = [words("*Pays {currency}:* {pace}; {share}.", currency=code,
                  pace=_pace(one.pace, words), share=_share(one, words))]  # fmt: skip
    return " ".join([*said, *filter(None, [_trend(one, words), _at_latest(one, words)])])


def _pace(pace: Pace, words: Words) -> Safe:
    facts = {"days": pace.to_pay, "late": pace.beyond_terms}
    if not pace.beyond_terms:
        return Safe(words("after {days} days, none beyond terms", **facts))
    return Safe(words("after {days} days, {late} of them beyond terms", **facts))


def _share(one: Paying, words: Words) -> Safe:
    facts = {"on_time": one.on_time, "percent": percent(one.share_by_amount)}
    said = words.many(
        "{on_time} of {count} invoice on time, {percent}% of the amount",
        "{on_time} of {count} invoices on time, {percent}% of the amount",
        one.documents,
        **facts,
    )
    return Safe(said)


def percent(share: Decimal) -> int:
    """Rounded down: only all of it is a hundred."""
    return int((share * 100).to_integral_value(ROUND_FLOOR))


def _trend(one: Paying, words: Words) -> str:
    if one.trend is None or one.lately is None or one.before is None:
        return ""
    return words(TRENDS[one.trend], now=one.lately.to_pay, then=one.before.to_pay)


def _at_latest(one: Paying, words: Words) -> str:
    """Where the books name no day, the true one may be earlier."""
    if not one.at_latest:
        return ""
    return words.many(
        "At the latest: of {count} the books name no day, and the one counts on which it was seen "
        "closed.",
        "At the latest: of {count} the books name no day, and the one counts on which each was "
        "seen closed.",
        one.at_latest,
    )


def _kept(found: Behaviour, words: Words) -> str:
    said = [_promises(found.promised, words)] if found.promised else []
    if found.returned:
        said.append(
            words.many(
                "*Came back:* {count} payment.", "*Came back:* {count} payments.", found.returned
            )
        )
    return " ".join(said)


def _promises(promised: Promised, words: Words) -> str:
    parts = (
        words("{count} kept", count=promised.kept),
        words("{count} kept in part", count=promised.partly),
        words("{count} broken", count=promised.broken),
    )
    counts = (promised.kept, promised.partly, promised.broken)
    shown = [Safe(part) for part, count in zip(parts, counts, strict=True) if count]
    return words("*Promises:* {parts}.", parts=shown)


def formula(found: Behaviour, words: Words) -> str:
    """By what the lines are counted; empty where there is nothing to explain."""
    if not any(one.pace for one in found.currencies):
        return ""
    return words(
        "How it pays: what was paid in twelve months, weighted by amount. Days run from issue to "
        "payment, beyond terms from due to payment, early ones as 0; from {least} invoices on. "
        "What is open, credited or written off is not in it. It decides nothing.",
        least=LEAST,
    )
