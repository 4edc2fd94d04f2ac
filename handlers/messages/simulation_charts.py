"""Bars over the days, one chart for each stage, as a page draws them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.messages.text import Words

WIDTH, HEIGHT = 340, 120
LEFT, TOP, BOTTOM = 28, 6, 20
PLOT = HEIGHT - TOP - BOTTOM
MOST_LABELS = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """A line of the scale, or a day below it."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """`kind` is `now` or `before`; `text` is read out."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """`said` is what the chart shows, in words."""

    title: str
    said: str
    lines: tuple[Mark, ...]
    labels: tuple[Mark, ...]
    bars: tuple[Bar, ...]
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Series:
    """One number for each day."""

    kind: str
    counts: Sequence[int]


def chart(
    title: str, said: str, days: Sequence[date], series: Sequence[Series], most: int, words: Words
) -> Chart:
    """`most` is the top of the scale, the same in every chart that is compared."""
    top = _round(most)
    lines = (Mark(LEFT, TOP, words.value(top)), Mark(LEFT, TOP + PLOT, "0"))
    bars = [
        bar
        for place, one in enumerate(series)
        for bar in _bars(one, place, len(series), days, top, words)
    ]
    return Chart(title, said, lines, tuple(_labels(days, words)), tuple(bars))


def _bars(
    one: Series, place: int, of: int, days: Sequence[date], top: int, words: Words
) -> Iterator[Bar]:
    """Those of several series stand side by side."""
    step = (WIDTH - LEFT) / len(days)
    width = step * 0.8 / of
    for number, (day, count) in enumerate(zip(days, one.counts, strict=True)):
        if count:
            height = round(PLOT * count / top, 1)
            x = round(LEFT + number * step + step * 0.1 + place * width, 1)
            text = f"{words.value(day)}: {words.value(count)}"
            yield Bar(one.kind, x, round(TOP + PLOT - height, 1), round(width, 1), height, text)


def _labels(days: Sequence[date], words: Words) -> Iterator[Mark]:
    step = (WIDTH - LEFT) / len(days)
    every = max(1, -(-len(days) // MOST_LABELS))
    for number in range(0, len(days), every):
        yield Mark(round(LEFT + number * step, 1), HEIGHT - 5, words.short_day(days[number]))


def _round(most: int) -> int:
    """The next number that is easily read: 1, 2, 5, 10, 20, 50, ..."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if most <= factor * size:
                return factor * size
        size *= 10
