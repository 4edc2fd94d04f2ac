"""Letters out: one SMTP conversation for each, in which all of its addresses are taken or none."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr
from enum import StrEnum

from core.domain.notices import Outgoing
from core.domain.secret import Secret
from core.faults import Way
from core.ports.boundary import outside
from core.ports.outside import Answer, Outcome

# For one answer; a conversation has some ten of them.
SECONDS = 20.0
# What a server says of us, not of an address: sign in, encrypt, not for you.
OF_US = frozenset({530, 534, 535, 538})
LONGEST_DETAIL = 300


class Tls(StrEnum):
    """From the first byte, by STARTTLS or not at all; or by STARTTLS where it is offered, which is
    only for a server on this machine."""

    IMPLICIT = "implicit"
    STARTTLS = "starttls"
    OFFERED = "offered"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed in; without a user nobody signs in."""

    host: str
    port: int
    tls: Tls
    user: str
    password: Secret


@dataclass(frozen=True, slots=True)
class SmtpPost:
    """Implements core.ports.letters.Post. `sender` is an address, with a name or without; answers
    go to `reply_to`, where that is another; `domain` stands in every Message-ID."""

    server: MailServer
    sender: str
    reply_to: str
    domain: str

    def message_id(self, letter_id: str) -> str:
        return f"<{letter_id}@{self.domain}>"

    def send(self, letter: Outgoing) -> Answer:
        return self.hand_in(self.message(letter), letter.draft.to)

    def hand_in(self, message: EmailMessage, to: Sequence[str]) -> Answer:
        """One conversation about one message."""
        with outside(Way.MAIL_OUT):
            return self._conversation(message, to)

    def _conversation(self, message: EmailMessage, to: Sequence[str]) -> Answer:
        try:
            line = open_line(self.server, self.domain)
        except (OSError, smtplib.SMTPException) as error:
            return _not_us(error)
        try:
            return self._handed_in(line, message, to)
        finally:
            with suppress(OSError, smtplib.SMTPException):
                line.quit()

    def _handed_in(self, line: smtplib.SMTP, message: EmailMessage, to: Sequence[str]) -> Answer:
        try:
            refusal = self._addressed(line, to)
        except (OSError, smtplib.SMTPException) as error:
            return _not_us(error)
        if refusal is not None:
            return refusal
        try:
            return _answer(*line.data(message.as_bytes(policy=SMTP)))
        except smtplib.SMTPDataError as error:
            return _answer(error.smtp_code, error.smtp_error)
        except (OSError, smtplib.SMTPException) as error:
            # The end of the text may have reached it.
            return Answer(Outcome.UNKNOWN, "", _said(error))

    def _addressed(self, line: smtplib.SMTP, to: Sequence[str]) -> Answer | None:
        """The first thing that speaks against it, before any of the text has left."""
        code, said = line.mail(parseaddr(self.sender)[1])
        if code != 250:
            return Answer(Outcome.LATER, "", f"{code} {_text(said)}")
        for address in to:
            code, said = line.rcpt(address)
            if code not in (250, 251):
                return _answer(code, said)
        return None

    def message(self, letter: Outgoing) -> EmailMessage:
        """Text, and a page of the same words where there is one; nothing in it is loaded from
        anywhere."""
        draft = letter.draft
        at = letter.sent_at or letter.created_at
        message = self.headed(draft.to, draft.subject, at, self.message_id(letter.letter_id))
        if self.reply_to:
            message["Reply-To"] = self.reply_to
        message.set_content(draft.text, cte="quoted-printable")
        if draft.html:
            message.add_alternative(draft.html, subtype="html", cte="quoted-printable")
        message["Content-Language"] = draft.language
        return message

    def headed(
        self, to: Sequence[str], subject: str, at: datetime, message_id: str
    ) -> EmailMessage:
        """What every message begins with."""
        message = EmailMessage(policy=SMTP)
        message["From"] = formataddr(parseaddr(self.sender))
        message["To"] = ", ".join(to)
        message["Subject"] = " ".join(subject.split())
        message["Date"] = format_datetime(at)
        message["Message-ID"] = message_id
        message["Auto-Submitted"] = "auto-generated"
        return message


def open_line(server: MailServer, name: str) -> smtplib.SMTP:
    """A conversation that is encrypted as it has to be, and signed in. Raises OSError or
    SMTPException; a certificate that does not fit is an OSError."""
    line: smtplib.SMTP
    if server.tls is Tls.IMPLICIT:
        line = smtplib.SMTP_SSL(
            server.host,
            server.port,
            local_hostname=name,
            timeout=SECONDS,
            context=ssl.create_default_context(),
        )
    else:
        line = smtplib.SMTP(server.host, server.port, local_hostname=name, timeout=SECONDS)
    try:
        line.ehlo_or_helo_if_needed()
        if server.tls is Tls.STARTTLS or (server.tls is Tls.OFFERED and line.has_extn("starttls")):
            line.starttls(context=ssl.create_default_context())
            line.ehlo_or_helo_if_needed()
        if server.user:
            line.login(server.user, server.password.reveal())
    except (OSError, smtplib.SMTPException):
        line.close()
        raise
    return line


def _answer(code: int, said: bytes | str) -> Answer:
    detail = f"{code} {_text(said)}"
    if code in (250, 251):
        return Answer(Outcome.DONE, str(code), detail)
    if code in OF_US:
        return Answer(Outcome.LATER, "", detail)
    if 400 <= code < 500:
        return Answer(Outcome.LATER, str(code), detail)
    return Answer(Outcome.REFUSED, str(code), detail)


def _not_us(error: Exception) -> Answer:
    """Nothing of the letter left, and nothing was said of its addresses."""
    return Answer(Outcome.LATER, "", _said(error))


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return f"{type(error).__name__}: {error}"[:LONGEST_DETAIL]


def _text(said: bytes | str) -> str:
    text = said.decode("utf-8", errors="replace") if isinstance(said, bytes) else said
    return " ".join(text.split())[:LONGEST_DETAIL]
