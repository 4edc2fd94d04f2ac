"""Consents while a desk runs: each is used once a day, and what is about to be lost is said."""

from __future__ import annotations

import logging
from collections.abc import Callable

from bot.jobs import Timetable
from bot.wiring import Ledger, user_lines
from clients.user_lines import UserLines
from core.ports.office import Office
from core.ports.outside import Unreachable
from core.usecases import consents

AN_HOUR = 3600

log = logging.getLogger(__name__)


def look_after(lines: UserLines, office: Office) -> None:
    """Renew what nobody used for a day; a consent that lapses in spite of it has its alarm."""
    for account in consents.unused(office=office):
        try:
            lines.line(account).tokens.probe()
        except Unreachable as error:
            log.warning("consent not renewed account=%s why=%s", account, error.why)
    consents.watch(office=office)


def keep_consents(timetable: Timetable, ledger: Ledger) -> Callable[[], None]:
    """Look after them every hour, where there is a master key. What comes back ends it."""
    lines = user_lines(ledger)
    if lines is None:
        return lambda: None
    timetable.every(AN_HOUR, "consents", lambda: look_after(lines, ledger.office))
    return lines.close
