"""Slack itself while a desk runs: whether its token is still good, and the mail that says it is
not."""

from __future__ import annotations

import logging
from functools import partial

from bot.jobs import Timetable
from bot.wiring import Ledger, slack_of
from bot.work import language_of
from clients.administrator_mail import AdministratorMail
from core.domain.events import DigestOutstanding
from core.ports.letters import Note
from core.usecases.digest_alarms import ALARM_MAIL, AlarmMail
from core.usecases.workspace import LOST_MAIL, LostMail, refused
from handlers.directory import void_token
from handlers.messages.lost_letter import alarm_letter, lost_letter

FIVE_MINUTES = 300

log = logging.getLogger(__name__)


def _written(ledger: Ledger, why: str) -> Note:
    return lost_letter(why, language_of(ledger).of(""))


def _alarm(ledger: Ledger, event: DigestOutstanding) -> Note:
    return alarm_letter(event, language_of(ledger).of(""))


def keep_workspace(timetable: Timetable, ledger: Ledger) -> None:
    """For the process that works. Slack tells by an event as well, where it can still reach us."""
    office, mail, client = ledger.office, ledger.settings.mail, slack_of(ledger)
    post = AdministratorMail(mail.post, mail.administrators) if mail.post else None
    named = post if mail.administrators else None
    letter = LostMail(office, named, partial(_written, ledger))
    ledger.engine.handler(LOST_MAIL, letter.send, max_attempts=500, timeout=300)
    alarm = AlarmMail(office, named, partial(_alarm, ledger))
    ledger.engine.handler(ALARM_MAIL, alarm.send, max_attempts=100, timeout=300)

    def look() -> None:
        if (code := void_token(client)) and refused(code, office=office):
            log.error("Slack is lost, and everything frozen why=%s", code)

    timetable.every(FIVE_MINUTES, "workspace", look)
