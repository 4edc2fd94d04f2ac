"""How one setting is read: what is wrong is noted, and the next one is looked at all the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from ipaddress import ip_address
from typing import TypeVar
from urllib.parse import urlsplit

Word = TypeVar("Word", bound=StrEnum)


class Reading:
    """The environment while it is read; `problems` names every setting that is not right."""

    def __init__(self, environment: Mapping[str, str], defaults: Mapping[str, str]) -> None:
        self._environment = environment
        self._defaults = defaults
        self.problems: list[str] = []

    def names(self) -> list[str]:
        return sorted(name for name, value in self._environment.items() if value.strip())

    def text(self, name: str, default: str = "") -> str:
        """An empty setting is one that is not set."""
        return self._environment.get(name, "").strip() or self._defaults.get(name, default)

    def wrong(self, name: str, what_is_right: str) -> None:
        self.problems.append(f"{name}: {what_is_right}")

    def required(self, name: str, pattern: str, right: str) -> str:
        """Never repeats the value: it may be a secret in the wrong place."""
        value = self.text(name)
        if not value:
            self.wrong(name, f"missing; {right}")
        return self._matched(name, value, pattern, right)

    def optional(self, name: str, pattern: str, right: str, default: str = "") -> str:
        return self._matched(name, self.text(name, default), pattern, right)

    def address(self, name: str, default: str = "") -> str:
        """https, or http on this machine; without password, query and fragment."""
        value = self.text(name, default)
        if value and not _is_address(value):
            self.wrong(name, "an address such as https://host/path (http only on this machine)")
        return value

    def word(self, name: str, words: type[Word], default: Word) -> Word:
        """One word of a few."""
        try:
            return words(self.text(name, default))
        except ValueError:
            self.wrong(name, f"one of {', '.join(words)}")
            return default

    def number(self, name: str, least: int, most: int) -> int:
        value = self.text(name)
        if not re.fullmatch(r"\d{1,9}", value, re.ASCII) or not least <= int(value) <= most:
            self.wrong(name, f"a whole number from {least} to {most}")
            return least
        return int(value)

    def listed(self, name: str, pattern: str, right: str, *, least: int = 0) -> tuple[str, ...]:
        """Values separated by commas, in their order, each once."""
        values = [one.strip() for one in self.text(name).split(",") if one.strip()]
        if any(not re.fullmatch(pattern, one, re.ASCII) for one in values):
            self.wrong(name, right)
        if len(set(values)) != len(values):
            self.wrong(name, "names somebody twice")
        elif len(values) < least:
            self.wrong(name, f"at least {least} of: {right}" if least > 1 else f"missing; {right}")
        return tuple(values)

    def _matched(self, name: str, value: str, pattern: str, right: str) -> str:
        if value and not re.fullmatch(pattern, value, re.ASCII):
            self.wrong(name, right)
        return value


def is_loopback(url: str) -> bool:
    """Does this address mean this machine, by its name alone?"""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    if not parts.hostname or port == 0 or parts.username or parts.query or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(url))
