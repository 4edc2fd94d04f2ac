"""Sentences for the terminal: a problem of a file, in words."""

from __future__ import annotations

from core.domain.errors import ImportRefused
from core.ports.records import RowProblem

SAYS = {
    "missing": "{field} is missing",
    "bad_as_of": "as_of: {value} is no time; {expected}",
    "bad_date": "{field}: {value} is no date; write 2026-10-12",
    "bad_amount": "{field}: {value} is no amount; {expected}",
    "bad_dispute": "dispute_amount: {value}; {expected}",
    "bad_tenant_id": "tenant_id: {value} is no tenant id",
    "unknown_word": "{field}: {value} is not one of {expected}",
    "too_long": "{field} is too long",
    "wrong_length": "the row has not as many columns as the header",
    "empty_file": "the file is empty",
    "no_rows": "the file has no rows",
    "bad_delimiter": "columns are separated by {value}; use commas",
    "missing_column": "the column {field} is missing",
    "unknown_column": "the column {field} is unknown",
    "double_column": "the column {field} is there twice",
    "not_utf8": "the file is not UTF-8; save it as CSV UTF-8",
    "nul_byte": "the file has a NUL byte; save it as CSV UTF-8",
    "row_too_long": "the row is too long",
    "bad_csv": "the quotes do not match",
    "several_as_of": "there are several as_of; a file is one snapshot",
    "several_sources": "there are several source_system; a file is of one",
    "unknown_version": "schema_version {value} is unknown; expected {expected}",
    "double_document": "document_id {value} is there twice",
    "unknown_currency": "currency {value} is unknown",
    "open_above_total": "open_amount is above total_amount: {value}",
    "wrong_sign": "{field}: {value} has the wrong sign",
    "changed_while_read": "the file changed while it was read",
    "as_of_in_the_future": "as_of {as_of} lies in the future (a date means its end)",
    "older_than_the_last": "as_of {as_of} is older than the last import's, {last}",
    "too_many_bad_rows": "{bad} of {rows} rows cannot be read; at most 1 % may be bad",
    "customers_dropped": "{now} customers, the last had {last}; if that is right: --accept-drop",
    "total_dropped": "open {currency} {now}, the last had {last}; if that is right: --accept-drop",
}


class _Holes(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "?"


def row_problem(problem: RowProblem) -> str:
    """`line 12: due_date: 31.12. is no date; write 2026-10-12`."""
    says = SAYS.get(problem.problem, problem.problem).format_map(_Holes(problem.facts))
    return f"line {problem.line}: {says}" if problem.line else says


def refusal_lines(refusal: ImportRefused) -> list[str]:
    """Every reason for which a file was refused."""
    problems = refusal.facts.get("problems")
    listed = problems if isinstance(problems, list) else []
    return [row_problem(p) for p in listed if isinstance(p, RowProblem)]
