"""Digests by mail: text, a page with its pictures in it, and files beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from mimetypes import guess_type

from clients.mail import SmtpPost
from core.ports.letters import Illustrated
from core.ports.outside import Answer


@dataclass(frozen=True, slots=True)
class DigestMail:
    """Implements core.ports.letters.DigestPost."""

    post: SmtpPost

    def mail(self, letter: Illustrated, to: Sequence[str], name: str, at: datetime) -> Answer:
        message = self.post.headed(to, letter.subject, at, self.post.message_id(name))
        message.set_content(letter.text, cte="quoted-printable")
        message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
        _illustrate(message, letter)
        for one in letter.files:
            maintype, _, subtype = _type(one.name).partition("/")
            message.add_attachment(
                one.content, maintype=maintype, subtype=subtype, filename=one.name
            )
        message["Content-Language"] = letter.language
        return self.post.hand_in(message, to)


def _illustrate(message: EmailMessage, letter: Illustrated) -> None:
    """The pictures belong to the page, so that no program lists them as files."""
    page = message.get_body(("html",))
    assert isinstance(page, EmailMessage)
    for one in letter.pictures:
        maintype, _, subtype = _type(one.name).partition("/")
        page.add_related(
            one.content, maintype=maintype, subtype=subtype, cid=f"<{one.name}>",
            filename=one.name, disposition="inline",
        )  # fmt: skip


def _type(name: str) -> str:
    return guess_type(name)[0] or "application/octet-stream"
