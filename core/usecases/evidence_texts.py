"""Texts of which the audit trail has digests, and the keys that prove it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from core.domain.events import LetterQueued, Recorded
from core.domain.notices import Outgoing
from core.domain.plans import digest
from core.domain.prints import Print
from core.domain.text_keys import sealed
from core.ports.store import Work


@dataclass(frozen=True, slots=True)
class Text:
    """Words whose digest an event holds under a name."""

    seq: int
    name: str
    text: str


def texts_of(work: Work, events: Iterable[Recorded], words: Iterable[str]) -> tuple[Text, ...]:
    """Each text beside the event that holds its digest."""
    known = {digest(text): text for text in words if text}
    wanted = [(one.seq, name, value) for one in events for name, value in _digests(one)]
    keys = work.text_keys.keys({value for _, _, value in wanted})
    behind = {value: _behind(value, keys.get(value, ""), known) for _, _, value in wanted}
    return tuple(
        Text(seq, name, text) for seq, name, value in wanted if (text := behind[value]) is not None
    )


def _digests(one: Recorded) -> Iterable[tuple[str, str]]:
    named = (field.name for field in fields(one.event) if field.name.endswith("_digest"))
    return [(name, value) for name in named if (value := getattr(one.event, name))]


def _behind(wanted: str, key: str, known: Mapping[str, str]) -> str | None:
    if not key:
        return known.get(wanted)
    return next((text for plain, text in known.items() if sealed(key, plain) == wanted), None)


def keys_of(
    work: Work,
    events: Iterable[Recorded],
    texts: Iterable[Text],
    prints: Iterable[Print],
    letters: Iterable[Outgoing],
) -> Mapping[str, str]:
    """The keys of what is shown, and of nothing else: a digest without its key tells nobody what
    was left out."""
    shown = {(text.seq, text.name) for text in texts}
    written = {one.letter_id for one in letters if one.draft.text}
    wanted = {one.digest for one in prints if one.drawn}
    for one in events:
        wanted |= {value for name, value in _digests(one) if (one.seq, name) in shown}
        if isinstance(one.event, LetterQueued) and one.event.letter_id in written:
            wanted.add(one.event.text_digest)
    return work.text_keys.keys(wanted)
