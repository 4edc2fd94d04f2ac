"""Signs of fraud as a table of text, and how often each kind was right; safe to open."""

from __future__ import annotations

from collections.abc import Sequence

from core.domain.signals import KindPrecision, Label
from core.usecases.signal_reports import Listed
from handlers.messages.escaping import one_line
from handlers.messages.signal_words import FACTS, kind_word
from handlers.messages.spreadsheets import LONGEST_CELL, File, Sheet, Value, as_csv
from handlers.messages.text import N_, Words

COLUMNS = (
    *(N_("Last seen"), N_("First seen"), N_("Customer"), N_("Domain"), N_("Signal")),
    *(N_("Strength"), N_("Score"), N_("Case"), N_("Judged"), N_("Why")),
)
PRECISION = (N_("Signal"), N_("True"), N_("False"), N_("Unknown"), N_("Precision"))
LABELS = {
    Label.TRUE: N_("true"),
    Label.FALSE: N_("false"),
    Label.UNKNOWN: N_("nobody knows"),
}


def signal_sheet(found: Sequence[Listed], words: Words) -> Sheet:
    """Times are UTC."""
    rows = tuple(_row(one, words) for one in found)
    return Sheet(tuple(map(words, COLUMNS)), rows, (0,) * len(rows), words("Signals"))


def _row(one: Listed, words: Words) -> tuple[Value, ...]:
    signal = one.signal
    return (
        f"{signal.last_seen:%Y-%m-%d %H:%M}",
        f"{signal.first_seen:%Y-%m-%d %H:%M}",
        one_line(one.customer, LONGEST_CELL),
        one.domain,
        kind_word(signal.kind, words) + (words(" (test)") if signal.is_test else ""),
        signal.strength,
        one.score,
        f"#{one.case}" if one.case else "",
        words(LABELS[signal.label]) if signal.is_judged() else "",
        one_line(words.strung(_fact(*fact, words) for fact in signal.facts), LONGEST_CELL),
    )


def _fact(name: str, value: str, words: Words) -> str:
    return f"{words(name) if name in FACTS else name}: {value}"


def precision_sheet(found: Sequence[KindPrecision], words: Words) -> Sheet:
    """Without anything that somebody could judge there is no precision."""
    rows = tuple(
        (
            kind_word(one.kind, words),
            one.true,
            one.false,
            one.unknown,
            "" if one.percent is None else f"{one.percent:.0f}%",
        )
        for one in found
    )
    return Sheet(tuple(map(words, PRECISION)), rows, (0,) * len(rows), words("Precision"))


def signal_file(found: Sequence[Listed], words: Words) -> File:
    return File("signals.csv", as_csv(signal_sheet(found, words)))
