"""What is to be done in a case of each kind: a checklist, kept as data beside this module."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from core.domain.cases import OUTCOMES, Evidence, Outcome, Tick
from core.domain.plans import Reason

FOLDER = Path(__file__).parent / "playbooks"


class Seen(StrEnum):
    """What the desk itself can see: a suspension of this case that went through, a letter that
    arrived, a service request that has a number."""

    SUSPENDED = "suspended"
    LETTER = "letter"
    TICKET = "ticket"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be done. `words` are a sentence to be translated; a case is not closed with an
    outcome of `needed_for` before it is done, as `evidence` shows; `seen` is how the desk finds out
    by itself; `source` says whose advice it is."""

    item_id: str
    words: str
    evidence: Evidence
    needed_for: frozenset[Outcome] = frozenset()
    seen: Seen | None = None
    source: str = ""


@cache
def playbook(kind: Reason) -> tuple[Item, ...]:
    """The checklist of this kind, in its order."""
    return read((FOLDER / f"{kind.value}.toml").read_text("utf-8"), kind)


def read(text: str, kind: Reason) -> tuple[Item, ...]:
    """Raises ValueError, KeyError or TypeError where it is not a checklist."""
    items = tuple(_item(row, kind) for row in tomllib.loads(text)["items"])
    if len({item.item_id for item in items}) != len(items):
        raise ValueError("an item is there twice")
    return items


def _item(row: Mapping[str, Any], kind: Reason) -> Item:
    """What is required is so for the outcomes it names, or for every one."""
    unknown = set(row) - {"id", "words", "evidence", "seen", "required", "only_for", "source"}
    if unknown:
        raise ValueError(f"an item has no {', '.join(sorted(unknown))}")
    wanted = [Outcome(name) for name in row.get("only_for", OUTCOMES[kind])]
    if not set(wanted) <= set(OUTCOMES[kind]):
        raise ValueError(f"no case of this kind ends so: {wanted}")
    return Item(
        item_id=row["id"],
        words=row["words"],
        evidence=Evidence(row["evidence"]),
        needed_for=frozenset(wanted if row.get("required", False) else ()),
        seen=Seen(row["seen"]) if "seen" in row else None,
        source=row.get("source", ""),
    )


def item_of(kind: Reason, item_id: str) -> Item | None:
    return next((item for item in playbook(kind) if item.item_id == item_id), None)


def is_expected(kind: Reason, item: Item) -> bool:
    """Is it needed where a case of this kind turns out to be what it looked like?"""
    return OUTCOMES[kind][0] in item.needed_for


def undone(kind: Reason, ticks: Iterable[Tick], outcome: Outcome) -> list[Item]:
    """What is still to be done before a case may be closed with this outcome."""
    done = {tick.item for tick in ticks}
    items = playbook(kind)
    return [item for item in items if outcome in item.needed_for and item.item_id not in done]
