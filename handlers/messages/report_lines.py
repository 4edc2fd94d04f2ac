"""A report on the fraud desk, in lines that a telephone can show; each number says what it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.domain.case_sums import LEAST_DAYS, Age, Report, Spread
from core.domain.cases import Severity
from core.domain.money import Money
from handlers.messages.blocks import Block, Message, context, header, section
from handlers.messages.case_words import SEVERITIES, span
from handlers.messages.reasons import named
from handlers.messages.signal_words import KINDS
from handlers.messages.text import N_, Safe, Words

AGES: Mapping[str, str] = {
    Age.DAY: N_("under a day"),
    Age.WEEK: N_("under a week"),
    Age.MONTH: N_("under 30 days"),
    Age.OLDER: N_("older"),
}
OUTCOMES: Mapping[str, str] = {
    "running": N_("contained still"),
    "unratified": N_("not ratified yet"),
    "undoing": N_("being rolled back"),
    "lifted": N_("lifted"),
    "rolled_back": N_("rolled back"),
    "nothing_done": N_("nothing was suspended"),
    "unclear": N_("whether anything was suspended is unclear"),
    "case_closed": N_("ended with its case"),
}
DEFINITIONS = (
    N_("Cases of fraud and misuse; one that was merged counts where it goes on."),
    N_("First answer: from the opening of a case until somebody took it up."),
    N_("Containment: from the first sign until the first suspension was confirmed. False alarms "
       "are left out here and in the losses."),
    N_("Suffered: what each day cost on Azure above the usual, from the first abuse until it was "
       "contained. Usual: the median of that weekday in the eight weeks before."),
    N_("Avoided: one more day like the worse of the last two. Nobody knows how long it would have "
       "gone on, so no more is claimed. Licences are not counted: suspending saves nothing there."),
    N_("Precision: of what somebody judged, how much was true."),
    N_("Pages: from the first call until somebody took it."),
)  # fmt: skip


def report_message(report: Report, words: Words) -> Message:
    """For whoever asked."""
    title = words("Fraud desk, {first} to {last}", first=report.begins, last=report.ends)
    blocks: list[Block] = [header(title)]
    blocks += [section("\n".join(lines)) for lines in _parts(report, words)]
    return Message(title, (*blocks, *(context(words(one)) for one in DEFINITIONS)))


def _parts(report: Report, words: Words) -> Iterable[list[str]]:
    yield [
        words("*Opened:* {count}", count=report.cases),
        words("*First answer:* {spread}", spread=_spread(report.to_response, words)),
        words("*Containment:* {spread}", spread=_spread(report.to_contain, words)),
    ]
    yield [words("*Open now:*"), *_open(report, words)]
    yield _loss(report, words)
    yield [words("*Containments:*"), *_containments(report, words)]
    yield [words("*Signals:*"), *_signals(report, words)]
    yield _pages(report, words)


def _spread(found: Spread, words: Words) -> Safe:
    if found.median is None or found.p90 is None:
        none = words("{count} without one yet", count=found.missing)
        return Safe(none if found.missing else words("none"))
    said = words(
        "{median} (median), {p90} (nine of ten), {count} measured",
        median=span(found.median, words),
        p90=span(found.p90, words),
        count=found.count,
    )
    if not found.missing:
        return Safe(said)
    return words.clauses((said, words("{count} without one yet", count=found.missing)))


def _open(report: Report, words: Words) -> list[str]:
    lines = []
    for severity in reversed(Severity):
        counts = [(age, n) for (graded, age), n in report.open.items() if graded is severity]
        if counts:
            said = words.listed(f"{n} {named(age, AGES, words)}" for age, n in counts)
            name = named(severity, SEVERITIES, words)
            lines.append(words("{severity}: {counts}", severity=name, counts=Safe(said)))
    return lines or [words("none")]


def _loss(report: Report, words: Words) -> list[str]:
    found = report.loss
    lines = [
        words("*Suffered:* {sums}", sums=_sums(found.suffered, words)),
        words("*Avoided:* {sums}", sums=_sums(found.avoided, words)),
    ]
    if found.unknown:
        unknown = words.many(
            "Of {count} case no usual spend is known: it takes {days} days of Azure before it.",
            "Of {count} cases no usual spend is known: it takes {days} days of Azure before them.",
            found.unknown,
            days=LEAST_DAYS,
        )
        lines.append(unknown)
    return lines


def _sums(sums: tuple[Money, ...], words: Words) -> Safe:
    """Currencies stand side by side and are never added up."""
    return Safe(words.listed(words.value(one) for one in sums) or words("nothing that is known"))


def _containments(report: Report, words: Words) -> list[str]:
    lines = [
        words("{outcome}: {count}", outcome=named(name, OUTCOMES, words), count=count)
        for name, count in report.containments.items()
    ]
    if report.alone:
        lines.append(words("Begun by one person alone: {count}", count=report.alone))
    return lines or [words("none")]


def _signals(report: Report, words: Words) -> list[str]:
    lines = []
    for one in report.precision:
        percent = words("{percent}% true", percent=round(one.percent)) if one.percent is not None \
            else words("nobody could judge")  # fmt: skip
        said = words(
            "{kind}: {percent} ({true} true, {false} false, {unknown} unknown)",
            kind=Safe(words(KINDS[one.kind])),
            percent=Safe(percent),
            true=one.true,
            false=one.false,
            unknown=one.unknown,
        )
        lines.append(said)
    return lines or [words("none was judged")]


def _pages(report: Report, words: Words) -> list[str]:
    pages = report.pages
    lines = [words("*Pages taken:* {spread}", spread=_spread(pages.to_take, words))]
    if pages.by_itself:
        lines.append(words("Ended without a click: {count}", count=pages.by_itself))
    if pages.open:
        lines.append(words("Not taken yet: {count}", count=pages.open))
    return lines
