"""Text that came from outside: made harmless, one line, and no longer than Slack takes."""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 80
ELLIPSIS = "…"

# What may not stand alone: it changes the sign before it. One sign and these count as one.
_JOINING = {"Mn", "Mc", "Me"}
# Controls, bidi marks and zero-width signs (Cf), private and unassigned code points, surrogates.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_BLANK = {"Zs", "Zl", "Zp"}
# Filler letters and the blank braille cell look like nothing and are no spaces either.
_LOOK_EMPTY = dict.fromkeys((0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800), " ")
_MOST_MARKS = 3
# Signs of full width bring their own space; what Slack reads as bold needs one all the same.
_SPACED = re.compile(r"(?<=[。，、；：！？）]) (?![*_~])|(?<=[^\s*_~]) (?=（)")


def clean(text: str, limit: int = LONGEST_NAME) -> str:
    """Outside text as it may stand in our mrkdwn: escaped, visible, one line, short."""
    return escape(one_line(text, limit))


def one_line(text: str, limit: int = LONGEST_NAME) -> str:
    """Outside text for a plain_text element: as `clean`, but nothing is escaped."""
    signs = _graphemes(" ".join(_visible(text).split()))
    if len(signs) > limit:
        signs = [*signs[: limit - 1], ELLIPSIS]
    return "".join(signs)


def seen(text: str) -> str:
    """Outside text for a file: lines stay, and so does all but signs that nobody sees, which may
    turn around what stands beside them."""
    return "".join(s for s in text if s in "\n\t" or unicodedata.category(s) not in _UNSEEN)


def escape(text: str) -> str:
    """Slack's three special characters."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def closed_up(text: str) -> str:
    """As Chinese is set: no blank beside a sign of full width."""
    return _SPACED.sub("", text)


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, the cut marked; an entity is not cut in half."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    start = kept.rfind("&")
    if start > kept.rfind(";") and text[start:].startswith(("&amp;", "&lt;", "&gt;")):
        kept = kept[:start]
    return kept.rstrip() + ELLIPSIS


def _visible(text: str) -> str:
    seen = []
    for sign in text.translate(_LOOK_EMPTY):
        category = unicodedata.category(sign)
        if sign in "\t\n\r\v\f" or category in _BLANK:
            seen.append(" ")
        elif category not in _UNSEEN:
            seen.append(sign)
    return unicodedata.normalize("NFC", "".join(seen))


def _graphemes(text: str) -> list[str]:
    """Signs with the marks that belong to them; a tower of marks is cut down."""
    signs: list[str] = []
    for sign in text:
        if not signs or unicodedata.category(sign) not in _JOINING:
            signs.append(sign)
        elif len(signs[-1]) <= _MOST_MARKS:
            signs[-1] += sign
    return signs
