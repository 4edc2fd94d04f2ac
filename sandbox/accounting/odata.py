"""OData as Business Central speaks it: filters, pages by a token, bare numbers, refusals."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

from flask import Response

LARGEST_PAGE = 20_000
_OPTIONS = frozenset({"$filter", "$select", "$top", "$skiptoken", "aid"})
_CLAUSE = re.compile(r"(\w+) (eq|ne|gt|ge|lt|le) ('(?:[^']|'')*'|[^\s'()]+)")
_WISH = re.compile(r"odata\.maxpagesize=(\d+)")
# json writes no Decimal: it is marked as a text, and loses its quotes afterwards.
_NUMBER = re.compile(r'"\\u0000([-0-9.]+)\\u0000"')
_COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
}

Fields = dict[str, Any]


class Refused(Exception):
    """Business Central says no; the correlation id is a part of its sentence."""

    def __init__(
        self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        said = f"{message}  CorrelationId:  {uuid4()}."
        self.response = written({"error": {"code": code, "message": said}}, status)
        self.response.headers.update(headers or {})


@dataclass(frozen=True, slots=True)
class Table:
    """One entity set: its rows in the order of `key`, and all columns that it has."""

    rows: Sequence[Fields]
    key: str
    columns: frozenset[str]


def size_wished(prefer: str) -> int:
    """How many rows a page may have; the wish holds for the page with which it came."""
    wish = _WISH.fullmatch(prefer)
    return min(int(wish[1]), LARGEST_PAGE) if wish else LARGEST_PAGE


def answered(table: Table, query: Mapping[str, str], size: int, url: str) -> Fields:
    """One page of a list, with the link to the next where there is one."""
    if strange := sorted(query.keys() - _OPTIONS):
        raise Refused(400, "BadRequest", f"The query option {strange[0]} is not supported.")
    passes, columns = _filter(query.get("$filter", ""), table), _columns(query, table)
    found = [row for row in table.rows if passes(row)]
    found = found[: int(query.get("$top", len(found)))]
    if (after := query.get("$skiptoken")) is not None:
        found = [row for row in found if _place(row, table) > after]
    page = found[:size]
    body: Fields = {
        "@odata.context": f"{url}/$metadata",
        "value": [{name: row[name] for name in columns if name in row} for row in page],
    }
    if len(found) > size:
        further = {"aid": "FIRST", **query, "$skiptoken": _place(page[-1], table)}
        body["@odata.nextLink"] = f"{url}?{urlencode(further, quote_via=quote, safe='$')}"
    return body


def _place(row: Fields, table: Table) -> str:
    """Numbers in the order of numbers."""
    key = row[table.key]
    return f"{key:020}" if isinstance(key, int) else str(key)


def written(body: Fields, status: int = 200) -> Response:
    text = json.dumps(body, ensure_ascii=False, default=_marked)
    text = _NUMBER.sub(lambda found: found[1], text)
    content_type = "application/json; odata.metadata=minimal; odata.streaming=true"
    return Response(text, status=status, content_type=content_type)


def _marked(value: object) -> str:
    """Edm.Decimal, without the zeros at its end."""
    if not isinstance(value, Decimal):
        raise TypeError(f"{value!r} is no JSON")
    return f"\0{value.normalize():f}\0"


def _columns(query: Mapping[str, str], table: Table) -> list[str]:
    named = query.get("$select", "")
    wanted = named.split(",") if named else sorted(table.columns)
    for name in wanted:
        _check_column(name, table)
    return wanted


def _filter(text: str, table: Table) -> Callable[[Fields], bool]:
    """Comparisons joined by `and`, or by `or` where all are about one field."""
    if not text:
        return lambda row: True
    clauses = [found.groups() for found in _CLAUSE.finditer(text)]
    joins = set(_CLAUSE.sub("", text).split())
    if not clauses or len(joins) > 1 or joins - {"and", "or"}:
        raise Refused(400, "BadRequest", "The filter expression is not supported.")
    for name, _, _ in clauses:
        _check_column(name, table)
    if joins == {"or"} and len({name for name, _, _ in clauses}) > 1:
        words = "The 'OR' operator is not supported on distinct fields on an OData filter."
        raise Refused(400, "BadRequest", words)
    tests = [(name, _COMPARED[verb], _literal(value)) for name, verb, value in clauses]
    either = any if joins == {"or"} else all
    return lambda row: either(holds(row[name], value) for name, holds, value in tests)


def _check_column(name: str, table: Table) -> None:
    if name not in table.columns:
        words = f"Could not find a property named '{name}' on the type."
        raise Refused(400, "BadRequest", words)


def _literal(text: str) -> object:
    if text.startswith("'"):
        return text[1:-1].replace("''", "'")
    if text in ("true", "false"):
        return text == "true"
    try:
        return int(text)
    except ValueError:
        return text
