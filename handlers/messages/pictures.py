"""A chart as a picture, for a Slack that draws none: an SVG of our own, and the PNG of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from handlers.messages.blocks import Point
from handlers.messages.digest_charts import Chart, Kind
from handlers.messages.spreadsheets import File
from handlers.messages.text import Words

# It comes with the desk: no machine needs fonts of its own.
FONT = Path(__file__).parent / "fonts" / "NotoSansCJKsc-some.otf"
FAMILY = "Noto Sans CJK SC"
WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 24, 24, 96, 52
PLOT, PLOT_WIDTH = HEIGHT - TOP - BOTTOM, WIDTH - LEFT - RIGHT
# Where a number stands that would be on the line above its point.
BELOW = 34
# So far are the ends of a line from those of the axis.
INSET = 40
# Three times as many dots as a telephone has points.
ZOOM = 1.5
INK, BLUE = "#1d1c1d", "#1264a3"
TITLE, TEXT = 30, 22
MOST_LABELS = 5


def picture(chart: Chart, name: str, words: Words) -> File:
    """A PNG of about 1,080 by 600 dots."""
    # Only who draws a picture pays for it.
    import resvg_py

    drawn = resvg_py.svg_to_bytes(
        svg_string=svg(chart, words),
        font_files=[str(FONT)],
        font_family=FAMILY,
        skip_system_fonts=True,
        zoom=ZOOM,
        background="white",
    )
    return File(f"{name}.png", bytes(drawn), chart.alt)


def svg(chart: Chart, words: Words) -> str:
    top = max(1, *(point.value for point in chart.points))
    inside = [
        _text(LEFT, 46, chart.title, size=TITLE),
        f'<rect x="{LEFT}" y="{TOP + PLOT}" width="{PLOT_WIDTH}" height="2" fill="{INK}"/>',
        *(_bars(chart, top, words) if chart.kind is Kind.BARS else _course(chart, top, words)),
    ]
    size = f'width="{WIDTH}" height="{HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(inside)}</svg>'


def _bars(chart: Chart, top: int, words: Words) -> Iterator[str]:
    step = PLOT_WIDTH / len(chart.points)
    for number, point in enumerate(chart.points):
        middle, y = LEFT + step * (number + 0.5), _y(point, top)
        yield (
            f'<rect x="{middle - step * 0.35:.1f}" y="{y:.1f}" width="{step * 0.7:.1f}" '
            f'height="{TOP + PLOT - y:.1f}" fill="{BLUE}"/>'
        )
        yield _text(middle, y - 8, words.value(point.value), anchor="middle")
        yield _text(middle, HEIGHT - 18, point.label, anchor="middle")


def _course(chart: Chart, top: int, words: Words) -> Iterator[str]:
    """The first and the last point are told, off the line; days stand below as far as there is
    room."""
    points = chart.points
    step = (PLOT_WIDTH - 2 * INSET) / max(1, len(points) - 1)
    places = [(LEFT + INSET + step * n, _y(point, top)) for n, point in enumerate(points)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    yield f'<polyline points="{path}" fill="none" stroke="{BLUE}" stroke-width="5"/>'
    every = -(-len(points) // MOST_LABELS)
    for number, (point, (x, y)) in enumerate(zip(points, places, strict=True)):
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="{BLUE}"/>'
        if number in (0, len(points) - 1):
            beside = points[1] if number == 0 else points[-2]
            falls = beside.value > point.value and y + BELOW < TOP + PLOT
            away = BELOW if falls else -16
            yield _text(x, y + away, words.value(point.value), anchor=_anchor(number))
        if (len(points) - 1 - number) % every == 0:
            yield _text(x, HEIGHT - 18, point.label, anchor="middle")


def _anchor(number: int) -> str:
    return "end" if number else "start"


def _y(point: Point, top: int) -> float:
    return TOP + PLOT * (1 - point.value / top)


def _text(x: float, y: float, text: str, *, size: int = TEXT, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{FAMILY}" font-size="{size}" '
        f'text-anchor="{anchor}" fill="{INK}">{escape(text)}</text>'
    )
