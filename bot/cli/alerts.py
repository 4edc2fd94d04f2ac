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
from core.domain.alerts import Alert
from core.usecases.alert_jobs import sources_of
from core.usecases.alert_outages import Sight, sights
from core.usecases.alert_reading import AlertReader
from core.usecases.alert_view import ListedAlert, newest_alerts, open_alerts
from handlers.messages.alert_words import kind_of, status_of
from handlers.messages.text import Words

WIDE = 200
ALL = Annotated[bool, typer.Option("--all", help="Also those that are over")]
COLUMNS = ("Found", "Where", "What", "How bad", "Seen", "At Microsoft", "Case", "Our answer")


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
    table = Table(box=None, padding=(0, 2, 1, 0), header_style="bold")
    for name in COLUMNS:
        table.add_column(name, overflow="fold", no_wrap=name in ("Found", "Where", "Seen"))
    for one in found:
        table.add_row(*_row(one))
    return table


def _row(one: ListedAlert) -> tuple[str, ...]:
    alert, words = one.alert, Words()
    test = " (a test)" if alert.is_test else ""
    told_by = ", ".join(source.value.replace("_", " ") for source in alert.sources)
    what = [shown(kind_of(alert.kind, words)) + test, f"by {told_by}", *alert.resources]
    return (
        f"{alert.found_at:%Y-%m-%d %H:%M}",
        f"{one.customer_name or alert.customer}\n{alert.subscription_id}",
        "\n".join(what),
        f"{alert.severity}\nsure: {alert.confidence}",
        "\n".join(_seen(alert)),
        shown(status_of(alert.status.value, alert.resolution, words)),
        f"#{one.case.number}" if one.case else "",
        _answer(one, words),
    )


def _seen(alert: Alert) -> list[str]:
    moments = [one for one in (alert.first_seen, alert.last_seen) if one]
    times = [f"{alert.count} times"] if alert.count else []
    return [f"{one:%Y-%m-%d %H:%M}" for one in dict.fromkeys(moments)] + times


def _answer(one: ListedAlert, words: Words) -> str:
    """The newest of each source that did not come to its good end, else the newest."""
    bad = [a for a in one.answers if a.state is not AnswerState.DONE]
    for answer in (bad or list(one.answers))[-1:]:
        wanted = answer.wanted
        resolution = wanted.resolution.value if wanted.resolution else ""
        said = shown(status_of(wanted.status.value, resolution, words))
        why = f" ({shown(answer.why.replace('_', ' '))})" if answer.why else ""
        return f"{said}: {answer.state.value}{why}"
    return ""


def _unread(one: Sight) -> str:
    since, source = one.watch.lost_since, one.source.value.replace("_", " ")
    when = f"{since:%Y-%m-%d %H:%M} UTC" if since else ""
    return f"{one.account}: {source} not read since {when}: {one.watch.why} {one.watch.detail}"
