"""What is wrong with a row or a file of receivables, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.ports.records import RowProblem
from handlers.messages.text import N_, Safe, Words

MOST_ROWS = 10
SAYS: Mapping[str, str] = {
    "missing": N_("{field} is missing"),
    "bad_as_of": N_("as_of: {value} is no time; {expected}"),
    "bad_date": N_("{field}: {value} is no date; write 2026-10-12"),
    "bad_amount": N_("{field}: {value} is no amount; {expected}"),
    "bad_dispute": N_("dispute_amount: {value}; {expected}"),
    "bad_tenant_id": N_("tenant_id: {value} is no tenant id"),
    "bad_guid": N_("{field}: {value} is no GUID"),
    "bad_seats": N_("seats: {value} is no whole number"),
    "bad_strength": N_("strength: {value} is no whole number from 0 to 100"),
    "unknown_customer": N_("customer: nobody is called {value}"),
    "several_customers": N_("customer: several are called {value}; write the tenant id"),
    "in_the_future": N_("{field}: {value} lies in the future"),
    "double_subscription": N_("subscription_id {value} is there twice"),
    "other_customer": N_("tenant_id {value} is {expected} on another row"),
    "unknown_word": N_("{field}: {value} is not one of {expected}"),
    "too_long": N_("{field} is too long"),
    "wrong_length": N_("the row has not as many columns as the header"),
    "empty_file": N_("the file is empty"),
    "no_rows": N_("the file has no rows"),
    "bad_delimiter": N_("columns are separated by {value}; use commas"),
    "missing_column": N_("the column {field} is missing"),
    "unknown_column": N_("the column {field} is unknown"),
    "double_column": N_("the column {field} is there twice"),
    "not_utf8": N_("the file is not UTF-8; save it as CSV UTF-8"),
    "nul_byte": N_("the file has a NUL byte; save it as CSV UTF-8"),
    "row_too_long": N_("the row is too long"),
    "bad_csv": N_("the quotes do not match"),
    "several_as_of": N_("there are several as_of; a file is one snapshot"),
    "several_sources": N_("there are several source_system; a file is of one"),
    "unknown_version": N_("schema_version {value} is unknown; expected {expected}"),
    "double_document": N_("document_id {value} is there twice"),
    "unknown_currency": N_("currency {value} is unknown"),
    "open_above_total": N_("open_amount is above total_amount: {value}"),
    "wrong_sign": N_("{field}: {value} has the wrong sign"),
    "changed_while_read": N_("the file changed while it was read"),
    "as_of_in_the_future": N_("as_of {as_of} lies in the future (a date means its end)"),
    "older_than_the_last": N_("as_of {as_of} is older than the last import's, {last}"),
    "too_many_bad_rows": N_("{bad} of {rows} rows cannot be read; at most 1 % may be bad"),
    "customers_dropped": N_("{now} customers, the last had {last}"),
    "total_dropped": N_("open {currency} {now}, the last had {last}"),
}
SHRUNK = frozenset({"customers_dropped", "total_dropped"})
HOLES = ("field", "value", "expected", "as_of", "last", "now", "bad", "rows", "currency")


def row_lines(problems: Sequence[RowProblem], words: Words) -> list[str]:
    """The first rows that are wrong, and how many more there are."""
    said = [f"• {row_line(problem, words)}" for problem in problems[:MOST_ROWS]]
    left = len(problems) - MOST_ROWS
    return [*said, words("and {count} more", count=left)] if left > 0 else said


def row_line(problem: RowProblem, words: Words) -> str:
    """What is wrong with one row, with its line number or document, or with the whole file."""
    facts = dict.fromkeys(HOLES, "?") | dict(problem.facts)
    says = Safe(words(SAYS.get(problem.problem, problem.problem), **facts))
    if document := problem.facts.get("document"):
        return words("document {document}: {says}", document=document, says=says)
    if not problem.line:
        return str(says)
    return words("line {line}: {says}", line=Safe(problem.line), says=says)
