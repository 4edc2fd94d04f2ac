"""Where the desk reads its books by itself: what is owed there, and what becomes of a question."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import datetime
from enum import StrEnum

import httpx

from clients.http import ATTEMPTS
from sandbox.accounting.files import PATH, FileServer
from sandbox.data.receivables import COLUMNS, Change, Row, receivables
from tests.differing import Books, open_of

SOURCE, ADDRESS = "erp-berlin", f"https://books.example{PATH}"


class Answer(StrEnum):
    """What becomes of a question for the books. The first is what is usual."""

    WHOLE = "the books are answered"
    LOST = "the books are sent, and the answer is lost"
    NEVER_ARRIVED = "a question for the books is lost on the way"
    CUT = "the books come cut short"
    BROKEN = "answered 500 where books are asked for"
    KEPT_OUT = "answered 403 where books are asked for"
    SIGN_IN = "a page to sign in comes in place of the books"


# Faults of the server itself.
BY_SERVER = {Answer.BROKEN: "broken", Answer.KEPT_OUT: "kept out", Answer.SIGN_IN: "page"}


class Source(httpx.BaseTransport):
    """The line to a server with one file of all that is owed at the moment. `answer` befalls as
    many questions as are asked in a row; `told` are the books that went out as a whole."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._server = FileServer()
        self._inner = httpx.WSGITransport(app=self._server)
        self.forget()

    def forget(self) -> None:
        self.happened: list[Change] = []
        self.told: list[Books] = []
        self.answer, self.befallen = Answer.WHOLE, 0

    def rows(self) -> list[Row]:
        return receivables(as_of=self._clock(), changes=self.happened)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._befalling()
        if answer is Answer.NEVER_ARRIVED:
            raise httpx.ConnectTimeout("nobody there", request=request)
        rows = self.rows()
        self._server.content = _written(rows)
        self._server.fault = BY_SERVER.get(answer, "")
        response = self._inner.handle_request(request)
        if answer is Answer.LOST:
            response.read()
            raise httpx.ReadError("the connection was reset", request=request)
        if answer is Answer.CUT:
            return httpx.Response(200, headers=response.headers, stream=_Half(response.read()))
        if answer is Answer.WHOLE:
            self.told.append(open_of(rows))
        return response

    def _befalling(self) -> Answer:
        answer = self.answer
        if answer is not Answer.WHOLE:
            self.befallen += 1
            if self.befallen >= ATTEMPTS:
                self.answer = Answer.WHOLE
        return answer

    def close(self) -> None:
        """Desks come and go, the line stays."""


class _Half(httpx.SyncByteStream):
    """The headers promised the whole."""

    def __init__(self, whole: bytes) -> None:
        self._half = whole[: len(whole) // 2]

    def __iter__(self) -> Iterator[bytes]:
        yield self._half
        raise httpx.RemoteProtocolError("the answer ended early")


def _written(rows: list[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
