"""A CSV file as records: UTF-8, RFC 4180, bounded, with the line on which each record begins."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

from core.domain.errors import ImportRefused
from core.ports.records import RowProblem

LONGEST_LINE = 64 * 1024
CHUNK = 1024 * 1024
SHOWN = 40
UTF_8_MARK = b"\xef\xbb\xbf"
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
SAVE_AS = "CSV UTF-8; in a spreadsheet: Save As, CSV UTF-8 (comma delimited)"


class Record(NamedTuple):
    """The fields of one row by column name; with too few or too many, only the first are sure."""

    line: int
    fields: Mapping[str, str]
    length: int
    expected: int


@dataclass(frozen=True, slots=True)
class Fingerprint:
    sha256: str
    lines: int


def problem(
    key: str, line: int, *, field: str = "", value: str = "", expected: str = "", ref: str = ""
) -> RowProblem:
    """A problem with its facts; what was found is shown in part only."""
    facts = {"field": field, "value": cut(value), "expected": expected}
    return RowProblem(line, ref, key, {name: text for name, text in facts.items() if text})


def refused(
    key: str, line: int, *, field: str = "", value: str = "", expected: str = ""
) -> ImportRefused:
    """The exception for a file that is bad as a whole."""
    return ImportRefused(problems=[problem(key, line, field=field, value=value, expected=expected)])


def cut(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def fingerprint(path: Path) -> Fingerprint:
    digest, lines, last = hashlib.sha256(), 0, b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            lines += chunk.count(b"\n")
            last = chunk
    unfinished = bool(last) and not last.endswith(b"\n")
    return Fingerprint(digest.hexdigest(), lines + unfinished)


def header(path: Path) -> list[str]:
    """The column names, without the spaces around them. Raises ImportRefused."""
    with path.open("rb") as file:
        for _, names in _rows(_lines(file)):
            return [name.strip() for name in names]
    raise refused("empty_file", 1)


def records(path: Path, *, sha256: str) -> Iterator[Record]:
    """Every row below the header. Raises ImportRefused, also if the file is no longer the same."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        rows = _rows(_lines(file, digest))
        names = [name.strip() for _, fields in islice(rows, 1) for name in fields]
        for line, fields in rows:
            named = dict(zip(names, map(str.strip, fields), strict=False))
            yield Record(line, named, len(fields), len(names))
    if digest.hexdigest() != sha256:
        raise refused("changed_while_read", 1)


def _rows(lines: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, with the line on which each begins."""
    reader = csv.reader(lines, strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            fields = next(reader, None)
        except csv.Error as error:
            # After broken quoting nobody can say where a row begins: the whole file is bad.
            why = str(error)
            raise refused("bad_csv", begins, value=why, expected="RFC 4180") from None
        if fields is None:
            return
        if fields:
            yield begins, fields


def _lines(file: BinaryIO, digest: hashlib._Hash | None = None) -> Iterator[str]:
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if digest is not None:
            digest.update(line)
        yield _decoded(line, number)


def _decoded(line: bytes, number: int) -> str:
    if number == 1:
        if line.startswith(UTF_16_MARKS):
            raise refused("not_utf8", 1, value="UTF-16", expected=SAVE_AS)
        line = line.removeprefix(UTF_8_MARK)
    if len(line) > LONGEST_LINE:
        raise refused("row_too_long", number, expected=f"at most {LONGEST_LINE} bytes a line")
    if b"\0" in line:
        raise refused("nul_byte", number, expected=SAVE_AS)
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = f"byte 0x{line[error.start]:02X}"
        raise refused("not_utf8", number, value=byte, expected=SAVE_AS) from None
