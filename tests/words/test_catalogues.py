"""Each catalogue says every sentence of the desk, whole, and no other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message

from tests.words.__main__ import LANGUAGES, brought_up, catalogue_of, is_said, written

# What Slack reads as bold and as code, and what a line ends with.
MARKS = "*`\n"


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def catalogue(language: str) -> Catalog:
    return brought_up(language, catalogue_of(language))


def test_make_words_finds_nothing_to_do(language: str, catalogue: Catalog) -> None:
    assert written(catalogue) == catalogue_of(language).read_bytes()


def test_every_sentence_is_translated(catalogue: Catalog) -> None:
    assert [one.id for one in spoken(catalogue) if not is_said(one.string)] == []


def test_a_language_without_plurals_has_one_form(catalogue: Catalog) -> None:
    assert catalogue.num_plurals == 1
    assert [one.id for one in spoken(catalogue) if len(forms(one.string)) != 1] == []


def test_a_translation_fills_the_holes_of_its_sentence(catalogue: Catalog) -> None:
    assert list(apart(catalogue, holes)) == []


def test_a_translation_keeps_what_slack_reads(catalogue: Catalog) -> None:
    assert list(apart(catalogue, marks)) == []


def test_a_translation_begins_and_ends_as_its_sentence_does(catalogue: Catalog) -> None:
    assert list(apart(catalogue, edges)) == []


def apart(catalogue: Catalog, of: Callable[[str], object]) -> Iterator[str]:
    """Translations of which something is otherwise than in either form of the sentence."""
    for one in spoken(catalogue):
        for said in forms(one.string):
            if of(said) not in [of(form) for form in forms(one.id)]:
                yield f"{one.id!r}: {said!r}"


def spoken(catalogue: Catalog) -> Iterable[Message]:
    return (one for one in catalogue if one.id)


def forms(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or ())


def holes(text: str) -> Counter[str]:
    return Counter(hole for _, hole, _, _ in Formatter().parse(text) if hole is not None)


def marks(text: str) -> dict[str, int]:
    return {mark: text.count(mark) for mark in MARKS}


def edges(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()
