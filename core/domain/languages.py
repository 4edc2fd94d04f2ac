"""The languages in which people of ours are spoken to, by their short names."""

from __future__ import annotations

from enum import StrEnum

from core.domain.errors import BadInput


class Language(StrEnum):
    ENGLISH = "en"
    KOREAN = "ko"
    CHINESE = "zh"


def read_language(text: str) -> Language:
    """`ko`, also as Slack says it: `ko-KR`. Raises BadInput."""
    short = text.strip().lower().partition("-")[0]
    if short not in list(Language):
        known = [one.value for one in Language]
        raise BadInput(problem="{text} is no language here: {known}", text=text, known=known)
    return Language(short)
