"""Who puts letters into words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from core.domain.ladder import Texts
from core.domain.letters import LetterFacts, Written


class LetterWriter(Protocol):
    """Writes one letter in one of `LANGUAGES`. Raises Unwritable where there are no words for it,
    or where the partner's own words cannot be filled in."""

    def write(self, facts: LetterFacts, language: str) -> Written: ...

    def version(
        self, name: str, language: str, texts: Mapping[str, Texts], *, below: bool = False
    ) -> str:
        """A digest of the words, whatever they are filled with: other words are another version,
        such as those to customers who owe too little to be suspended. Raises Unwritable."""

    def problems(self, texts: Mapping[str, Texts]) -> list[str]:
        """What is wrong with the partner's own words, each with its path; nothing may be sent with
        any of it."""
        ...
