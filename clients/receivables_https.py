"""A receivables.v1 file at an https address, fetched whole when it is another one than before."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import httpx

from clients.addresses import Resolve, resolve
from clients.downloads import Download
from clients.http import Call, Heard, HttpClient, Reply, Timeouts
from clients.receivables_csv import CsvSheet
from clients.receivables_rows import OPTIONAL_COLUMNS, REQUIRED_COLUMNS
from clients.spool import Spool
from core.domain.errors import ImportRefused
from core.domain.secret import Secret
from core.faults import Way
from core.ports.receivables import Page, Row, SourceRefused, Start, Whose
from core.ports.records import RowProblem, SheetHead

COLUMNS = REQUIRED_COLUMNS + OPTIONAL_COLUMNS
LARGEST = 512 * 1024 * 1024
PATIENT = Timeouts(whole=900.0)
PAGE = 1000
SHOWN = 3
LONGEST_TAG = 1000
NOT_MODIFIED = 304
KEPT_OUT = frozenset({401, 403})
GONE = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class _Mark:
    """Which file was read last: where it lay, what its server called it, and what was in it."""

    at: str = ""
    etag: str = ""
    modified: str = ""
    sha256: str = ""

    def unless(self, at: str) -> dict[str, str]:
        """Headers that ask for the file only if it is another one. A name of the file that another
        server gave it says nothing."""
        if at != self.at or not (self.etag or self.modified):
            return {}
        if self.etag:
            return {"If-None-Match": self.etag}
        return {"If-Modified-Since": self.modified}


def bearer(token: Secret) -> Secret:
    return Secret(f"Bearer {token.reveal()}")


def basic(user: str, password: Secret) -> Secret:
    pair = f"{user}:{password.reveal()}".encode()
    return Secret(f"Basic {base64.b64encode(pair).decode('ascii')}")


class CsvOverHttps:
    """The port `core.ports.receivables.Receivables` over one file. Its rows say themselves as of
    when they are, and whose books; `login` is what stands in the header Authorization. The address
    may hold a key, so it is in no message. `zone` is where a mere date in as_of ends."""

    def __init__(
        self,
        address: Secret,
        folder: Path,
        *,
        source: str,
        zone: str,
        login: Secret | None = None,
        page_size: int = PAGE,
        largest: int = LARGEST,
        timeouts: Timeouts = PATIENT,
        transport: httpx.BaseTransport | None = None,
        resolve: Resolve = resolve,
        heard: Heard | None = None,
    ) -> None:
        self.source = source
        self._address, self._login = address, login
        self._zone = zone
        self._spool = Spool(folder)
        self._page_size = page_size
        self._largest, self._seconds = largest, timeouts.whole
        self._http = HttpClient(
            address.reveal(), timeouts=timeouts, transport=transport, resolve=resolve, heard=heard
        )

    def check(self) -> Whose:
        with self._spool.draft() as path:
            self._fetch(path, {})
            return Whose(self._opened(path).head().source, "")

    def begin(self, mark: str, now: datetime) -> Start:
        with self._spool.draft() as path:
            found = self._newer(path, _read(mark))
            if found is None:
                return Start("", whole=False)
            sheet, new = found
            rows = (list(row.values()) for row in _rows(sheet))
            return Start(self._spool.keep(COLUMNS, rows, json.dumps(asdict(new))), whole=True)

    def page(self, place: str) -> Page:
        return self._spool.page(place, self._page_size)

    def look(self, document_ids: Sequence[str]) -> tuple[Row, ...]:
        """In the file as it is now, which is mostly the one that is kept."""
        wanted = set(document_ids)
        with self._spool.draft() as path:
            found = self._newer(path, _read(self._spool.mark()))
            if found is None:
                return self._spool.find(document_ids)
            return tuple(row for row in _rows(found[0]) if row["document_id"] in wanted)

    def close(self) -> None:
        self._http.close()

    @property
    def _at(self) -> str:
        return hashlib.sha256(self._address.reveal().encode()).hexdigest()[:16]

    def _newer(self, path: Path, last: _Mark) -> tuple[CsvSheet, _Mark] | None:
        """The file, where it is another one than the last."""
        reply = self._fetch(path, last.unless(self._at))
        if reply.status == NOT_MODIFIED:
            return None
        sheet = self._opened(path)
        etag, modified = _sendable(reply, "ETag"), _sendable(reply, "Last-Modified")
        found = _Mark(self._at, etag, modified, sheet.sha256)
        return None if found.sha256 == last.sha256 else (sheet, found)

    def _opened(self, path: Path) -> CsvSheet:
        """Raises SourceRefused where its header is bad, or it is of other books."""
        sheet = CsvSheet(path, self._zone)
        try:
            found = sheet.head().source
        except ImportRefused as refusal:
            raise SourceRefused(_complaint(refusal)) from None
        if found != self.source:
            raise SourceRefused(
                f"the file is of {found[:40]}: this source is {self.source}, and source_system has "
                "to say so"
            )
        return sheet

    def _fetch(self, path: Path, unless: Mapping[str, str]) -> Reply:
        headers = {"Accept": "text/csv, */*;q=0.1", "Accept-Encoding": "gzip", **unless}
        if self._login is not None:
            headers["Authorization"] = self._login.reveal()
        into = Download(path, self._largest, self._seconds)
        call = Call("GET", self._address.reveal(), headers, way=Way.BOOKS, into=into)
        reply = self._http.ask(call)
        if reply.status == 200 or (reply.status == NOT_MODIFIED and unless):
            return reply
        raise SourceRefused(_why(reply.status))


def _sendable(reply: Reply, name: str) -> str:
    """A header that can be sent back."""
    said = reply.headers.get(name, "")
    return said if said.isascii() and len(said) < LONGEST_TAG else ""


def _why(status: int) -> str:
    if status in KEPT_OUT:
        return f"the server does not take the token, or the user and password ({status})"
    if status in GONE:
        return f"there is no file at the address ({status})"
    if status // 100 == 3:
        return f"the file has moved ({status}): the setting has to name where it lies now"
    return f"the server answers {status} where a file was expected"


def _rows(sheet: CsvSheet) -> Iterator[Row]:
    """As a file in the folder is judged: a snapshot of one set of books, or refused."""
    try:
        head = sheet.head()
        for record, problem in sheet.written():
            row = {name: record.fields.get(name, "") for name in COLUMNS}
            yield row if problem is None else row | _unreadable(problem, head)
    except ImportRefused as refusal:
        raise SourceRefused(_complaint(refusal)) from None


def _unreadable(problem: RowProblem, head: SheetHead) -> dict[str, str]:
    """Nobody knows which field is which: the row is there to be seen, and its customer unknown."""
    return {
        "schema_version": "1",
        "as_of": head.as_of.isoformat(),
        "source_system": head.source,
        "document_type": " ".join((problem.problem.replace("_", " "), *problem.facts.values())),
    }


def _read(mark: str) -> _Mark:
    """What cannot be read means that everything is read again."""
    try:
        return _Mark(**json.loads(mark))
    except (TypeError, ValueError):
        return _Mark()


def _complaint(refusal: ImportRefused) -> str:
    found = refusal.facts.get("problems")
    listed = found if isinstance(found, list) else []
    problems = [one for one in listed if isinstance(one, RowProblem)]
    lines = [
        " ".join((f"line {one.line}:", one.problem.replace("_", " "), *one.facts.values()))
        for one in problems[:SHOWN]
    ]
    more = f", and {len(problems) - SHOWN} more" if len(problems) > SHOWN else ""
    return f"the file is no receivables.v1: {'; '.join(lines)}{more}"
