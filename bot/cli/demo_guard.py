"""What an operator sets who expects fraud: a master key, two administrators, codes, break-glass."""

from __future__ import annotations

import base64
import secrets
from pathlib import Path

from bot.cli.demo_policy import FILE

ADMINISTRATORS = "U0ADMIN,U0ONCALL"
OFF, ON = "enabled = false", "enabled = true "
CODES = """
[step_up]
reasons = ["fraud", "misuse"]
"""


def guarded(folder: Path) -> dict[str, str]:
    """Change the policy in this folder; what an operator would set."""
    file = folder / FILE
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(OFF, ON, 1) + CODES, encoding="utf-8")
    key = base64.b64encode(secrets.token_bytes(32)).decode("ascii")
    return {"MASTER_KEY": key, "ADMINISTRATORS": ADMINISTRATORS}
