"""Signed notes in files: by themselves, one after the other, as a mail or as a mailbox of mails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

# The text, an empty line and signatures.
NOTE = re.compile(r"(?:^[^\n]+\n){2,}\n(?:^— [^\n]+\n)+", re.MULTILINE)
# Where a mail begins in a mailbox.
FROM = re.compile(rb"^From [^\n]*\n", re.MULTILINE)
HEADER = re.compile(rb"\A(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+\r?\n")


def notes_in(source: bytes) -> Iterator[str]:
    """Each with its last newline."""
    source = source.replace(b"\r\n", b"\n")
    mails = FROM.split(source)[1:] if source.startswith(b"From ") else [source]
    for mail in mails:
        text = _body(mail) if HEADER.match(mail) else mail.decode("utf-8", errors="replace")
        yield from NOTE.findall(text.rstrip("\n") + "\n")


def _body(mail: bytes) -> str:
    message = message_from_bytes(mail, policy=default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    return str(body.get_content()).replace("\r\n", "\n") if body is not None else ""
