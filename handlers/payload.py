"""A JSON object from Slack, read without trusting that anything is there or of its type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from core.domain.outside_text import storable


@dataclass(frozen=True, slots=True)
class Payload:
    """What is missing, or of another type, reads as empty."""

    body: Mapping[str, object] = field(default_factory=dict)

    def text(self, name: str) -> str:
        value = self.body.get(name)
        return storable(value) if isinstance(value, str) else ""

    def flag(self, name: str) -> bool | None:
        """None where the field is missing or not a boolean."""
        value = self.body.get(name)
        return value if isinstance(value, bool) else None

    def within(self, name: str) -> Payload:
        value = self.body.get(name)
        return Payload(value) if isinstance(value, Mapping) else Payload()

    def names(self) -> list[str]:
        return list(self.body)

    def each(self, name: str) -> Iterator[Payload]:
        value = self.body.get(name)
        for one in value if isinstance(value, list) else ():
            if isinstance(one, Mapping):
                yield Payload(one)

    def texts(self, name: str) -> list[str]:
        value = self.body.get(name)
        listed = value if isinstance(value, list) else []
        return [storable(one) for one in listed if isinstance(one, str)]

    def first(self, name: str) -> Payload:
        return next(self.each(name), Payload())

    def picked(self) -> tuple[str, ...]:
        """The answers in one input block, in order; nothing for one that was left empty."""
        return tuple(value for name in self.body for value in _values(self.within(name)) if value)


def _values(element: Payload) -> Iterator[str]:
    """What stands in an element's state, whichever kind of element it is."""
    yield element.text("value")
    yield element.within("selected_option").text("value")
    for option in element.each("selected_options"):
        yield option.text("value")
    for name in ("selected_user", "selected_date", "selected_channel", "selected_conversation"):
        yield element.text(name)
    yield from element.texts("selected_users")


def unescaped(text: str) -> str:
    """As it was typed: Slack escapes three characters in commands and messages, and in no form."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
