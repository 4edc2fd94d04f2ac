"""Mail while a desk runs: letters leave as jobs, and what came back is fetched."""

from __future__ import annotations

import logging

from bot.jobs import Timetable
from bot.mail_settings import MailSettings
from bot.wiring import Ledger
from clients.mail_in import Mailbox
from clients.mail_reading import read_message
from core.ports.engine import Delivery
from core.ports.office import Office
from core.ports.outside import Unreachable
from core.recording import EVENT_LETTER
from core.usecases.event_letters import EventScribe
from core.usecases.letter_replies import take_in
from core.usecases.letter_sending import Check, Sender, still_true
from core.usecases.letter_ticks import mailbox_read, tick
from core.usecases.letters import LETTER
from handlers.messages.letters import Letters

A_MOMENT, A_MINUTE = 10, 60

log = logging.getLogger(__name__)


def give_mail(
    timetable: Timetable, ledger: Ledger, mail: MailSettings, check: Check | None = None
) -> None:
    """Jobs and ticks, for the process that works. Without a mail server letters wait."""
    office, post = ledger.office, mail.post
    sender = Sender(office, post, check or still_true(office)) if post else None

    def send(delivery: Delivery) -> None:
        if sender is not None:
            sender.send(str(delivery.payload["letter_id"]))

    ledger.engine.handler(LETTER, send, max_attempts=20, timeout=300)
    scribe = EventScribe(office, Letters()) if post else None

    def write(delivery: Delivery) -> None:
        if scribe is not None:
            scribe.write(int(delivery.payload["seq"]))

    ledger.engine.handler(EVENT_LETTER, write, max_attempts=20, timeout=60)
    if mailbox := mail.mailbox:
        timetable.every(A_MINUTE, "mailbox", lambda: _look(mailbox, office), leaps=True)
    sends = sender is not None
    timetable.every(A_MOMENT, "letters", lambda: tick(office=office, sends=sends), leaps=True)


def _look(mailbox: Mailbox, office: Office) -> None:
    try:
        fetch(mailbox, office)
    except Unreachable as error:
        log.warning("the mailbox cannot be read why=%s", error.why)


def fetch(mailbox: Mailbox, office: Office, *, whole: bool = True) -> int:
    """Take in whatever is new; how much that was. Once a `whole` mailbox was read to its end, what
    had not come back until the beginning never did. Raises Unreachable."""
    began, count = office.clock(), 0
    for found in mailbox.new():
        count += take_in(read_message(found.source), office=office) is not None
        found.done()
    if whole:
        with office.store() as work:
            mailbox_read(work, began)
            work.commit()
    return count
