"""A password, token or key that shows itself only when it is asked to."""

from __future__ import annotations

from hmac import compare_digest
from typing import NoReturn


class Secret:
    """Hidden in logs, tracebacks and messages; `reveal()` is where it leaves."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return "Secret('...')" if self._text else "Secret('')"

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return compare_digest(self._text.encode(), other._text.encode())

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not written down")
