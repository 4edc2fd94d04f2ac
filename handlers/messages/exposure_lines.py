"""Money owed, by currency and age, as short lines that a phone can show."""

from __future__ import annotations

from collections.abc import Mapping

from core.domain.exposure import BUCKETS, Exposure, Standing
from core.domain.money import Money
from handlers.messages.text import N_, Safe, Words

STANDINGS: Mapping[Standing, str] = {
    Standing.SUSPENDED: N_("suspended"),
    Standing.AT_RISK: N_("at risk"),
    Standing.OVERDUE: N_("overdue"),
    Standing.WATCH: N_("watch"),
    Standing.UNKNOWN: N_("standing unknown"),
    Standing.GOOD: N_("good"),
}
BUCKET_NAMES: Mapping[str, str] = dict(
    zip(
        BUCKETS,
        (N_("not due"), N_("1–30 days"), N_("31–60 days"), N_("61–90 days"), N_("over 90 days")),
        strict=True,
    )
)


def standing_word(standing: Standing, words: Words) -> Safe:
    return Safe(words(STANDINGS[standing]))


def amounts(sums: Mapping[str, Money], words: Words) -> Safe:
    """Each currency by itself; they are never added up."""
    return Safe(words.listed(words.value(m) for m in sums.values() if m) or words("nothing"))


def bucket_lines(buckets: Mapping[str, Mapping[str, Money]], words: Words) -> list[str]:
    """One line for each currency, named once, with the ages in which something is open."""
    return [line for sums in buckets.values() if (line := _buckets(sums, words))]


def _buckets(sums: Mapping[str, Money], words: Words) -> str:
    """What is late by age, then what is not due yet."""
    filled = [name for name in (*BUCKETS[1:], BUCKETS[0]) if sums.get(name)]
    said = [
        words(
            "{amount} ({bucket})",
            amount=Safe(_without_code(sums[name], words)),
            bucket=Safe(words(BUCKET_NAMES[name])),
        )
        for name in filled
    ]
    code = next((sums[name].currency for name in filled), "")
    return words("{code}: {ages}", code=code, ages=words.listed(said)) if said else ""


def _without_code(money: Money, words: Words) -> str:
    return words.value(money).removeprefix(money.currency).strip()


def other_lines(exposure: Exposure, words: Words) -> list[str]:
    """What is open and not counted, and why."""
    said = {
        words(
            "In dispute, not counted: {amounts}.", amounts=amounts(exposure.disputed, words)
        ): any(exposure.disputed.values()),
        words("Credits not applied: {amounts}.", amounts=amounts(exposure.credits, words)): any(
            exposure.credits.values()
        ),
        words(
            "Shown, never counted (fees, drafts, other business, written off): {amounts}.",
            amounts=amounts(exposure.not_counted, words),
        ): any(exposure.not_counted.values()),
        words(
            "Unknown, since missing from the newest books: {numbers}.",
            numbers=[document.number for document in exposure.unknown[:10]],
        ): bool(exposure.unknown),
    }
    return [sentence for sentence, says_something in said.items() if says_something]
