"""Packs of evidence, as tests ask for them and look into them."""

from __future__ import annotations

import csv
import hashlib
import subprocess
import sys
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

from core.domain.plans import Reason
from core.domain.prints import Card
from handlers.evidence import pack_in
from handlers.messages.evidence_plain import card_lines
from sandbox.stories.driver import CASES
from tests.handlers.test_case_course import press
from tests.handlers.test_cases import opened
from tests.handlers.test_exports import content, files
from tests.world import AGENT, FIRST, World

NOTE = '=HYPERLINK("evil") they <called> & said nothing'


def unpacked(archive: bytes, folder: Path) -> Path:
    """The folder of the pack."""
    with ZipFile(BytesIO(archive)) as packed:
        packed.extractall(folder)
        return folder / packed.namelist()[0].partition("/")[0]


def verified(pack: Path, *words: str) -> tuple[int, str]:
    """With nothing but the standard library."""
    command = [sys.executable, "-I", "-S", "-B", str(pack / "verify.py"), *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd="/")
    return done.returncode, done.stdout + done.stderr


def pressed(world: World, folder: Path) -> Path:
    """What comes as a direct message."""
    before = len(files(world))
    press(world, AGENT, "case_pack")
    world.until(lambda: "The evidence of case 1 is on its way" in world.private(AGENT, CASES))
    (file,) = files(world)[before:]
    return unpacked(content(world, file), folder)


def made(world: World, folder: Path, number: int = 1) -> Path:
    """The same without Slack."""
    with world.office.store.reading() as work:
        case = work.cases.by_number(number)
        assert case is not None
        _, pack = pack_in(work, case, office=world.office)
    return unpacked(pack.zipped().content, folder)


def a_case(world: World) -> None:
    """Of fraud: a note, one item done, suspended; and another customer's trouble beside it."""
    opened(world)
    world.command(AGENT, f"/case note 1 {NOTE}")
    world.command(FIRST, "/case check 1 logs_kept https://desk.example/logs")
    world.command(AGENT, "/case open fabrikam misuse somebody else's secret trouble")
    world.suspended("contoso", "Microsoft 365", reason=Reason.FRAUD)
    world.settled()


def relisted(pack: Path) -> None:
    """Whoever edits a file can write a new list, too."""
    names = sorted(p for p in pack.rglob("*") if p.is_file() and p.name != "SHA256SUMS")
    lines = (f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(pack)}" for p in names)
    (pack / "SHA256SUMS").write_text("\n".join(lines) + "\n")


def rows(pack: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO((pack / name).read_text("utf-8-sig"))))


def printed(world: World, card: Card, case_id: str) -> str:
    """What is kept of all drawings of such a card in a case, oldest first."""
    found = world.ask(lambda work: work.prints.of(card, case_id))
    return "\n\n".join("\n".join(card_lines(one.drawn, {})) for one in found)


def everything(pack: Path) -> str:
    return "\n".join(one.read_text("utf-8") for one in pack.rglob("*") if one.is_file())
