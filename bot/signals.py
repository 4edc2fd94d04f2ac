"""Signs of fraud while a desk runs: what its jobs do, and what comes round."""

from __future__ import annotations

from bot.jobs import Timetable
from bot.wiring import Ledger
from bot.work import A_MINUTE
from clients.intakes import IntakesReader
from clients.partner_center import PartnerCenterClient
from core.usecases.intakes import IntakeReader
from core.usecases.signal_ticks import SIGNALS, SPEND_SIGNALS, Lookout, tick


def give_signals(timetable: Timetable, ledger: Ledger, center: PartnerCenterClient) -> None:
    """Jobs and ticks, for the process that works."""
    engine, office = ledger.engine, ledger.office
    lookout = Lookout(office, ledger.settings.throw_away_domains)
    engine.handler(SIGNALS, lookout.everybody, max_attempts=10, timeout=600)
    engine.handler(SPEND_SIGNALS, lookout.spend, max_attempts=10, timeout=600)
    timetable.every(A_MINUTE, "signals", lambda: tick(office=office), leaps=True)
    reader = IntakeReader(office, IntakesReader(center.lines))
    timetable.every(A_MINUTE, "intakes", lambda: read_intakes(reader, center))


def read_intakes(reader: IntakeReader, center: PartnerCenterClient) -> None:
    for account in center.accounts():
        reader.go_on(account)
