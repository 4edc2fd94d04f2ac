"""What a doctor says of mail: whether letters can leave, and whether bounces would be seen."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from bot.config import Settings
from bot.wiring import Ledger
from clients.mail import SmtpPost, open_line
from clients.mail_in import Mailbox
from core.ports.outside import Unreachable
from core.usecases.letter_ticks import last_read
from handlers.checkup import Finding, Mark

NO_MAIL = "mail: SMTP_URL is not set, so letters wait and nothing counts as delivered"
NOBODY_HEARS = "mail: ADMINISTRATOR_MAIL is not set: nobody is written to when Slack is lost"
DEAF = "mail: MAIL_IN is not set: bounces and answers go unseen, so no letter counts by itself"


def check_letters(ledger: Ledger) -> Iterator[Finding]:
    """From the desk's own record."""
    with ledger.office.store.reading() as work:
        waiting, unclear = work.letters.waiting(), work.letters.unclear()
        bounced, read = work.letters.bounced_open(), last_read(work)
    if waiting or unclear or bounced:
        said = f"{len(waiting)} wait, {len(unclear)} perhaps left, {len(bounced)} bounced"
        yield Finding(Mark.NOTE, f"letters: {said}; python -m bot letters list")
    if read is not None:
        yield Finding(Mark.OK, f"mail: the mailbox was last read {read:%Y-%m-%d %H:%M} UTC")


def check_mail(settings: Settings, *, offline: bool) -> Iterator[Finding]:
    """Asks the servers, but for `offline`; no letter is sent and none is marked as seen."""
    mail = settings.mail
    if mail.post is None:
        yield Finding(Mark.NOTE, NO_MAIL)
    elif not mail.administrators:
        yield Finding(Mark.NOTE, NOBODY_HEARS, "name whom to write to in ADMINISTRATOR_MAIL")
    if mail.post is not None and not offline:
        yield _leaves(mail.post)
    if mail.mailbox is not None and not offline:
        yield _reads(mail.mailbox)
    elif mail.mailbox is None and mail.post is not None:
        yield Finding(Mark.WRONG, DEAF)


def _leaves(post: SmtpPost) -> Finding:
    where = f"mail: {post.server.host}:{post.server.port}"
    try:
        line = open_line(post.server, post.domain)
    except (OSError, smtplib.SMTPException) as error:
        return Finding(Mark.WRONG, f"{where} takes no letters: {type(error).__name__}: {error}")
    with suppress(OSError, smtplib.SMTPException):
        line.quit()
    return Finding(Mark.OK, f"{where} takes letters")


def _reads(mailbox: Mailbox) -> Finding:
    try:
        new = len(list(islice(mailbox.new(), 1)))
    except Unreachable as error:
        return Finding(Mark.WRONG, f"mail: MAIL_IN cannot be read: {error.why}")
    more = "something new lies in it" if new else "nothing new lies in it"
    return Finding(Mark.OK, f"mail: MAIL_IN can be read, {more}")
