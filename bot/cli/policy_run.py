"""python -m bot policy shadow and migrate: what the run would have done, and cases in flight."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.cli.policy import day_of
from bot.cli.roles import meet
from bot.cli.terminal import give_up, ledger_at_hand, shown
from core.domain.errors import Refusal
from core.ports.office import Office
from core.usecases.collecting_course import InFlight, in_flight
from core.usecases.collecting_course import migrate as move
from core.usecases.finding import find_customer
from core.usecases.shadow import Tally, tallies, undone
from handlers.messages.refusals import refused
from handlers.messages.text import Words

A_MONTH = timedelta(days=30)
WHAT = {"letter": "letter", "suspend": "suspension", "stop_renewal": "end of renewals"}


def shadow(
    since: Annotated[str, typer.Option(help="The first day, as 2026-03-01; else a month ago")] = "",
) -> None:
    """Print what the policy run would have sent and proposed while it was not let, and how many of
    those paid by themselves within five days."""
    with ledger_at_hand() as ledger:
        office = ledger.office
        today = office.today(office.clock())
        first = _day(since) if since else today - A_MONTH
        with office.store.reading() as work:
            found = undone(work, first, today)
    if not found:
        print(f"Nothing would have been sent or proposed since {first}.")
        return
    table = Table(
        "What", "Stage", "Customers", "Owed", "Paid by themselves", title=f"Since {first}"
    )
    for one in tallies(found):
        table.add_row(*_row(one))
    Console().print(table)
    for undone_one in found:
        line = undone_one.line.line
        owed = f", {line.amount.currency} {line.amount.plain()}" if line.amount else ""
        print(f"{undone_one.line.on} {WHAT[line.does]} {line.name}: {undone_one.name}{owed}")


def _row(one: Tally) -> tuple[str, ...]:
    owed = ", ".join(f"{money.currency} {money.plain()}" for money in one.owed)
    paid = f"{one.paid} of {one.known}" if one.known else "not known yet"
    return f"{WHAT[one.does]} {one.name}", one.stage, str(one.count), owed, paid


def _day(text: str) -> date:
    try:
        return day_of(text)
    except ValueError as problem:
        raise give_up(f"--since: {problem}", code=2) from None


def migrate(
    by: Annotated[str, typer.Option(help="The Slack user id of who moves them")] = "",
    customer: Annotated[str, typer.Option(help="Only this one, by name, domain or id")] = "",
) -> None:
    """Let cases in flight go on by the policy in force. Without --by they are only listed."""
    with ledger_at_hand() as ledger:
        try:
            found = _in_flight(ledger.office, customer)
            _list(found)
            if not by or not found:
                return
            meet(ledger, [by])
            ids = [one.episode.episode_id for one in found]
            count = move(ids, by=by, office=ledger.office)
        except Refusal as refusal:
            raise give_up(shown(refused(refusal, Words()))) from None
    print(f"Moved: {count}.")


def _in_flight(office: Office, customer: str) -> list[InFlight]:
    with office.store.reading() as work:
        key = find_customer(work, customer).key if customer else None
        return in_flight(work, key)


def _list(found: list[InFlight]) -> None:
    if not found:
        print("Every case in flight goes by the policy in force.")
    for one in found:
        episode = one.episode
        stage = episode.stage or "no stage yet"
        print(f"{one.name}: since {episode.began_on}, {stage}, policy {episode.policy[:8]}")
