"""python -m bot case export: all that is on record about one case, as one archive."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.terminal import give_up, ledger_at_hand
from core.domain.errors import BadInput, UnknownCase
from core.domain.events import Route
from core.domain.people import AccountKey, is_user_id
from core.ports.office import Office
from core.usecases.cases import find
from core.usecases.evidence import Evidence
from core.usecases.evidence_taking import took
from handlers.evidence import pack_in
from handlers.messages.evidence_pack import Pack
from handlers.messages.spreadsheets import File


def export(
    case: Annotated[str, typer.Argument(help="Its number")],
    to: Annotated[Path, typer.Option("--to", file_okay=False, help="The folder for the archive")],
    by: Annotated[str, typer.Option("--by", help="The Slack user who takes it")] = "",
    kept: Annotated[
        list[int] | None,
        typer.Option("--kept", help="A number of events of which somebody kept the head"),
    ] = None,
) -> None:
    """Write the evidence of a case. That it was taken is told in the thread of the case."""
    with ledger_at_hand() as ledger:
        office = ledger.office
        person_id = _person(by, office) if by else ""
        found, made = _packed(case, kept or (), office)
        # That it was taken is on record before it is anywhere.
        took(found.case, person_id, Route.CLI, made.digest, found.proof, office=office)
        path = _write(made.zipped(), to)
    print(f"written: {path}")
    print(f"digest of the pack: {made.digest}")
    print(f"chain: {found.proof.newest.size} events, head {found.proof.newest.hash}")
    if found.proof.faults():
        raise give_up("The chain of events is broken: python -m bot audit verify")


def _packed(number: str, kept: Sequence[int], office: Office) -> tuple[Evidence, Pack]:
    try:
        with office.store.reading() as work:
            return pack_in(work, find(work, number), office=office, kept=kept)
    except (UnknownCase, BadInput):
        raise give_up(f"There is no case {number}.", code=2) from None


def _person(user: str, office: Office) -> str:
    with office.store.reading() as work:
        account = AccountKey(work.desk.get("home_team"), user)
        person = work.people.by_account(account) if is_user_id(user) else None
    if person is None:
        raise give_up(f"Nobody here is the Slack user {user}.", code=2)
    return person.person_id


def _write(file: File, folder: Path) -> Path:
    """For nobody else to read, from its first byte on."""
    path = folder / file.name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            path.unlink()
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as written:
            written.write(file.content)
    except OSError as error:
        raise give_up(f"{path} cannot be written: {error.strerror or error}.") from None
    return path
