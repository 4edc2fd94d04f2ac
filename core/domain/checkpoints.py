"""A checkpoint says where the audit trail ended at a moment; it is kept outside, by others.

The text is that of C2SP's tlog-checkpoint: origin, size, hash of the tree in base64, and after
that lines of our own. Signed it is a note as C2SP's signed-note describes it."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime

from core.domain.trail import Head

MADE_AT = "time "


class NotACheckpoint(ValueError):
    """The text is not one."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """`origin` names the desk whose trail it is, `at` (UTC) is by the clock of the desk."""

    origin: str
    head: Head
    at: datetime

    def text(self) -> str:
        """What is signed, with its last newline."""
        encoded = base64.b64encode(bytes.fromhex(self.head.hash)).decode()
        made = f"{MADE_AT}{self.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        return f"{self.origin}\n{self.head.size}\n{encoded}\n{made}\n"


def read_checkpoint(text: str) -> Checkpoint:
    """What `text` wrote. Raises NotACheckpoint."""
    try:
        origin, size, encoded, made = text.splitlines()
        head = Head(int(size), base64.b64decode(encoded, validate=True).hex())
        at = datetime.fromisoformat(made.removeprefix(MADE_AT))
    except (ValueError, binascii.Error):
        raise NotACheckpoint(text[:80]) from None
    found = Checkpoint(origin, head, at)
    if not origin or head.size < 0 or found.text() != text:
        raise NotACheckpoint(text[:80])
    return found
