"""python -m bot freeze, python -m bot migrate: what works without Slack."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.terminal import give_up, ledger_at_hand, settings_at_hand


def freeze(reason: Annotated[str, typer.Argument(help="Why everything stops")]) -> None:
    """Stop every change at once. It is lifted in Slack only, by two approvers."""
    from core.domain.errors import AlreadyFrozen
    from core.usecases.freezing import freeze_from_terminal

    with ledger_at_hand() as ledger:
        try:
            freeze_from_terminal(reason, office=ledger.office)
        except AlreadyFrozen:
            print("Everything is frozen already.")
            return
    print("Everything is frozen. Two approvers lift it in Slack.")


def migrate() -> None:
    """Bring the database to the newest schema: once, before processes of this version start."""
    from storage.opening import Unusable, open_migrated

    try:
        open_migrated(settings_at_hand().database_url).close()
    except Unusable as error:
        raise give_up(f"The database cannot be used: {error}. Nothing was changed.") from None
    print("The database is up to date.")
