"""Checkpoints while a desk runs: made by the minute, brought by jobs, and once more at the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from bot.config import Settings
from bot.jobs import Timetable
from bot.wiring import Ledger
from clients.checkpoint_keepers import MailKeeper, UrlKeeper
from clients.http import HttpClient
from core.ports.checkpoints import Keeper
from core.usecases.checkpoints import CHECKPOINT, Courier, tick
from storage.notes import NoteSigner

A_MINUTE, NOTHING = 60, timedelta()
MAIL, URL = "mail", "url"


def keepers_of(settings: Settings, http: HttpClient | None) -> dict[str, Keeper]:
    """By name; none without a master key, since nothing can be signed then."""
    found: dict[str, Keeper] = {}
    if settings.checkpoints.address and settings.mail.post:
        found[MAIL] = MailKeeper(settings.mail.post, settings.checkpoints.address)
    if http is not None:
        found[URL] = UrlKeeper(http, settings.checkpoints.url)
    return found if settings.master_keys else {}


def give_checkpoints(timetable: Timetable, ledger: Ledger) -> Callable[[], None]:
    """Jobs and ticks, for the process that works. What comes back makes the last one, tries once to
    bring it, and ends the line; otherwise its job is done by another process or the next start."""
    settings, office = ledger.settings, ledger.office
    http = HttpClient(settings.checkpoints.url) if settings.checkpoints.url else None
    keepers = keepers_of(settings, http)
    signer = NoteSigner(settings.master_keys)
    courier = Courier(office, keepers)
    ledger.engine.handler(CHECKPOINT, courier.bring, max_attempts=500, timeout=300)
    make = partial(tick, signer, tuple(keepers), office=office)

    def look() -> None:
        make()

    if keepers:
        timetable.every(A_MINUTE, "checkpoints", look, leaps=True)

    def end() -> None:
        note = make(every=NOTHING) if keepers else ""
        for name in keepers if note else ():
            courier.hand_over(name, note)
        if http is not None:
            http.close()

    return end
