"""Consents while a desk runs: each is used once a day, and what is about to be lost is said."""

from __future__ import annotations

import logging

from clients.user_lines import UserLines
from core.ports.office import Office
from core.ports.outside import Unreachable
from core.usecases import consents

log = logging.getLogger(__name__)


def look_after(lines: UserLines, office: Office) -> None:
    """Renew what nobody used for a day; a consent that lapses in spite of it has its alarm."""
    for account in consents.unused(office=office):
        try:
            lines.line(account).tokens.probe()
        except Unreachable as error:
            log.warning("consent not renewed account=%s why=%s", account, error.why)
    consents.watch(office=office)
