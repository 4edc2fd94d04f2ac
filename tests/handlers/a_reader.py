"""Who reads what a test shows: every card can be looked at in every language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from babel.messages.catalog import Catalog

from handlers.messages.text import Words
from tests.words.accented import LOCALE, catalogue

ENGLISH, ACCENTED, KOREAN, CHINESE = "en-US", LOCALE, "ko-KR", "zh-CN"
READERS = (ENGLISH, ACCENTED, KOREAN, CHINESE)
_FOLDERS = {KOREAN: "ko", CHINESE: "zh-Hans"}
_OWN = Words.__dict__["locale"]
_now: list[str] = []


class Reader(Words):
    """Reads in the language of the running test, whatever it was made with."""

    __slots__ = ()

    def _read(self) -> str:
        return _now[-1] if _now else str(_OWN.__get__(self))

    def _keep(self, locale: str) -> None:
        _OWN.__set__(self, locale)

    locale = property(_read, _keep)

    def _catalogue(self) -> Catalog:
        return catalogue() if self.locale == ACCENTED else super()._catalogue()


@contextmanager
def reading(locale: str) -> Iterator[None]:
    """Whoever reads now reads this language."""
    _now.append(locale)
    try:
        yield
    finally:
        _now.pop()


def folder_of(locale: str) -> str:
    return _FOLDERS.get(locale, "")
