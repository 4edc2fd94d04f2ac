"""python -m bot audit: check the chain of events, and what others kept of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.terminal import give_up, ledger_at_hand, settings_at_hand
from bot.part import Part
from bot.wiring import Ledger
from clients.note_files import notes_in
from core.usecases.checkpoints import current, origin
from storage.audit import Verdict
from storage.audit import verify as judged
from storage.database import Database
from storage.kept import Kept, compare, read_kept
from storage.notes import BadKey, NoteSigner, Verifier
from storage.opening import Unusable, open_existing
from storage.state import differences, few

NO_KEY = "There is no master key (MASTER_KEY_FILE), so nothing can be signed."
FILES = Annotated[
    list[Path] | None, typer.Option("--kept", help="Checkpoints as they were kept; files or mails")
]
KEYS = Annotated[
    list[str] | None, typer.Option("--key", help="What `audit key` printed when they were made")
]


def verify(kept: FILES = None, key: KEYS = None) -> None:
    """Check the chain of events, and what the database holds against it, with or without the bot
    running. Exit 1 where it is broken or something differs.

    With --kept and --key also that it goes on from what was kept outside."""
    if bool(kept) is not bool(key):
        raise give_up("--kept and --key go together: one is nothing without the other.", code=2)
    verifiers = _verifiers(key or [])
    database = _opened()
    try:
        with database.reading() as connection:
            found = judged(connection)
            results = [compare(connection, found, one) for one in _read(kept or [], verifiers)]
            differing = list(differences(connection)) if found.holds() else []
    finally:
        database.close()
    _print(found)
    for one in results:
        print(one)
    for line in few(differing):
        print(f"the database differs: {line}")
    if not found.holds() or differing or not all(one.holds for one in results):
        raise typer.Exit(1)


def _verifiers(keys: Sequence[str]) -> list[Verifier]:
    try:
        return [Verifier.parse(text) for text in keys]
    except BadKey:
        raise give_up("--key is not what `audit key` prints: name+id+key.", code=2) from None


def _opened() -> Database:
    try:
        return open_existing(settings_at_hand().database_url)
    except Unusable as error:
        raise give_up(f"The database cannot be used: {error}. Nothing was checked.") from None


def _print(found: Verdict) -> None:
    if found.holds():
        print(f"the chain holds: {found.rows} events, head {found.head}")
        return
    print(f"the chain is broken at event {found.broken_at}: {found.why}; {found.rows} hold before")


def _read(files: Sequence[Path], verifiers: Sequence[Verifier]) -> Iterator[Kept]:
    for path in files:
        try:
            notes = list(notes_in(path.read_bytes()))
        except OSError as error:
            raise give_up(f"{path} cannot be read: {error.strerror}.", code=2) from None
        if not notes:
            yield Kept(str(path), None, "there is no checkpoint in it")
        for note in notes:
            yield read_kept(str(path), note, verifiers)


def checkpoint() -> None:
    """Print a signed checkpoint of now, to be kept by hand."""
    with ledger_at_hand(Part.WORKER) as ledger:
        with ledger.office.store.reading() as work:
            made = current(work, ledger.clock())
        print(_signer(ledger).sign(made.origin, made.text()), end="")


def key() -> None:
    """Print the public key that checkpoints are checked with, for whoever keeps them."""
    with ledger_at_hand(Part.WORKER) as ledger:
        with ledger.office.store.reading() as work:
            name = origin(work)
        for one in _signer(ledger).verifiers(name):
            print(one)


def _signer(ledger: Ledger) -> NoteSigner:
    if not ledger.settings.master_keys:
        raise give_up(NO_KEY)
    return NoteSigner(ledger.settings.master_keys)
