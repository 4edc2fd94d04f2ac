"""What is said beside a pack of evidence, and where there can be none."""

from __future__ import annotations

from handlers.messages.blocks import Message, plain
from handlers.messages.evidence_pack import Pack
from handlers.messages.text import Safe, Words


def asked(number: int, words: Words) -> Message:
    """The answer to the click; the file follows."""
    return plain(
        words(
            "The evidence of case {number} is on its way, as a direct message to you.",
            number=Safe(number),
        )
    )


def brought(number: int, pack: Pack, words: Words) -> str:
    return words(
        "Everything on record about case {number}: open index.html to read it, run "
        "{command} to check it. Fingerprint of the pack: {digest}",
        number=Safe(number),
        command=Safe("`python3 verify.py`"),
        digest=Safe(f"`{pack.digest}`"),
    )


def not_allowed(number: int, words: Words) -> Message:
    """Slack's administrators may leave the scope for files out."""
    return plain(
        words(
            "Files cannot be uploaded here: the optional scope files:write was not granted. "
            "Whoever runs me writes the pack with {command}",
            command=Safe(f"`python -m bot case export {number} --to evidence`"),
        )
    )
