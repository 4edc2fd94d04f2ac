"""A digest as it is mailed: what its message says, as text and as a page, with pictures of its
charts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import chain
from typing import Any, cast

from core.ports.letters import Attached, Illustrated
from core.usecases.digests import View
from handlers.messages.blocks import Message
from handlers.messages.digest import digest
from handlers.messages.digest_charts import main_charts, other_charts, takeaway
from handlers.messages.pages import Heading, Items, Page, Paragraph, Part, Picture, Row, Rows
from handlers.messages.pictures import picture
from handlers.messages.spreadsheets import File
from handlers.messages.text import Words

BOLD = re.compile(r"(?<!\w)\*([^*\n]+)\*(?!\w)")
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"<(https?://[^|>]+)\|([^>]*)>")
BULLET = "• "


def digest_letter(view: View, sheet: File, words: Words) -> Illustrated:
    """`sheet` has every row."""
    charts = [*main_charts(view, words), *chain.from_iterable(other_charts(view, words))]
    drawn = [picture(chart, f"chart-{n}", words) for n, chart in enumerate(charts, start=1)]
    message = digest(view, words)
    both = zip(charts, drawn, strict=True)
    pictures = [Picture(chart.alt, f"cid:{file.name}") for chart, file in both]
    title = words("Digest {number}", number=view.schedule.number)
    above = tuple(filter(None, (takeaway(view, words),)))
    parts = (*_parts(message), *pictures)
    page = Page({"zh": "zh-Hans"}.get(words.language, words.language), title, above, parts)
    return Illustrated(
        subject=_bare(message.text)[:150],
        text=page.as_text(),
        html=page.as_html(),
        language=page.language,
        pictures=tuple(Attached(file.name, file.content) for file in drawn),
        files=(Attached(sheet.name, sheet.content),),
    )


def _parts(message: Message) -> Iterator[Part]:
    """Buttons mean nothing here, and charts come as pictures."""
    for block in message.blocks:
        match cast(dict[str, Any], dict(block)):
            case {"type": "section", "text": {"text": str(text)}}:
                yield from _section(text)
            case {"type": "context", "elements": [*elements]}:
                yield from (Paragraph(_bare(str(one["text"]))) for one in elements)
            case {"type": "data_table", "caption": str(), "rows": [*rows]}:
                yield Rows(tuple(map(_row, rows)))


def _section(text: str) -> Iterator[Part]:
    """A line that is bold is a heading, lines with a bullet are a list."""
    items: list[str] = []
    for line in text.splitlines():
        if line.startswith(BULLET):
            items.append(_bare(line.removeprefix(BULLET)))
            continue
        if items:
            yield Items(tuple(items))
            items = []
        if line.strip():
            is_title = BOLD.fullmatch(line.strip()) is not None
            yield Heading(_bare(line)) if is_title else Paragraph(_bare(line))
    if items:
        yield Items(tuple(items))


def _row(cells: Sequence[Any]) -> Row:
    texts = [str(cell["text"]) for cell in cells if "text" in cell]
    return Row((texts[0],), tuple(texts[1:]))


def _bare(text: str) -> str:
    """Without Slack's marks. What came from outside was escaped, so a `<` is one of ours."""
    return unescape(CODE.sub(r"\1", BOLD.sub(r"\1", LINK.sub(r"\2 (\1)", text))))
