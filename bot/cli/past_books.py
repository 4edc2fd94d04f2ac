"""python -m bot books: how the books stood on a day, and what changed from one day to another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.private import write_private
from bot.cli.terminal import give_up, ledger_at_hand, shown
from core.domain.errors import Refusal
from core.domain.exposure import BUCKETS
from core.domain.money import Money
from core.ports.records import Snapshot
from core.usecases import past_books
from core.usecases.past_books import Aging, Compared
from handlers.messages.book_sheets import CHANGES, aging_sheet, changes_sheet
from handlers.messages.exposure_lines import BUCKET_NAMES
from handlers.messages.refusals import refused
from handlers.messages.spreadsheets import Sheet, as_csv
from handlers.messages.text import Words

ON = Annotated[str, typer.Option("--on", help="The day, as in 2026-10-01")]
CUSTOMER = Annotated[str, typer.Option(help="Only this one: a name, domain, tenant id or number")]
FROM = Annotated[str, typer.Option("--from", help="The first day; without it the books before")]
TO = Annotated[str, typer.Option("--to", help="The last day; without it today")]
CSV = Annotated[str, typer.Option("--csv", help="Write every row to this file")]


def aging(on: ON, customer: CUSTOMER = "", csv: CSV = "") -> None:
    """What was overdue on a day, by currency and age, as the newest books of that day said."""
    with ledger_at_hand() as ledger:
        try:
            found = past_books.aging(on, office=ledger.office, customer=customer)
        except Refusal as refusal:
            raise give_up(shown(refused(refusal, Words()))) from None
    print("\n".join(_aging(found)))
    _write(csv, aging_sheet(found, Words()))


def changes(first: FROM = "", last: TO = "", csv: CSV = "") -> None:
    """What is new, paid, grown, disputed, moved or vanished since, with sums by currency."""
    with ledger_at_hand() as ledger:
        try:
            found = past_books.compare(first, last, office=ledger.office)
        except Refusal as refusal:
            raise give_up(shown(refused(refusal, Words()))) from None
    for one in found:
        print("\n".join(_changes(one)))
    _write(csv, changes_sheet(found, Words()))


def _aging(found: Aging) -> Iterator[str]:
    yield f"{found.on.isoformat()}, {len(found.rows)} customers with open documents"
    yield from (f"  {_books(one)}" for one in found.snapshots)
    words = Words()
    for code, ages in found.buckets.items():
        yield _amount(code, "overdue", found.overdue)
        yield from (
            f"    {words(BUCKET_NAMES[name]):14} {ages[name].plain():>20}" for name in BUCKETS
        )
    yield from (_amount(code, "in dispute", found.disputed) for code in found.disputed)
    yield from (_amount(code, "credits", found.credits) for code in found.credits)


def _amount(code: str, what: str, sums: Mapping[str, Money]) -> str:
    money = sums.get(code)
    return f"  {code} {what:12} {money.plain() if money else '0':>20}"


def _changes(found: Compared) -> Iterator[str]:
    since = _books(found.was) if found.was else "no earlier ones"
    yield f"{_books(found.now)}, since {since}: {len(found.changes)} changes"
    words = Words()
    for change, sums in found.sums().items():
        count = sum(one.change is change for one in found.changes)
        said = ", ".join(f"{code} {money.plain()}" for code, money in sums.items())
        yield f"  {words(CHANGES[change]):26} {count:7}  {said}"


def _books(snapshot: Snapshot) -> str:
    return f"{snapshot.source} as of {snapshot.as_of:%Y-%m-%d %H:%M} UTC"


def _write(csv: str, sheet: Sheet) -> None:
    if not csv:
        return
    try:
        write_private(Path(csv), as_csv(sheet))
    except OSError as error:
        raise give_up(f"{csv} cannot be written: {error.strerror or error}.") from None
    print(f"written: {csv}, {len(sheet.rows)} rows")
