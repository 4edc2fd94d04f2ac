"""A simulation as one page that needs no other: a chart for each stage, days, and what changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.domain.comparing import Comparison
from core.domain.simulation_sums import Day, Outlook
from core.usecases.simulating import Simulated
from handlers.messages.pages import PAGES, Heading, Page, Paragraph, Part, Row, Rows
from handlers.messages.simulation_charts import Chart, Series, chart
from handlers.messages.simulation_lines import (
    SHOWN_OF_VERSION,
    SUPPOSED,
    action_word,
    changed,
    day_said,
    headline,
    held_up,
    moved,
    past_said,
    proposed,
    stage_said,
    when,
    who,
)
from handlers.messages.text import Words

NOW, BEFORE = "now", "before"
MOST_CUSTOMERS = 500


@dataclass(frozen=True, slots=True)
class Key:
    """Which colour is which policy."""

    now: str
    before: str


def simulation_page(found: Simulated, words: Words) -> str:
    """HTML for a telephone, for a screen and for paper."""
    outlook = found.edited or found.outlook
    sums = (who(outlook, words), proposed(outlook, words), held_up(outlook, words))
    above = (words(SUPPOSED), " ".join(filter(None, sums)))
    page = Page(words.locale, headline(outlook, words), above, tuple(_parts(found, outlook, words)))
    key = Key(_named(outlook), _named(found.outlook)) if found.edited else None
    template = PAGES.get_template("simulation.html")
    return template.render(page=page, charts=_charts(found, words), key=key)


def _named(found: Outlook) -> str:
    return f"{found.scheme.rules.name} {found.scheme.version[:SHOWN_OF_VERSION]}"


def _charts(found: Simulated, words: Words) -> list[Chart]:
    """Mildest stage first, each on the same scale."""
    outlook = found.edited or found.outlook
    days = {NOW: outlook.by_day()}
    if found.edited is not None:
        days[BEFORE] = found.outlook.by_day()
    series = {
        name: [_series(kind, each, name) for kind, each in days.items()] for name in outlook.stages
    }
    most = max((n for every in series.values() for one in every for n in one.counts), default=0)
    dates = [one.on for one in days[NOW]]
    return [
        chart(
            words.value(name), stage_said(outlook, name, words), dates, every, max(1, most), words
        )
        for name, every in series.items()
    ]


def _series(kind: str, days: Sequence[Day], name: str) -> Series:
    return Series(kind, [one.reached[name].customers if name in one.reached else 0 for one in days])


def _parts(found: Simulated, outlook: Outlook, words: Words) -> Iterator[Part]:
    if found.changes is not None:
        yield Heading(words("What the edited policy changes"))
        yield Paragraph(changed(found.changes, words))
        yield from _changes(found.changes, words)
    if found.past is not None:
        yield Heading(words("What it would have done"))
        yield Paragraph("\n".join(past_said(found.past, words)))
        yield from _changes(found.past.comparison, words)
    yield Heading(words("Day by day"))
    happens = [(one.on, day_said(one, words)) for one in outlook.by_day()]
    rows = [Row((words.value(on),), tuple(said)) for on, said in happens if said]
    yield Rows(tuple(rows)) if rows else Paragraph(words("Nothing happens."))
    if outlook.unjudged:
        yield Heading(words("Not judged"))
        yield Rows(
            tuple(Row((one.name,), (_no_floor(one.currency, words),)) for one in outlook.unjudged)
        )


def _no_floor(currency: str, words: Words) -> str:
    return words("the policy has no floor for {currency}", currency=currency)


def _changes(found: Comparison, words: Words) -> Iterator[Part]:
    differences = (*found.proposals, *found.stages)
    rows = tuple(
        Row(
            (one.name, action_word(one.what, words)),
            (moved(one, words), f"{when(one.before, words)} → {when(one.after, words)}"),
        )
        for one in differences[:MOST_CUSTOMERS]
    )
    if rows:
        yield Rows(rows)
    if len(differences) > MOST_CUSTOMERS:
        yield Paragraph(words("and {count} more", count=len(differences) - MOST_CUSTOMERS))
