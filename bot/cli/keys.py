"""python -m bot keys: which master key seals what, and sealing all of it with the newest."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.roles import meet
from bot.cli.terminal import give_up, ledger_at_hand, shown
from bot.part import Part
from bot.wiring import Ledger
from core.domain.errors import Refusal
from core.usecases import keys
from handlers.messages.refusals import refused
from handlers.messages.text import Words
from storage.sealing import Ring

NO_KEY = "There is no master key: MASTER_KEY_FILE is not set."


def show() -> None:
    """Each master key by its version, and how many secrets it seals."""
    with ledger_at_hand(Part.WORKER) as ledger:
        known, counts = _ring(ledger).versions(), keys.sealed_with(office=ledger.office)
    for version in [*known, *sorted(set(counts) - set(known))]:
        part = "seals" if version == known[0] else "opens" if version in known else "is not here"
        print(f"{version}  {part:12} {counts.get(version, 0):6} secrets")


def rotate(
    by: Annotated[str, typer.Option(help="The Slack user id of the administrator")],
) -> None:
    """Seal every secret with the first key of the file. Exit 1 where one cannot be opened."""
    with ledger_at_hand(Part.WORKER) as ledger:
        ring = _ring(ledger)
        try:
            meet(ledger, [by])
            found = keys.rotate(ring, by=by, office=ledger.office)
        except Refusal as refusal:
            raise give_up(shown(refused(refusal, Words()))) from None
    print(f"Sealed with {ring.versions()[0]} now: {found.resealed} more secrets.")
    for version, count in found.unreadable.items():
        print(f"{count} of {version} cannot be opened: that key is not here, or they were changed.")
    if found.unreadable:
        raise typer.Exit(1)
    print("The older keys are needed no more once every process has started with the new one.")


def _ring(ledger: Ledger) -> Ring:
    if not ledger.settings.master_keys:
        raise give_up(NO_KEY)
    return Ring(ledger.settings.master_keys)
