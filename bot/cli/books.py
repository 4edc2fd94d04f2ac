"""python -m bot import: take a file of receivables in, with a progress bar."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.terminal import give_up, ledger_at_hand, shown
from bot.wiring import Ledger
from core.domain.errors import ImportRefused, LostRace
from core.ports.records import RowProblem
from core.usecases.receivables import Taken, problems_of
from handlers.messages.rows import SHRUNK, row_line
from handlers.messages.text import Words


def import_file(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="receivables.v1 CSV")],
    accept_drop: Annotated[
        bool, typer.Option("--accept-drop", help="The books really shrank that much")
    ] = False,
) -> None:
    """Take a file of receivables in, whole or not at all. Exit 1 if it is refused."""
    from core.usecases.receivables import Drop

    with ledger_at_hand() as ledger:
        try:
            taken = _take_in(file, Drop.ACCEPT if accept_drop else Drop.REFUSE, ledger)
        except ImportRefused as refusal:
            _refuse(file, refusal)
            if any(problem.problem in SHRUNK for problem in problems_of(refusal)):
                print(f"  if the books really shrank: bot import {file} --accept-drop")
            raise typer.Exit(1) from None
        except LostRace:
            said = "Other books of this source came in meanwhile"
            raise give_up(f"{said}. Nothing of {file.name} was kept; import it again.") from None
    _report(file.name, taken)


def import_customers(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="customers.v1 CSV")],
    account: Annotated[str, typer.Option(help="the reseller account of the settings")],
) -> None:
    """Take in the whole list of a reseller's customers. Exit 1 if it is refused."""
    from clients.customers_csv import read_customers
    from core.domain.errors import NotAReseller
    from core.usecases.customer_lists import take_in

    with ledger_at_hand() as ledger:
        try:
            found = read_customers(file, account)
            count = take_in(account, found, office=ledger.office)
        except ImportRefused as refusal:
            _refuse(file, refusal)
            raise typer.Exit(1) from None
        except NotAReseller:
            why = f"{account} is no account with TIER=reseller in the settings"
            raise give_up(f"{why}. Nothing of {file.name} was kept.") from None
    print(f"taken in: {file.name}, {len(found)} customers with {count} subscriptions")


def _refuse(file: Path, refusal: ImportRefused) -> None:
    print(f"refused: {file.name}. Nothing of it was kept.")
    for problem in problems_of(refusal):
        print(f"  {_says(problem)}")


def _take_in(file: Path, drop: object, ledger: Ledger) -> Taken:
    from rich.console import Console
    from rich.progress import Progress

    from clients.receivables_csv import CsvSheet
    from core.domain.events import Route
    from core.usecases.receivables import Drop, take_in

    sheet = CsvSheet(file, ledger.settings.time_zone)
    screen = Console(stderr=True)
    with Progress(console=screen, transient=True, disable=not screen.is_terminal) as bar:
        task = bar.add_task("Reading", total=sheet.count_rows())
        return take_in(
            sheet,
            office=ledger.office,
            route=Route.CLI,
            drop=Drop(drop),
            progress=lambda rows: bar.update(task, completed=rows),
        )


def _report(name: str, taken: Taken) -> None:
    if taken.again:
        print(f"{name} is in already: nothing changed.")
        return
    documents = taken.rows - len(taken.bad_rows)
    as_of = f"{taken.snapshot.as_of:%Y-%m-%d %H:%M} UTC"
    print(f"taken in: {name}, {documents} documents as of {as_of}")
    print(f"  missing since the last file: {taken.missing}, to be confirmed: {taken.proposed}")
    for problem in taken.bad_rows:
        print(f"  not read: {_says(problem)}")


def _says(problem: RowProblem) -> str:
    return shown(row_line(problem, Words()))
