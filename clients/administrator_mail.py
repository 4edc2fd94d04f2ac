"""Mail to those who run the desk, for when Slack is not there to tell them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from clients.mail import SmtpPost
from core.ports.letters import Note
from core.ports.outside import Answer


@dataclass(frozen=True, slots=True)
class AdministratorMail:
    """Implements core.ports.letters.AdministratorPost."""

    post: SmtpPost
    addresses: tuple[str, ...]

    def write(self, note: Note, at: datetime) -> Answer:
        name = self.post.message_id(f"administrators-{uuid4()}")
        message = self.post.headed(self.addresses, note.subject, at, name)
        message.set_content(note.text, cte="quoted-printable")
        return self.post.hand_in(message, self.addresses)
