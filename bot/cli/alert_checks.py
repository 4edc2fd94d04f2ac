"""What a doctor says of Microsoft's alerts: whether they can be read, and what keeps us out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.wiring import Ledger
from core.domain.alerts import Source
from core.usecases.alert_outages import Sight, Watch, Why, sights
from core.usecases.consents import LOGIN
from handlers.checkup import Finding, Mark

NAMES = {Source.FRAUD_EVENTS: "fraud events", Source.SECURITY_ALERTS: "security alerts of Graph"}
ROLE = "the application needs PartnerSecurity.ReadWrite.All"
# Read every three minutes, so that this is long ago.
STALE = timedelta(minutes=15)


def check_alerts(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each source, from the desk's own record. An account that sees nothing at all
    is wrong; one that sees half of it may be so on purpose."""
    with ledger.office.store.reading() as work:
        found = sights(work, ledger.office)
    seeing = {one.account for one in found if one.watch.read_at and not one.watch.since}
    for one in found:
        yield _judged(one, ledger, blind=one.account not in seeing)


def _judged(one: Sight, ledger: Ledger, *, blind: bool) -> Finding:
    named, watch = f"{NAMES[one.source]}, account {one.account}", one.watch
    if watch.since:
        mark = Mark.WRONG if blind or watch.told else Mark.NOTE
        return Finding(mark, f"{named}: {_trouble(one)}")
    if watch.last_read is None:
        return Finding(Mark.NOTE, f"{named}: never read; a running desk reads them by itself")
    when = f"read last {watch.last_read:%Y-%m-%d %H:%M} UTC"
    late = not ledger.settings.clock_url and _is_stale(watch, ledger.clock())
    return Finding(Mark.WRONG if late else Mark.OK, f"{named}: {when}")


def _is_stale(watch: Watch, now: datetime) -> bool:
    return watch.last_read is not None and now - watch.last_read > STALE


def _trouble(one: Sight) -> str:
    watch = one.watch
    match watch.why:
        case Why.LOGIN:
            return f"nobody signed in; {LOGIN} --account {one.account}"
        case Why.PERMISSION if one.source is Source.SECURITY_ALERTS:
            return f"{ROLE}: {watch.detail}"
        case Why.PERMISSION:
            return f"whoever signed in lacks a role: {watch.detail}"
        case Why.GONE:
            return f"it is not there any more: {watch.detail}"
    since = f"{watch.lost_since:%Y-%m-%d %H:%M} UTC" if watch.lost_since else "the start"
    return f"not read since {since}: {watch.detail}"
