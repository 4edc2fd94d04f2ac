"""A file of receivables on a web server on this machine."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from clients.http import Timeouts
from clients.receivables_https import CsvOverHttps, bearer
from clients.receivables_rows import OPTIONAL_COLUMNS, REQUIRED_COLUMNS
from clients.their_clock import in_step
from core.domain.secret import Secret
from core.ports.records import SheetRow
from sandbox.accounting.files import PATH, RETRY_AFTER, FileServer
from sandbox.serving import Serving
from tests.clients.receivables.bench import APART, TOO_FAR, Room, Trouble

TOKEN, KEY = "csv-token-9f27", "sig-in-the-address-41"
AS_OF = "2026-11-30T06:30:00+00:00"
COLUMNS = REQUIRED_COLUMNS + OPTIONAL_COLUMNS
FAULTS = {
    Trouble.BROKEN: "broken",
    Trouble.THROTTLED: "throttled",
    Trouble.CUT: "cut",
    Trouble.NONSENSE: "page",
    Trouble.KEPT_OUT: "kept out",
}
SHORT = Timeouts(connect=1.0, read=1.0, write=1.0, pool=1.0)


class CsvBench:
    troubles = frozenset({*FAULTS, Trouble.APART})
    pause = float(RETRY_AFTER)
    marks = False
    secrets = (TOKEN, KEY)
    unknown_id = "D99"

    def __init__(self, server: FileServer, url: str, folder: Path) -> None:
        self._server, self._url, self._folder = server, url, folder
        server.now = self.clock
        self._truths: dict[str, SheetRow] = {}
        self._made: list[CsvOverHttps] = []

    def clock(self) -> datetime:
        return datetime(2026, 11, 30, 9, 0, tzinfo=UTC)

    def told(self, truth: SheetRow) -> SheetRow:
        return truth

    def fill(self, truths: Sequence[SheetRow]) -> None:
        self._truths = {one.document.document_id: one for one in truths}
        self._write()

    def change(self, truth: SheetRow) -> None:
        self._truths[truth.document.document_id] = truth
        self._write()

    def adapter(self, page_size: int = 100) -> CsvOverHttps:
        made = CsvOverHttps(
            Secret(f"{self._url}{PATH}?sig={KEY}"),
            self._folder,
            source="books",
            zone="Europe/Berlin",
            login=bearer(Secret(TOKEN)),
            page_size=page_size,
            timeouts=SHORT,
            heard=in_step(self.clock, APART),
        )
        self._made.append(made)
        return made

    def disturb(self, trouble: Trouble) -> None:
        if trouble is Trouble.APART:
            self._server.now = lambda: self.clock() + TOO_FAR
        else:
            self._server.fault = FAULTS[trouble]

    def calm(self) -> None:
        self._server.fault = ""
        self._server.now = self.clock

    def close(self) -> None:
        for made in self._made:
            made.close()

    def _write(self) -> None:
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS)
        writer.writeheader()
        writer.writerows(map(written, self._truths.values()))
        self._server.content = text.getvalue().encode()


def written(row: SheetRow) -> dict[str, str]:
    """A line of the file."""
    document = row.document
    disputed = document.disputed.plain() if document.disputed else ""
    return dict.fromkeys(COLUMNS, "") | {
        "schema_version": "1",
        "as_of": AS_OF,
        "source_system": document.source,
        "customer_ref": document.customer_ref,
        "customer_name": row.customer_name,
        "tenant_id": row.tenant_id,
        "document_id": document.document_id,
        "document_number": document.number,
        "document_type": document.kind,
        "issue_date": document.issued.isoformat(),
        "due_date": document.due.isoformat() if document.due else "",
        "currency": document.total.currency,
        "total_amount": document.total.plain(),
        "open_amount": document.open.plain(),
        "status": document.status,
        "billing_email": row.billing_email,
        "dispute_amount": disputed,
        "category": document.category,
    }


@contextmanager
def csv_over_https(room: Room) -> Iterator[CsvBench]:
    server = FileServer(f"Bearer {TOKEN}")
    serving = Serving(server, port=0, threads=2, name="files")
    bench = CsvBench(server, f"http://127.0.0.1:{serving.port}", room.folder / "fetched")
    try:
        yield bench
    finally:
        bench.close()
        serving.stop()
