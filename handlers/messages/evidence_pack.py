"""The pack: every file about a case, a list of their digests, and one archive around them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from core.domain.plans import Reason, hashed
from core.usecases.evidence import Evidence
from handlers.messages import evidence_tables as tables
from handlers.messages.evidence_drafts import refund_request, service_request
from handlers.messages.evidence_json import case_json, events_tsv, pretty, proof_json
from handlers.messages.evidence_page import evidence_page
from handlers.messages.evidence_plain import Names
from handlers.messages.evidence_tables import Said, table
from handlers.messages.spreadsheets import File

LIST = "SHA256SUMS"
# What goes into every pack as it is.
ALWAYS = Path(__file__).parent / "pack"
READABLE = 0o644


@dataclass(frozen=True, slots=True)
class Pack:
    """`digest` is that of the list of digests: it stands for every file, however often the archive
    is packed anew."""

    name: str
    digest: str
    files: tuple[File, ...]

    def zipped(self) -> File:
        """Files in a folder of the pack's name; the same files make the same bytes."""
        content = BytesIO()
        with ZipFile(content, "w", ZIP_DEFLATED) as archive:
            for file in self.files:
                entry = ZipInfo(f"{self.name}/{file.name}")
                entry.compress_type, entry.external_attr = ZIP_DEFLATED, READABLE << 16
                archive.writestr(entry, file.content)
        return File(f"{self.name}.zip", content.getvalue())


def pack(found: Evidence, said: Said, names: Names) -> Pack:
    files = sorted(_files(found, said, names), key=lambda file: file.name)
    sums = "".join(f"{_sha256(file.content)}  {file.name}\n" for file in files).encode()
    name = f"case-{found.case.number}-{found.made_at:%Y%m%d-%H%M%S}"
    return Pack(name, _sha256(sums), (*files, File(LIST, sums)))


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _files(found: Evidence, said: Said, names: Names) -> Iterator[File]:
    for name in ("README.txt", "verify.py"):
        yield File(name, (ALWAYS / name).read_bytes())
    yield File("index.html", evidence_page(found, said, names))
    yield File("case.json", case_json(found))
    yield File("chain/proof.json", proof_json(found.proof))
    yield File("chain/events.tsv", events_tsv(found.proof))
    yield File("chain/keys.json", pretty(found.keys))
    yield File("timeline.csv", table(tables.TIMELINE, tables.timeline(found, said)))
    yield File("votes.csv", table(tables.VOTES, tables.votes(found)))
    yield File("effects.csv", table(tables.EFFECTS, tables.effects(found)))
    yield File("calls.csv", table(tables.CALLS, tables.calls(found)))
    yield File("drafts/service-request.txt", service_request(found))
    if found.case.kind is not Reason.NON_PAYMENT:
        yield File("drafts/refund-request.txt", refund_request(found))
    yield from _records(found)
    yield from _letters(found)


def _records(found: Evidence) -> Iterator[File]:
    """What is bound to the chain by its digest stands here byte for byte."""
    for each in found.plans:
        yield File(f"plans/{each.plan.hash}.json", hashed(each.plan.content))
    for version, text in found.policies.items():
        yield File(f"policies/{version}.toml", text.encode())
    for number, one in enumerate(found.prints, start=1):
        if one.drawn:
            name = f"cards/{number:04}-{one.card.value}-{one.digest[:8]}.json"
            yield File(name, one.drawn.encode())
    for judged in found.judged:
        yield File(f"facts/{judged.on}.json", pretty(judged))


def _letters(found: Evidence) -> Iterator[File]:
    for number, one in enumerate(found.letters, start=1):
        name = f"letters/{number:02}-{_named(one.name)}-{one.draft.language}"
        if one.draft.text:
            # As the event of its writing has its digest.
            yield File(f"{name}.txt", f"{one.draft.subject}\n{one.draft.text}".encode())
        if one.draft.html:
            yield File(f"{name}.html", one.draft.html.encode())


def _named(text: str) -> str:
    """The name of a letter is a policy's and may be anything."""
    return "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in text)[:40]
