"""Does the audit trail go on from a checkpoint that others kept?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from core.domain.checkpoints import Checkpoint, NotACheckpoint, read_checkpoint
from core.domain.trail import GENESIS
from storage.audit import Verdict
from storage.notes import BadNote, Verifier
from storage.tables.events import events


@dataclass(frozen=True, slots=True)
class Kept:
    """A checkpoint that was read somewhere, and what is wrong with it or with the trail."""

    where: str
    checkpoint: Checkpoint | None
    why: str = ""

    @property
    def holds(self) -> bool:
        return not self.why

    def __str__(self) -> str:
        if self.checkpoint is None:
            return f"{self.where}: {self.why}"
        made = f"{self.checkpoint.at:%Y-%m-%d %H:%M} UTC"
        said = f"checkpoint of {self.checkpoint.head.size} events, {made}"
        return f"{self.where}: {said}: {self.why or 'the chain goes on from it'}"


def read_kept(where: str, note: str, verifiers: Iterable[Verifier]) -> Kept:
    """What was kept, where one of these keys signed it."""
    for verifier in verifiers:
        try:
            return Kept(where, read_checkpoint(verifier.signed(note)))
        except BadNote:
            continue
        except NotACheckpoint:
            return Kept(where, None, "what was signed is no checkpoint")
    return Kept(where, None, "not signed with that key")


def compare(connection: Connection, found: Verdict, kept: Kept) -> Kept:
    """`found` is the verdict on the whole trail: up to its rows every hash follows from the
    bodies."""
    if kept.checkpoint is None:
        return kept
    size, known = kept.checkpoint.head.size, kept.checkpoint.head.hash
    if size > found.rows:
        missing = "cut off" if found.holds() else "broken before it"
        return replace(kept, why=f"the chain is {missing}: {found.rows} events hold")
    at_size = select(events.c.hash).where(events.c.seq == size)
    head = connection.scalar(at_size) if size else GENESIS
    return kept if head == known else replace(kept, why="another chain: its head was another")
