"""The look after digests that did not go out."""

from __future__ import annotations

import logging

from bot.jobs import Timetable
from bot.wiring import Ledger
from core.usecases.digest_alarms import DigestAlarm, Waiting

A_MINUTE = 60

log = logging.getLogger(__name__)


def watch_digests(timetable: Timetable, ledger: Ledger) -> None:
    alarm = DigestAlarm(ledger.office, _told)
    timetable.every(A_MINUTE, "digest alarm", alarm.look)


def _told(one: Waiting) -> None:
    log.error("a digest did not go out digest=%s slot=%s", one.schedule.number, one.slot)
