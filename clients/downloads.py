"""A file that is fetched: streamed to the disk, complete, not too large, and no page of a proxy."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import httpx

from clients.http import NoAnswer
from core.ports.receivables import SourceRefused

PIECE = 1024 * 1024
GZIP = 16 + zlib.MAX_WBITS
# What servers call a CSV file; spreadsheets have taught some of them the last one.
CSV = frozenset(
    {
        "",
        "text/csv",
        "application/csv",
        "text/plain",
        "application/octet-stream",
        "binary/octet-stream",
        "application/vnd.ms-excel",
    }
)


class Download:
    """Takes the body of an answer. Raises NoAnswer where it is not whole, and SourceRefused where
    another try would bring nothing better. `largest` in bytes, unpacked; `seconds` for all of it.
    """

    def __init__(self, path: Path, largest: int, seconds: float) -> None:
        self._path = path
        self._largest = largest
        self._seconds = seconds

    def __call__(self, response: httpx.Response) -> None:
        _check_type(response.headers)
        _check_length_is_named(response.headers)
        size, ends = 0, time.monotonic() + self._seconds
        with self._path.open("wb") as file:
            for piece in _unpacked(response):
                size += file.write(piece)
                if size > self._largest:
                    raise SourceRefused(f"the file is larger than {self._largest >> 20} MiB")
                if time.monotonic() > ends:
                    raise NoAnswer("the file did not come in time", too_much=True)


def _unpacked(response: httpx.Response) -> Iterator[bytes]:
    """httpx itself takes a compressed body that stops in the middle for a whole one."""
    match response.headers.get("Content-Encoding", "").strip().lower():
        case "" | "identity":
            yield from response.iter_raw(PIECE)
        case "gzip" | "x-gzip":
            yield from _from_gzip(response.iter_raw(PIECE))
        case other:
            raise SourceRefused(f"the file comes as {other[:40]}: send it as it is, or as gzip")


def _from_gzip(chunks: Iterator[bytes]) -> Iterator[bytes]:
    unpack = zlib.decompressobj(GZIP)
    try:
        for chunk in chunks:
            rest = chunk
            while rest:
                yield unpack.decompress(rest, PIECE)
                rest = unpack.unconsumed_tail
    except zlib.error:
        raise NoAnswer("the compressed file cannot be unpacked") from None
    if not unpack.eof or unpack.unused_data:
        raise NoAnswer("the compressed file does not end where it should")


def _check_type(headers: httpx.Headers) -> None:
    named = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if named not in CSV:
        raise SourceRefused(f"what lies at the address is {named[:60]}, perhaps a page: not CSV")


def _check_length_is_named(headers: httpx.Headers) -> None:
    """Where neither is there, a line that went dead looks like the end of the file."""
    chunked = "chunked" in headers.get("Transfer-Encoding", "").lower()
    if not chunked and "Content-Length" not in headers:
        raise SourceRefused(
            "the server does not say how long the file is: it has to send Content-Length, "
            "or the file in chunks"
        )
