"""What customers read, as a row of simple parts: as plain text, as Markdown and as one page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from unicodedata import east_asian_width

from jinja2 import Environment, FileSystemLoader, StrictUndefined

PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "texts"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
# What stands between two things, and before what is said of one.
_LATIN, _CHINESE = (", ", ": "), ("，", "：")
# Signs that Markdown would take for its own.
_MARKS = re.compile(r"([\\`*_\[\]<>#|~])")


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `numbered` where the order matters."""

    texts: tuple[str, ...]
    numbered: bool = False
    kind: str = "items"


@dataclass(frozen=True, slots=True)
class Row:
    """A line with what it is on the left and figures on the right; the first of each stands out."""

    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    rows: tuple[Row, ...]
    kind: str = "rows"


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    kind: str = "link"


@dataclass(frozen=True, slots=True)
class Picture:
    """`alt` says all that it shows, to those who do not see it."""

    alt: str
    source: str
    kind: str = "picture"


Part = Heading | Paragraph | Items | Rows | Link | Picture


@dataclass(frozen=True, slots=True)
class Page:
    """`above` stands small over the title, such as who writes and when."""

    language: str
    title: str
    above: tuple[str, ...]
    parts: tuple[Part, ...]

    def as_html(self) -> str:
        """One file that needs no other: for a telephone, light or dark, and for paper."""
        return PAGES.get_template("page.html").render(page=self)

    def as_text(self) -> str:
        said = (self._text(part) for part in self.parts)
        return "\n\n".join(("\n".join(self.above), *said)).strip() + "\n"

    def as_markdown(self) -> str:
        above = "  \n".join(map(_marked, self.above))
        said = (f"# {_marked(self.title)}", above, *map(self._markdown, self.parts))
        return "\n\n".join(filter(None, said)) + "\n"

    def _text(self, part: Part) -> str:
        match part:
            case Heading(text):
                return f"{text}\n{'-' * _width(text)}"
            case Paragraph(text):
                return text
            case Items(texts, numbered):
                return "\n".join(_listed(texts, numbered))
            case Rows(rows):
                return "\n".join(map(self._row, rows))
            case Link(label, url):
                return f"{label}{self._signs()[1]}{url}"
            case Picture(alt):
                return alt

    def _markdown(self, part: Part) -> str:
        match part:
            case Heading(text):
                return f"## {_marked(text)}"
            case Paragraph(text):
                return _marked(text).replace("\n", "  \n")
            case Items(texts, numbered):
                return "\n".join(_listed(map(_marked, texts), numbered))
            case Rows(rows):
                return "\n".join(f"- {_marked(self._row(row))}" for row in rows)
            case Link(label, url):
                return f"[{_marked(label)}]({url})"
            case Picture(alt, source):
                return f"![{_marked(alt)}]({source})"

    def _row(self, row: Row) -> str:
        """A single figure stands behind its name; several take a line of their own."""
        comma, colon = self._signs()
        between = colon if len(row.right) == 1 else "\n  "
        return f"{comma.join(row.left)}{between}{comma.join(row.right)}"

    def _signs(self) -> tuple[str, str]:
        return _CHINESE if self.language == "zh-Hans" else _LATIN


def paragraphs(text: str) -> Iterator[Paragraph]:
    """Text with empty lines in it."""
    for one in re.split(r"\n\s*\n", text.strip()):
        if one.strip():
            yield Paragraph(one.strip())


def _width(text: str) -> int:
    """In columns: Chinese and Korean signs take two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _listed(texts: Iterable[str], numbered: bool) -> Iterator[str]:
    return (f"{n}. {one}" if numbered else f"- {one}" for n, one in enumerate(texts, 1))


def _marked(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)
