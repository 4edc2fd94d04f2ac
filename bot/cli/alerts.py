"""python -m bot alerts: what Microsoft sees, as a table, and a reading of it now."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.alerts import alert_sources
from bot.cli.terminal import give_up, ledger_at_hand, shown
from bot.part import Part
from core.domain.alert_answers import AnswerState
from core.usecases.alert_jobs import sources_of
from core.usecases.alert_outages import Sight, sights
from core.usecases.alert_reading import AlertReader
from core.usecases.alert_view import ListedAlert, newest_alerts, open_alerts
from handlers.messages.alert_words import kind_of, status_of
from handlers.messages.text import Words

WIDE = 200
ALL = Annotated[bool, typer.Option("--all", help="Also those that are over")]
COLUMNS = (
    *("Found", "Customer", "Azure subscription", "What", "Severity", "Sure", "Status"),
    *("First seen", "Last seen", "Times", "Case", "Told by", "Our answer"),
)


def list_alerts(everything: ALL = False) -> None:
    """Alerts that are open at Microsoft, the newest first; times are UTC."""
    with ledger_at_hand() as ledger, ledger.office.store.reading() as work:
        found = newest_alerts(work) if everything else open_alerts(work)
        unread = [one for one in sights(work, ledger.office) if one.watch.since]
    console = Console(width=None if Console().is_terminal else WIDE)
    if found:
        console.print(_table(found))
    else:
        print("Microsoft shows no alert." if everything else "No alert is open.")
    for one in unread:
        print(_unread(one))


def read_alerts(
    account: Annotated[str, typer.Option(help="One account of the settings; all without")] = "",
) -> None:
    """Ask Microsoft now, and tell of what is new."""
    with ledger_at_hand(Part.WORKER) as ledger:
        partners = ledger.office.partners
        if account and account not in partners:
            raise give_up(f"There is no account {account}.", sorted(partners), code=2)
        names = [account] if account else sorted(partners)
        alarms = alert_sources(ledger)
        with closing(alarms):
            reader = AlertReader(ledger.office, alarms.sources)
            read = {one: reader.read(one) for one in names if sources_of(partners[one])}
        with ledger.office.store.reading() as work:
            lost = [one for one in sights(work, ledger.office) if one.watch.since]
    for one in lost:
        print(_unread(one))
    if not all(read.values()):
        raise typer.Exit(1)
    print(f"Read: {', '.join(read) or 'no account has alerts'}.")


def _table(found: Sequence[ListedAlert]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for name in COLUMNS:
        table.add_column(name, overflow="fold")
    for one in found:
        table.add_row(*_row(one))
    return table


def _row(one: ListedAlert) -> tuple[str, ...]:
    alert, words = one.alert, Words()
    test = " (a test)" if alert.is_test else ""
    return (
        f"{alert.found_at:%Y-%m-%d %H:%M}",
        one.customer_name or str(alert.customer),
        alert.subscription_id,
        shown(kind_of(alert.kind, words)) + test,
        alert.severity.value,
        alert.confidence.value,
        shown(status_of(alert.status.value, alert.resolution, words)),
        f"{alert.first_seen:%Y-%m-%d %H:%M}" if alert.first_seen else "",
        f"{alert.last_seen:%Y-%m-%d %H:%M}" if alert.last_seen else "",
        str(alert.count or ""),
        f"#{one.case.number}" if one.case else "",
        ", ".join(source.value.replace("_", " ") for source in alert.sources),
        _answer(one, words),
    )


def _answer(one: ListedAlert, words: Words) -> str:
    """The newest of each source that did not come to its good end, else the newest."""
    bad = [a for a in one.answers if a.state is not AnswerState.DONE]
    for answer in (bad or list(one.answers))[-1:]:
        wanted = answer.wanted
        resolution = wanted.resolution.value if wanted.resolution else ""
        said = shown(status_of(wanted.status.value, resolution, words))
        return f"{said}: {answer.state.value}"
    return ""


def _unread(one: Sight) -> str:
    since, source = one.watch.lost_since, one.source.value.replace("_", " ")
    when = f"{since:%Y-%m-%d %H:%M} UTC" if since else ""
    return f"{one.account}: {source} not read since {when}: {one.watch.why} {one.watch.detail}"
