"""What a doctor says of checkpoints: does anybody outside keep the head of the audit trail?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.checkpoints import MAIL, URL
from bot.wiring import Ledger
from core.usecases.checkpoints import Standing, standing
from handlers.checkup import Finding, Mark

NOBODY = (
    "checkpoints: nobody outside keeps the head of the audit trail; set CHECKPOINT_MAIL or "
    "CHECKPOINT_URL (what the desk posts in Slack, or files here, does not count)"
)
KEYLESS = "checkpoints: there is no master key to sign them with"
AT_HOME = "checkpoints: CHECKPOINT_URL is this machine, so whoever holds it could change them"
LATE = timedelta(days=1, hours=2)


def check_checkpoints(ledger: Ledger) -> Iterator[Finding]:
    """From the desk's own record."""
    settings = ledger.settings
    there = settings.checkpoints
    names = [name for name, where in ((MAIL, there.address), (URL, there.url)) if where]
    if not names:
        yield Finding(Mark.NOTE, NOBODY)
        return
    if not settings.master_keys:
        yield Finding(Mark.WRONG, KEYLESS)
        return
    if not there.is_outside:
        yield Finding(Mark.NOTE, AT_HOME)
    with ledger.office.store.reading() as work:
        found = {name: standing(work, name) for name in names}
    for name, one in found.items():
        yield _finding(name, one, ledger.clock())


def _finding(name: str, one: Standing, now: datetime) -> Finding:
    if not one.kept_at:
        return Finding(Mark.NOTE, f"checkpoints: none was kept yet ({name})")
    kept = datetime.fromisoformat(one.kept_at)
    said = f"checkpoints: {one.size} events are kept ({name}), {kept:%Y-%m-%d %H:%M} UTC"
    late = one.is_lost(now) or now - kept > LATE
    return Finding(Mark.WRONG, f"{said}; none since") if late else Finding(Mark.OK, said)
