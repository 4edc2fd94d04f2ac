"""python -m bot sync: read every customer and subscription from Partner Center now."""

from __future__ import annotations

import time
from contextlib import closing
from typing import Annotated

import typer

from bot.cli.terminal import give_up, ledger_at_hand
from bot.part import Part
from bot.wiring import Ledger, partner_center_of
from bot.work import reader_of
from core.domain.sync import Round
from core.usecases.syncing import Progress, Reader, Stand, read_whole, stands

EVERY = 25


def sync(
    account: Annotated[str, typer.Option(help="One account of the settings; all without")] = "",
) -> None:
    """Read customers and subscriptions, at Partner Center's pace, from where the last reading
    stopped. Exit 1 if an account could not be read."""
    with (
        ledger_at_hand(Part.WORKER) as ledger,
        closing(partner_center_of(ledger)) as center,
    ):
        reader = reader_of(center, ledger.office)
        accounts = _chosen(account, tuple(center.accounts()))
        read = [_read(reader, one, ledger) for one in accounts]
    if not all(read):
        raise typer.Exit(1)


def _chosen(account: str, known: tuple[str, ...]) -> tuple[str, ...]:
    if account and account not in known:
        raise give_up(f"No account is called {account}; there are {', '.join(known)}.", code=2)
    return (account,) if account else known


def _read(reader: Reader, account: str, ledger: Ledger) -> bool:
    """Whether it could be read."""
    began = time.monotonic()
    round = read_whole(reader, account, wait=time.sleep, progress=_printing(ledger))
    if round is None:
        print(f"{account}: another process reads it now")
        return True
    print(_summary(_stand(ledger, account), round, time.monotonic() - began), flush=True)
    return not round.trouble


def _printing(ledger: Ledger) -> Progress:
    """A line for every so many customers."""

    def said(round: Round) -> None:
        done = round.read + round.unread
        if done % EVERY == 0:
            every = _stand(ledger, round.account).customers
            print(f"{round.account}: {done} of {every} customers", flush=True)

    return said


def _stand(ledger: Ledger, account: str) -> Stand:
    with ledger.office.store.reading() as work:
        (stand,) = stands(work, [account])
    return stand


def _summary(stand: Stand, round: Round, seconds: float) -> str:
    if round.trouble:
        return f"{stand.account}: not read: {round.trouble}. What was known is kept."
    said = [
        f"{round.read} customers",
        f"{round.subscriptions} subscriptions",
        f"{round.unread} not read",
        f"{stand.changes} changed by others",
        f"{seconds:.0f} s",
    ]
    return f"{stand.account}: {', '.join(said)}"
