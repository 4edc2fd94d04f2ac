"""python -m bot freeze, python -m bot migrate: what works without Slack."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.terminal import give_up, ledger_at_hand, settings_at_hand, shown
from core.ports.records import Scope

HELD_BACK = {
    Scope.ALL: "\nNothing is given back either; --only suspend stops suspending alone.",
    Scope.CUSTOMER: "\nNothing is given back there either, also where it is paid.",
    Scope.ACTION: "",
}


def freeze(
    reason: Annotated[str, typer.Argument(help="Why it stops")],
    only: Annotated[str, typer.Option(help="A customer, or an action: suspend")] = "",
) -> None:
    """Stop every change at once. Two approvers lift it."""
    from core.domain.errors import AlreadyFrozen, Refusal
    from core.usecases.freezing import freeze_from_terminal
    from handlers.messages.refusals import refused
    from handlers.messages.text import Words

    with ledger_at_hand() as ledger:
        try:
            frozen = freeze_from_terminal(reason, office=ledger.office, only=only)
        except AlreadyFrozen:
            print("It is frozen already.")
            return
        except Refusal as refusal:
            raise give_up(f"{shown(refused(refusal, Words()))} Nothing was frozen.") from None
    what = f"Frozen: {only}." if only else "Everything is frozen."
    print(f"{what} Two approvers lift it.{HELD_BACK[frozen.scope]}")


def migrate() -> None:
    """Bring the database to the newest schema: once, before processes of this version start."""
    from storage.opening import Unusable, open_migrated

    try:
        open_migrated(settings_at_hand().database_url).close()
    except Unusable as error:
        raise give_up(f"The database cannot be used: {error}. Nothing was changed.") from None
    print("The database is up to date.")
