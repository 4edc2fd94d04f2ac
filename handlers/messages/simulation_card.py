"""A simulation in Slack: what it comes to, a chart of the weeks, and who it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.domain.comparing import Comparison, Difference
from core.domain.plans import Action
from core.domain.simulation_sums import Day, Outlook
from core.usecases.simulating import Simulated
from handlers.messages.blocks import (
    Block,
    Cell,
    Message,
    Point,
    bar_chart,
    context,
    data_table,
    section,
)
from handlers.messages.exposure_lines import amounts
from handlers.messages.overdue_table import fitting
from handlers.messages.simulation_lines import (
    SUPPOSED,
    action_word,
    changed,
    headline,
    held_up,
    moved,
    past_said,
    proposed,
    stage_said,
    when,
    who,
)
from handlers.messages.text import Safe, Words

# What a chart takes.
MOST_POINTS, MOST_SERIES = 20, 12
MOST_ROWS, PAGE = 100, 10


def simulation_card(found: Simulated, words: Words) -> Message:
    """For the one who asked. The files beside it have every customer and every day."""
    outlook = found.edited or found.outlook
    first = headline(outlook, words)
    blocks: list[Block] = [section(f"*{first}*\n{_sums(found, words)}")]
    if any(outlook.reached().values()):
        blocks.append(_chart(outlook, words))
    blocks.append(section("\n".join(_stages(outlook, words))))
    blocks += _table(found, words)
    if found.past is not None:
        blocks.append(section("\n".join([words("*In the past*"), *past_said(found.past, words)])))
    spoken = words.stopped((first, proposed(outlook, words)))
    return Message(spoken, (*blocks, context(words(SUPPOSED))))


def _sums(found: Simulated, words: Words) -> str:
    outlook = found.edited or found.outlook
    said = [who(outlook, words), proposed(outlook, words), held_up(outlook, words)]
    if found.changes is not None:
        said.append(changed(found.changes, words))
    if outlook.unjudged:
        said.append(
            words(
                "Not judged, since the policy has no floor: {names}.",
                names=[f"{one.name} ({one.currency})" for one in outlook.unjudged[:PAGE]],
            )
        )
    return "\n".join(filter(None, said))


def _stages(found: Outlook, words: Words) -> list[str]:
    return [
        words("• *{name}*: {said}", name=name, said=Safe(stage_said(found, name, words)))
        for name in found.stages
    ]


def _chart(found: Outlook, words: Words) -> Block:
    """Weeks, or what else fits; the mildest stages are left out where there are too many."""
    spans = list(_spans(found.by_day()))
    series = {
        name: [Point(words.short_day(span[0].on), _coming(span, name)) for span in spans]
        for name in found.stages[-MOST_SERIES:]
    }
    filled = {name: points for name, points in series.items() if any(p.value for p in points)}
    return bar_chart(words("Customers at each stage, by week"), filled)


def _spans(days: Sequence[Day]) -> Iterator[Sequence[Day]]:
    length = max(7, -(-len(days) // MOST_POINTS))
    for first in range(0, len(days), length):
        yield days[first : first + length]


def _coming(days: Sequence[Day], name: str) -> int:
    return sum(day.reached[name].customers for day in days if name in day.reached)


def _table(found: Simulated, words: Words) -> list[Block]:
    return _who_changes(found.changes, words) if found.changes else _who_is_proposed(found, words)


def _who_changes(found: Comparison, words: Words) -> list[Block]:
    rows = [_difference(one, words) for one in (*found.proposals, *found.stages)]
    names = [words("Customer"), words("What"), words("Change"), words("Was"), words("Would be")]
    return _fitted(words("What the edited policy changes"), names, rows, words)


def _who_is_proposed(found: Simulated, words: Words) -> list[Block]:
    rows = list(_proposals(found.outlook, words))
    names = [words("Customer"), words("Day"), words("Net overdue")]
    return _fitted(words("Who would be proposed for suspension"), names, rows, words)


def _fitted(
    caption: str, names: Sequence[str], rows: Sequence[tuple[Cell, ...]], words: Words
) -> list[Block]:
    if not rows:
        return []
    shown = fitting(rows[:MOST_ROWS])
    header = tuple(Cell(name) for name in names)
    blocks = [data_table(caption, [header, *rows[:shown]], page_size=PAGE)]
    if shown < len(rows):
        said = words(
            "These are {shown} of {all}; the files have them all.", shown=shown, all=len(rows)
        )
        blocks.append(section(said))
    return blocks


def _difference(one: Difference, words: Words) -> tuple[Cell, ...]:
    return (
        Cell(one.name),
        Cell(action_word(one.what, words)),
        Cell(moved(one, words), one.days()),
        Cell(when(one.before, words)),
        Cell(when(one.after, words)),
    )


def _proposals(found: Outlook, words: Words) -> Iterator[tuple[Cell, ...]]:
    """Soonest first."""
    moments = [
        (moment.on, one.name, moment)
        for one in found.journeys
        for moment in one.moments
        if Action.SUSPEND in moment.proposals
    ]
    for on, name, moment in sorted(moments, key=lambda found: found[:2]):
        owed = {money.currency: money for money in moment.overdue}
        largest = max((money.amount for money in moment.overdue), default=None)
        said = str(amounts(owed, words))
        yield (
            Cell(name),
            Cell(words.value(on), (on - found.since).days),
            Cell(said, largest),
        )
