"""Who and what an event is about, by name, and how a sentence for it is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.domain.events import Event
from core.domain.policy_changes import Change
from core.domain.signals import Facts
from core.ports.records import RowProblem
from handlers.messages.escaping import clean
from handlers.messages.text import Safe, Words

LONGEST_TEXT = 2500


@dataclass(frozen=True, slots=True)
class Scene:
    """Names for the ids in an event: who did it, whose case, subscriptions by id, bad rows,
    the text that the audit trail holds only as a digest, what the plan does, its card, who
    wrote to us about what, what another policy changed, and the facts behind a signal."""

    who: str = ""
    customer: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    problems: Sequence[RowProblem] = ()
    text: str = ""
    action: str = ""
    card_link: str = ""
    mail: tuple[str, str] = ("", "")
    changes: tuple[Change, ...] = ()
    facts: Facts = ()

    def actor(self, words: Words) -> str:
        return self.who or words("Goodstanding")

    def quoted(self) -> Safe:
        """The whole text, harmless."""
        return Safe(clean(self.text, LONGEST_TEXT))

    def named(self, ids: Sequence[str], words: Words) -> Safe:
        """People by their names."""
        names = [words.value(self.people.get(one, one)) for one in ids]
        return Safe(words.listed(names) or words("nobody"))


# Each kind of event has one function that tells it.
Tellers = Mapping[type[Event], Callable[[Any, Scene, Words], str]]
