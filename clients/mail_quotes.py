"""Cuts what a reply repeats of the letter that it answers."""

from __future__ import annotations

import re

# Mail programs put these above what they quote line by line ...
INTRODUCES = re.compile(
    r"^\s*(On .{5,200} wrote:|Am .{5,200} schrieb .{0,200}:|Le .{5,200} a écrit\s?:"
    r"|.{1,200}写道[:：]|.{1,200}(작성|님이 작성)[:：]?)\s*$"
)
# ... and these above what they repeat as it was, to the end.
REPEATS = re.compile(
    r"^\s*(-{2,}\s*(Original Message|Ursprüngliche Nachricht|Forwarded message|原始邮件"
    r"|원본 메시지)\s*-{2,}|_{20,}|(From|Von|发件人|보낸 ?사람)[:：] ?.*@.*)\s*$",
    re.IGNORECASE,
)


def without_quotes(text: str) -> str:
    """What was written, above or below; all of it where nothing would be left."""
    kept: list[str] = []
    lines = text.replace("\r\n", "\n").split("\n")
    for place, line in enumerate(lines):
        if REPEATS.match(line):
            break
        quoted = line.lstrip().startswith(">")
        above = INTRODUCES.match(line) and _next(lines, place).lstrip().startswith(">")
        if not quoted and not above:
            kept.append(line)
    written = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    return written or text.strip()


def _next(lines: list[str], place: int) -> str:
    """The next line that is not empty."""
    return next((line for line in lines[place + 1 :] if line.strip()), "")
