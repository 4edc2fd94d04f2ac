"""A letter that arrived, and how to read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

WIRE = policy.SMTP.clone(utf8=True)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for a letter: a reply, an automatic reply or a delivery report."""

    kind: str
    at: str
    sender: str
    text: str
    file: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter as it came over the wire; `recipients` are those of the envelope."""

    n: int
    at: str
    sender: str
    recipients: tuple[str, ...]
    source: str
    answers: tuple[Answer, ...] = field(default=())

    def answered(self, answer: Answer) -> Letter:
        return replace(self, answers=(*self.answers, answer))

    def message(self) -> EmailMessage:
        return message_from_bytes(self.source.encode(), _class=EmailMessage, policy=WIRE)

    def listed(self) -> dict[str, Any]:
        """The letter as the control API shows it."""
        message = self.message()
        return {
            "n": self.n,
            "at": self.at,
            "envelope": {"from": self.sender, "to": list(self.recipients)},
            "from": str(message.get("From", self.sender)),
            "to": str(message.get("To", "")),
            "subject": str(message.get("Subject", "")),
            "message_id": str(message.get("Message-ID", "")),
            "headers": [[name, str(value)] for name, value in message.items()],
            "text": text_of(message),
            "attachments": [part.get_filename() or "" for part in message.iter_attachments()],
            "answers": [asdict(answer) for answer in self.answers],
        }


def read_letter(saved: Mapping[str, Any]) -> Letter:
    """A letter out of the saved state."""
    answers = tuple(Answer(**answer) for answer in saved["answers"])
    return Letter(**{**saved, "recipients": tuple(saved["recipients"]), "answers": answers})


def text_of(message: EmailMessage) -> str:
    """What a person reads: the plain part, or HTML as it was sent when there is no other."""
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    try:
        return str(body.get_content(errors="replace"))
    except LookupError:  # a charset nobody knows
        raw = body.get_payload(decode=True)
        return raw.decode("utf-8", errors="replace") if isinstance(raw, bytes) else ""
