"""What an operator sets who expects fraud: a master key, two administrators, codes, break-glass."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

from bot.cli.demo_policy import FILE

ADMINISTRATORS = ("U0ADMIN", "U0ONCALL")
OFF, ON = "enabled = false", "enabled = true "
CODES = """
[step_up]
reasons = ["fraud", "misuse"]
"""
KEY_FILE = "master.key"


def guarded(folder: Path) -> dict[str, str]:
    """Change the policy in this folder; what an operator would set. The key stays with what it
    seals, which is right for a demo only."""
    file = folder / FILE
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(OFF, ON, 1) + CODES, encoding="utf-8")
    key = folder.resolve() / KEY_FILE
    if not key.exists():
        _make(key)
    return {"MASTER_KEY_FILE": str(key), "ADMINISTRATORS": ",".join(ADMINISTRATORS)}


def _make(key: Path) -> None:
    text = base64.b64encode(secrets.token_bytes(32)).decode("ascii")
    with open(key, "w", encoding="ascii", opener=_private) as out:
        out.write(f"{text}\n")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)
