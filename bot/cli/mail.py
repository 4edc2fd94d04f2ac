"""python -m bot mail-in, contacts and letters: what came back, and whom letters go to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from bot.cli.terminal import give_up, ledger_at_hand, shown
from bot.wiring import Ledger
from core.domain.errors import ImportRefused, Refusal
from core.ports.outside import Unreachable
from core.usecases.receivables import problems_of
from handlers.messages.refusals import refused
from handlers.messages.rows import row_lines
from handlers.messages.text import Words

T = TypeVar("T")
FILE = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A CSV file")]
MESSAGES = Annotated[
    list[Path] | None, typer.Argument(exists=True, dir_okay=False, help="Saved messages, .eml")
]


def mail_in(files: MESSAGES = None) -> None:
    """Take in what came back for letters, from MAIL_IN or from files. Exit 1 if it cannot be
    read."""
    from bot.mail import fetch
    from clients.mail_in import Files, Mailbox

    with ledger_at_hand() as ledger:
        box: Mailbox | None = Files(files) if files else ledger.settings.mail.mailbox
        if box is None:
            raise give_up("MAIL_IN names no mailbox, and no file is named.", code=2)
        try:
            count = fetch(box, ledger.office, whole=not files)
        except Unreachable as error:
            raise give_up(f"The mail cannot be read: {error.why}.") from None
    print(f"taken in: {count} messages that were not in already")


def import_contacts(file: FILE) -> None:
    """Take over whom letters go to: contacts.v1 CSV, all of it or none. Exit 1 if refused."""
    from clients.letter_files import read_contacts
    from core.usecases.contacts import save_all

    count = _taken(file, read_contacts, lambda found, ledger: save_all(found, office=ledger.office))
    print(f"taken in: {file.name}, {count} contacts that are new or changed")


def list_contacts() -> None:
    """Whom letters go to, as persons named it; where nobody did, the books' billing_email holds."""
    from core.usecases.contacts import listed

    with ledger_at_hand() as ledger:
        for one in listed(office=ledger.office):
            print(f"{one.customer}  {one.kind:10}  {one.language:7}  {one.address}  {one.name}")


def import_letters(file: FILE) -> None:
    """Take over letters that were sent before: letters.v1 CSV, all of it or none. Exit 1 if
    refused."""
    from clients.letter_files import read_letters
    from core.usecases.letters import take_over

    count = _taken(file, read_letters, lambda found, ledger: take_over(found, office=ledger.office))
    print(f"taken in: {file.name}, {count} letters that were not known")


def list_letters() -> None:
    """Letters that wait, and those that need somebody."""
    with ledger_at_hand() as ledger, ledger.office.store.reading() as work:
        for one in (*work.letters.waiting(), *work.letters.unclear(), *work.letters.bounced_open()):
            why = one.why or one.waits
            print(f"{one.customer}  {one.name:12}  {one.state:9}  {one.created_at:%Y-%m-%d}  {why}")


def _taken(
    file: Path, read: Callable[[Path], list[T]], keep: Callable[[list[T], Ledger], int]
) -> int:
    with ledger_at_hand() as ledger:
        try:
            return keep(read(file), ledger)
        except ImportRefused as refusal:
            lines = [shown(line) for line in row_lines(problems_of(refusal), Words())]
            raise give_up(f"refused: {file.name}. Nothing of it was kept.", lines) from None
        except Refusal as refusal:
            said = shown(refused(refusal, Words()))
            raise give_up(f"refused: {file.name}. Nothing of it was kept. {said}") from None
