"""How letters leave, and where what comes back for them lies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from bot.reading import Reading, is_loopback
from clients.mail import MailServer, SmtpPost, Tls
from clients.mail_in import ImapBox, Mailbox, MaildirBox
from core.domain.notices import is_address
from core.domain.secret import Secret

SMTP_URL, MAIL_FROM = "SMTP_URL", "MAIL_FROM"
MAIL_REPLY_TO, MAIL_DOMAIN, MAIL_IN = "MAIL_REPLY_TO", "MAIL_DOMAIN", "MAIL_IN"
ADMINISTRATOR_MAIL, DIGEST_MAIL = "ADMINISTRATOR_MAIL", "DIGEST_MAIL"
A_SERVER = "smtp://user:password@host:587 (STARTTLS) or smtps://…"
A_MAILBOX = "maildir:/path or imaps://user:password@host/INBOX"
SMTP_PORTS = {"smtp": 587, "smtps": 465}
IMAP_PORTS = {"imap": 143, "imaps": 993}
ONE_DIGEST = re.compile(r"(?:([1-9][0-9]{0,5}):)?([^:\s]+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class MailSettings:
    """`post` is None where no letter can leave, `mailbox` where nothing is fetched; `addresses` are
    those of the machines behind them, `administrators` hear by mail what Slack does not take;
    `digests` are who is mailed which digest, by its number, 0 being every one."""

    post: SmtpPost | None = None
    mailbox: Mailbox | None = None
    addresses: tuple[str, ...] = ()
    administrators: tuple[str, ...] = ()
    digests: tuple[tuple[int, str], ...] = ()

    def mailed(self, number: int) -> tuple[str, ...]:
        """Whom this digest is mailed to, each once."""
        return tuple(dict.fromkeys(one for of, one in self.digests if of in (0, number)))


def read_mail(reading: Reading, *, needed: bool) -> MailSettings:
    """A process that sends and fetches no mail is not told the passwords."""
    if not needed:
        return MailSettings()
    server, mailbox = _server(reading), _mailbox(reading)
    return MailSettings(
        post=_post(server, reading) if server else None,
        mailbox=mailbox,
        administrators=_administrators(reading, server),
        digests=_digests(reading, server),
        addresses=tuple(
            f"https://{one.host}" for one in (server, mailbox) if isinstance(one, _REMOTE)
        ),
    )


_REMOTE = (MailServer, ImapBox)


def _administrators(reading: Reading, server: MailServer | None) -> tuple[str, ...]:
    right = "addresses separated by commas, as in ada@example.com, ben@example.com"
    found = tuple(one.strip() for one in reading.text(ADMINISTRATOR_MAIL).split(",") if one.strip())
    if not all(map(is_address, found)):
        reading.wrong(ADMINISTRATOR_MAIL, right)
    elif found and server is None:
        reading.wrong(ADMINISTRATOR_MAIL, "it needs SMTP_URL")
    return found


def _digests(reading: Reading, server: MailServer | None) -> tuple[tuple[int, str], ...]:
    right = "addresses separated by commas; 2:ada@example.com is for digest 2 alone"
    found = [one.strip() for one in reading.text(DIGEST_MAIL).split(",") if one.strip()]
    parts = [ONE_DIGEST.fullmatch(one) for one in found]
    named = tuple((int(one[1] or 0), one[2]) for one in parts if one)
    if len(named) < len(found) or not all(is_address(address) for _, address in named):
        reading.wrong(DIGEST_MAIL, right)
    elif named and server is None:
        reading.wrong(DIGEST_MAIL, "it needs SMTP_URL")
    return named


def _post(server: MailServer, reading: Reading) -> SmtpPost:
    sender = _address(reading, MAIL_FROM, needed=True)
    reply_to = _address(reading, MAIL_REPLY_TO, needed=False)
    own = parseaddr(sender)[1].partition("@")[2]
    domain = reading.optional(MAIL_DOMAIN, r"[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)+", "your domain", own)
    return SmtpPost(server, sender, reply_to, domain)


def _server(reading: Reading) -> MailServer | None:
    text = reading.text(SMTP_URL)
    parts = _parts(text, SMTP_PORTS)
    if text and parts is None:
        reading.wrong(SMTP_URL, A_SERVER)
    if parts is None:
        return None
    host = parts.hostname or ""
    here = is_loopback(f"http://{parts.netloc.rpartition('@')[2]}")
    tls = Tls.IMPLICIT if parts.scheme == "smtps" else Tls.OFFERED if here else Tls.STARTTLS
    port = parts.port or SMTP_PORTS[parts.scheme]
    user, password = _who(parts)
    return MailServer(host, port, tls, user, password)


def _mailbox(reading: Reading) -> Mailbox | None:
    text = reading.text(MAIL_IN)
    if not text:
        return None
    if text.startswith("maildir:"):
        folder = Path(text.removeprefix("maildir:"))
        if not (folder / "new").is_dir() or not (folder / "cur").is_dir():
            reading.wrong(MAIL_IN, "a Maildir: a folder with new, cur and tmp in it")
        return MaildirBox(folder)
    parts = _parts(text, IMAP_PORTS)
    user, password = _who(parts) if parts else ("", Secret(""))
    here = parts is not None and is_loopback(f"http://{parts.netloc.rpartition('@')[2]}")
    if parts is None or not user or (parts.scheme == "imap" and not here):
        reading.wrong(MAIL_IN, A_MAILBOX)
        return None
    port, name = parts.port or IMAP_PORTS[parts.scheme], unquote(parts.path.strip("/")) or "INBOX"
    return ImapBox(parts.hostname or "", port, user, password, name, parts.scheme == "imaps")


def _parts(text: str, ports: dict[str, int]) -> SplitResult | None:
    """An address of one of these schemes, or None. Never repeated: a password may be in it."""
    try:
        parts = urlsplit(text)
        fits = parts.scheme in ports and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if fits and not parts.query and not parts.fragment else None


def _who(parts: SplitResult) -> tuple[str, Secret]:
    return unquote(parts.username or ""), Secret(unquote(parts.password or ""))


def _address(reading: Reading, name: str, *, needed: bool) -> str:
    text = reading.text(name)
    right = "an address, as in Collections <collections@example.com>"
    if (text or needed) and not is_address(parseaddr(text)[1]):
        reading.wrong(name, right if text else f"missing; SMTP_URL needs {right}")
    return text
