"""Who signs checkpoints of the audit trail, and who keeps them outside of this desk's power."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from core.domain.checkpoints import Checkpoint
from core.ports.outside import Answer


class Signer(Protocol):
    def sign(self, name: str, text: str) -> str:
        """The text as a signed note."""

    def verifiers(self, name: str) -> Sequence[str]:
        """The public keys to check it with, the one in use first."""


class Keeper(Protocol):
    """Whatever it was given it keeps: nobody who runs the desk could change it there."""

    def keep(self, checkpoint: Checkpoint, note: str) -> Answer: ...
