"""Parts of sentences that are known by name: a refusal carries one as a fact."""

from __future__ import annotations

from enum import StrEnum


class Phrase(StrEnum):
    """Each value is English that is said to people, in their language."""
