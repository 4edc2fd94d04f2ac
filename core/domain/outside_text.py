"""Text from outside that every database and every hash takes."""

from __future__ import annotations

import re
from collections.abc import Mapping

# PostgreSQL stores no NUL, and UTF-8 has no place for half of a pair of surrogates.
NO_TEXT = re.compile("[\0\ud800-\udfff]")
INSTEAD = "\ufffd"


def storable(text: str) -> str:
    """The same, with a mark for each sign that could not be kept."""
    return NO_TEXT.sub(INSTEAD, text)


def storable_json(value: object) -> object:
    """The same JSON, names and texts alike."""
    match value:
        case str():
            return storable(value)
        case list():
            return [storable_json(one) for one in value]
        case Mapping():
            return {storable(str(name)): storable_json(one) for name, one in value.items()}
    return value
