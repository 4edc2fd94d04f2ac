"""python -m bot forget: erase personal data of people at a customer."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.roles import meet
from bot.cli.terminal import give_up, ledger_at_hand, shown
from core.domain.errors import Refusal
from core.usecases import forgetting
from handlers.messages.erasure_words import KINDS
from handlers.messages.refusals import refused
from handlers.messages.text import Words

AFTERWARDS = """\
What is not here any more may still be: in Slack, where messages of the case are to be deleted by \
hand; in mail boxes; in backups, until they are overwritten; and in the system that the books come \
from, which brings its addresses again."""

IN_FILES = """\
The database's own files may hold it until their room is used again: on PostgreSQL until VACUUM, \
on SQLite until the desk is stopped."""


def forget(
    customer: Annotated[str, typer.Argument(help="By name, domain, tenant id or invoice number")],
    by: Annotated[str, typer.Option(help="The Slack user id of the administrator")],
    address: Annotated[str, typer.Option(help="Only the person with this mail address")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Erase it. Nothing brings it back")] = False,
) -> None:
    """Erase contacts, letters, replies, and names in texts. Without --yes it is only counted.

    Who did what and when stays, and so does the chain of events, which holds no names."""
    with ledger_at_hand() as ledger:
        try:
            meet(ledger, [by])
            found = forgetting.forget(customer, address, by=by, office=ledger.office, really=yes)
            scrubbed = yes and ledger.database.scrub()
        except Refusal as refusal:
            raise give_up(shown(refused(refusal, Words()))) from None
    print(f"{found.customer.name}: {'erased' if yes else 'this would be erased'}")
    for kind, count in found.erased.items():
        print(f"  {count:6} {KINDS[kind]}")
    print(AFTERWARDS if yes else "Nothing was changed. With --yes it is.")
    if yes and not scrubbed:
        print(IN_FILES)
