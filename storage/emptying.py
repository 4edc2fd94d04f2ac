"""A letter without what is personal: that it was sent, which one, and when it arrived stays."""

from __future__ import annotations

import json

from storage.codec import to_text

LETTER_TEXTS = ("subject", "text", "html")


def emptied(draft: str) -> dict[str, str]:
    """What takes the place of what was written and to whom; `draft` is canonical JSON."""
    kept = json.loads(draft) | {"to": [], **dict.fromkeys(LETTER_TEXTS, "")}
    return {"draft": to_text(kept), "evidence": "", "why": ""}
