"""Charts as pictures: in every language each sign is there, wherever the desk runs."""

from __future__ import annotations

from dataclasses import replace
from zlib import crc32

import pytest

from handlers.messages.blocks import Point
from handlers.messages.digest_charts import Chart, Kind, main_charts
from handlers.messages.pictures import picture, svg
from handlers.messages.text import Words
from tests.handlers.test_cards import a_row
from tests.handlers.test_digest import a_digest, levels

LOCALES = ("en-US", "ko-KR", "zh-CN")
# A sign that no font has is drawn as a box.
NOWHERE = "\ue000"


def charts(words: Words) -> list[Chart]:
    view = a_digest(a_row("Contoso"), levels=levels("9000.00", "7000.00", "8000.00"))
    return main_charts(view, words)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_sign_of_a_chart_is_in_our_font(locale: str) -> None:
    words = Words(locale, "Europe/Berlin")

    def drawn(sign: str) -> int:
        alone = Chart(Kind.BARS, sign, "", (Point("", 0),), "")
        return crc32(picture(alone, "x", words).content)

    months = [words.short_day(a_digest().now.date().replace(month=m)) for m in range(1, 13)]
    said = "".join([*months, *(svg(chart, words) for chart in charts(words))])
    box = drawn(NOWHERE)
    assert [sign for sign in sorted(set(said) - {" "}) if drawn(sign) == box] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_picture_is_a_png_and_says_what_it_shows(locale: str) -> None:
    words = Words(locale, "Europe/Berlin")
    for number, chart in enumerate(charts(words)):
        file = picture(chart, f"chart-{number}", words)
        assert file.content.startswith(b"\x89PNG") and file.name == f"chart-{number}.png"
        assert len(file.content) < 100_000
        assert file.alt.startswith(chart.title)
        assert all(point.label in file.alt for point in chart.points)


def test_what_stands_in_a_chart_is_no_markup() -> None:
    (chart, _) = charts(Words())
    odd = replace(chart, title="<rect/> & co", points=(Point("<b>", 1), Point("&", 0)))
    shown = svg(odd, Words())
    assert "&lt;rect/&gt; &amp; co" in shown and "<b>" not in shown
    assert picture(odd, "odd", Words()).content
