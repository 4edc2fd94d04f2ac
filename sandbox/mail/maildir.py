"""The partner's own mailbox as a Maildir: what comes back lies in `new` as .eml files."""

from __future__ import annotations

import os
from email.message import Message
from pathlib import Path
from uuid import uuid4

from sandbox.mail.letters import WIRE

_PARTS = ("cur", "new", "tmp")


class Maildir:
    """Writes as the format asks: whole in `tmp`, then moved into `new`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for part in _PARTS:
            (folder / part).mkdir(parents=True, exist_ok=True)

    def drop(self, message: Message) -> str:
        """Put a letter in; returns its file name."""
        name = f"{uuid4().hex}.eml"
        draft = self.folder / "tmp" / name
        with draft.open("wb") as out:
            out.write(message.as_bytes(policy=WIRE))
            out.flush()
            os.fsync(out.fileno())
        draft.rename(self.folder / "new" / name)
        return name
