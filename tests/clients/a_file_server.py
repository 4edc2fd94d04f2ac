"""A server with a file of receivables, and whoever reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from clients.http import Timeouts
from clients.receivables_https import CsvOverHttps
from core.domain.secret import Secret
from core.ports.receivables import Receivables, Row
from sandbox.accounting.files import PATH, FileServer
from sandbox.serving import Serving
from tests.clients.books import row, text
from tests.clients.receivables.readings import pages
from tests.clients.scripted import addresses

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
ONE = text(row()).encode()
TWO = text(row(), row(document_id="D-2")).encode()
SHORT = Timeouts(connect=1.0, read=1.0, write=1.0, pool=1.0)


class Desk:
    """A server with a file, and whoever reads it."""

    def __init__(self, folder: Path) -> None:
        self.server = FileServer()
        self.server.content = ONE
        self.folder = folder / "fetched"
        self._serving = Serving(self.server, port=0, threads=1, name="files")
        self._made: list[CsvOverHttps] = []

    def books(self, path: str = PATH, **how: Any) -> CsvOverHttps:
        usual: dict[str, Any] = {"source": "erp", "zone": "Europe/Berlin", "timeouts": SHORT}
        address = Secret(f"http://127.0.0.1:{self._serving.port}{path}")
        made = CsvOverHttps(address, self.folder, **(usual | how))
        self._made.append(made)
        return made

    def close(self) -> None:
        for made in self._made:
            made.close()
        self._serving.stop()


def read(made: Receivables, mark: str = "") -> tuple[list[Row], str]:
    found = list(pages(made, made.begin(mark, NOW).place))
    return [one for page in found for one in page.rows], found[-1].mark


def scripted(folder: Path, body: bytes, headers: Mapping[str, str | bytes]) -> CsvOverHttps:
    """Over an answer that no decent server gives."""

    def answer(request: httpx.Request) -> httpx.Response:
        named = [(name.encode(), _bytes(value)) for name, value in headers.items()]
        return httpx.Response(200, headers=named, stream=httpx.ByteStream(body))

    return CsvOverHttps(
        Secret("http://127.0.0.1:9/books.csv"),
        folder,
        source="erp",
        zone="Europe/Berlin",
        transport=httpx.MockTransport(answer),
        resolve=addresses(),
    )


def _bytes(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode()


@contextmanager
def serving(folder: Path) -> Iterator[Desk]:
    made = Desk(folder)
    try:
        yield made
    finally:
        made.close()
