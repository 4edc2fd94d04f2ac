"""A message that came back, read: who wrote, what a person or a program said, and about which
letter. Anything may be in it, so nothing in it can stop the reading."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from html.parser import HTMLParser

from clients.mail_quotes import without_quotes
from core.domain.notices import LONGEST_ADDRESS, Came, Incoming
from core.domain.outside_text import storable

# Of a longer one the beginning is read, where the words are.
MOST_BYTES = 2 * 1024 * 1024
MOST_LOOKED_AT, LONGEST_TEXT, LONGEST_SUBJECT = 100_000, 4000, 300
GUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
LETTER = re.compile(rf"({GUID})@", re.IGNORECASE)
# Programs say so, and one sign is enough: Microsoft's and Google's absences have the first.
BY_PROGRAM = ("X-Autoreply", "X-Autorespond")
UNREADABLE = (MessageError, ValueError, LookupError, TypeError, AttributeError)


def read_message(source: bytes) -> Incoming:
    """Never raises: what cannot be made out is empty, and a person looks at it."""
    try:
        return _read(message_from_bytes(source[:MOST_BYTES]))
    except UNREADABLE:
        digest = hashlib.sha256(source).hexdigest()
        return Incoming(digest, Came.REPLY, "", "", "")


def _read(message: Message) -> Incoming:
    sender = parseaddr(_header(message, "From"))[1].lower()[:LONGEST_ADDRESS]
    words = storable(_words(message)[:MOST_LOOKED_AT])
    text = without_quotes(words)[:LONGEST_TEXT].strip()
    failed = dict(_failures(message))
    automatic = _is_report(message) or _by_program(message)
    return Incoming(
        digest=_digest(message, sender, text),
        came=Came.BOUNCE if failed else Came.AUTOMATIC if automatic else Came.REPLY,
        sender=sender,
        subject=" ".join(_header(message, "Subject").split())[:LONGEST_SUBJECT],
        text=text,
        answers=tuple(_letters(message)),
        failed=tuple(failed),
        why="; ".join(filter(None, dict.fromkeys(failed.values()))),
    )


def _digest(message: Message, sender: str, text: str) -> str:
    """The same for the same message, from whichever mailbox it was fetched."""
    named = (_header(message, "Message-ID"), _header(message, "Date"), sender, text)
    return hashlib.sha256("\0".join(named).encode(errors="replace")).hexdigest()


def _header(message: Message, name: str) -> str:
    value = message.get(name, "")
    try:
        return storable(str(make_header(decode_header(value))))
    except UNREADABLE:
        return storable(str(value))


def _by_program(message: Message) -> bool:
    """RFC 3834: no person wrote it."""
    said = _header(message, "Auto-Submitted").strip().lower()
    precedence = _header(message, "Precedence").strip().lower()
    marked = any(message.get(name) is not None for name in BY_PROGRAM)
    return said not in ("", "no") or precedence == "auto_reply" or marked


def _is_report(message: Message) -> bool:
    return message.get_content_type() == "multipart/report"


def _failures(message: Message) -> Iterator[tuple[str, str]]:
    """RFC 3464: the addresses that it failed for, each with what was said; one that is only late
    has not failed."""
    if not _is_report(message):
        return
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status" or not part.is_multipart():
            continue
        for fields in part.get_payload():
            if isinstance(fields, Message) and _after(fields, "Action").lower() == "failed":
                address = _typed(fields, "Final-Recipient") or _typed(fields, "Original-Recipient")
                why = _typed(fields, "Diagnostic-Code") or _after(fields, "Status")
                yield address, why


def _after(fields: Message, name: str) -> str:
    return " ".join(_header(fields, name).split())


def _typed(fields: Message, name: str) -> str:
    """The value behind its type, as in `rfc822; name@example`."""
    return _after(fields, name).partition(";")[2].strip()


def _letters(message: Message) -> Iterator[str]:
    """The letters (ids) that it is about, the nearest first: those that it answers, then the one
    that a report encloses."""
    seen: set[str] = set()
    for text in _references(message):
        for found in LETTER.findall(text):
            if (letter_id := found.lower()) not in seen:
                seen.add(letter_id)
                yield letter_id


def _references(message: Message) -> Iterator[str]:
    yield _header(message, "In-Reply-To")
    # The last of them is the one that was answered.
    yield " ".join(reversed(_header(message, "References").split()))
    if not _is_report(message):
        return
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "text/rfc822-headers":
            yield _header(message_from_bytes(_raw(part)), "Message-ID")
        elif kind == "message/rfc822" and part.is_multipart():
            inner = part.get_payload(0)
            yield _header(inner, "Message-ID") if isinstance(inner, Message) else ""


def _words(message: Message) -> str:
    """The first plain text, else the first page without its tags; attachments are not read."""
    page = ""
    for part in message.walk():
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        if part.get_content_type() == "text/plain":
            return _decoded(part)
        if part.get_content_type() == "text/html" and not page:
            page = _decoded(part)
    return _without_tags(page)


def _raw(part: Message) -> bytes:
    raw = part.get_payload(decode=True)
    return raw if isinstance(raw, bytes) else b""


def _decoded(part: Message) -> str:
    charset = part.get_content_charset() or "utf-8"
    try:
        return _raw(part).decode(charset, errors="replace")
    except LookupError:
        return _raw(part).decode("utf-8", errors="replace")


class _Words(HTMLParser):
    """Collects what a reader sees of a page."""

    UNSEEN = frozenset({"script", "style", "head", "title"})
    BREAKS = frozenset({"br", "p", "div", "tr", "li", "blockquote", "h1", "h2", "h3", "hr"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in self.UNSEEN
        if tag in self.BREAKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in self.UNSEEN and self._unseen > 0

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.found.append(data)


def _without_tags(page: str) -> str:
    words = _Words()
    words.feed(page)
    words.close()
    lines = (" ".join(line.split()) for line in "".join(words.found).splitlines())
    return "\n".join(line for line in lines if line)
