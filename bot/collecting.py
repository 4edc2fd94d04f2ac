"""The policy run while a desk runs: what its jobs do, and when it looks at the clock."""

from __future__ import annotations

from bot.jobs import Timetable
from bot.wiring import Ledger
from bot.work import A_MINUTE
from core.domain.collecting import Mode
from core.domain.customers import CustomerKey
from core.ports.engine import Delivery
from core.recording import COLLECT
from core.usecases.collecting import ACT, MORNING_ONLY, Collector
from core.usecases.collecting_letters import PREVIEW, still_due
from core.usecases.collecting_release import RUN_FILES
from core.usecases.letter_sending import Check, still_true
from handlers.exports import SlackFiles
from handlers.messages.letters import Letters
from handlers.notifier import Notifier
from handlers.patience import patiently
from handlers.previews import Previews
from handlers.run_files import RunFiles


def give_collecting(
    timetable: Timetable, ledger: Ledger, notifier: Notifier, files: SlackFiles
) -> None:
    """Jobs and ticks, for the process that works."""
    engine, mode = ledger.engine, Mode(ledger.settings.collections)
    collector = Collector(ledger.office, Letters(), mode)

    def collect(delivery: Delivery) -> None:
        collector.collect(everybody=delivery.payload != MORNING_ONLY)

    def act(delivery: Delivery) -> None:
        collector.act(CustomerKey.parse(str(delivery.payload["customer"])))

    engine.handler(COLLECT, collect, max_attempts=10, timeout=600)
    engine.handler(ACT, act, max_attempts=20, timeout=60)
    engine.handler(PREVIEW, patiently(Previews(notifier).draw), max_attempts=30, timeout=60)
    engine.handler(
        RUN_FILES, patiently(RunFiles(notifier, files).bring), max_attempts=30, timeout=120
    )
    timetable.every(A_MINUTE, "collecting", collector.tick, leaps=True)


def check_of(ledger: Ledger) -> Check:
    """What is asked of every letter right before it leaves. Without the run nobody judges, so that
    only what is owed counts."""
    mode = Mode(ledger.settings.collections)
    if mode is Mode.OFF:
        return still_true(ledger.office)
    return still_due(ledger.office, may_send=mode is Mode.ON)
